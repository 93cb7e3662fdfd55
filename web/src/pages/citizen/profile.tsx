import { useState } from "preact/hooks";
import { ProfileForm } from "../../account/profile_form";
import { ProfileHistory } from "../../account/profile_history";
import {
  joinParts,
  listShownParts,
  type Profile,
  profileWords,
  writePart,
  writeProfileProof,
} from "../../account/profile_words";
import { api, unwrap } from "../../api/client";
import { useLoad } from "../../api/use_load";
import { forgetProfile } from "../../filing/use_filing";
import { writeDay } from "../../lib/format";
import { defineWords, useLanguage, useWords } from "../../lib/language";
import { session } from "../../session/session";
import { Button } from "../../ui/button";
import { ReadyPage } from "../../ui/loading";
import { Notice, Tag } from "../../ui/notice";
import { Page } from "../../ui/page";

const words = defineWords(
  {
    title: "Tài khoản của tôi",
    what: "Thông tin ở đây được điền sẵn vào hồ sơ bạn nộp. Phần đã xác thực chỉ đổi khi có xác thực mới.",
    checked: "Đã xác thực",
    unchecked: "Chưa xác thực",
    basis: (article: string) => `Căn cứ: ${article}`,
    empty: "Chưa có",
    change: "Cập nhật thông tin",
    saved: "Đã lưu thông tin.",
    missing: (parts: string) => `Còn thiếu: ${parts}.`,
    demand: (t: string) => `Cơ quan yêu cầu cập nhật thông tin (${t})`,
    bars: "Bạn nộp được hồ sơ sau khi kiểm tra và lưu lại thông tin.",
    until: (t: string) => `Số cũ, dùng đến ${t}`,
    contested: "Số này đang gắn với một tài khoản khác. Công chức sẽ kiểm tra; bạn vẫn nộp hồ sơ được.",
    accounts: (n: number) => `Bạn đăng nhập bằng ${n} tài khoản đã liên kết.`,
    contacts: "Thư điện tử, số điện thoại nhận tin",
    state: "Trạng thái tài khoản, thiết bị đang đăng nhập",
    signIn: "Đăng nhập",
    signInWhat: "Tài khoản của tỉnh: đổi mật khẩu, thêm ứng dụng xác thực.",
    security: "Mật khẩu và xác thực hai bước",
    proof:
      "Muốn đổi phần đã xác thực: đăng nhập lại bằng tài khoản định danh điện tử sau khi thông tin ở đó đã đổi, hoặc mang giấy tờ đến bộ phận Một cửa.",
  },
  {
    title: "My account",
    what: "What stands here is filled into the dossiers that you file. A proven part changes only by a new proof.",
    checked: "Proven",
    unchecked: "Not proven",
    basis: (article) => `By ${article}`,
    empty: "None yet",
    change: "Update my data",
    saved: "Your data are saved.",
    missing: (parts) => `Still missing: ${parts}.`,
    demand: (t) => `An agency asks you to update your data (${t})`,
    bars: "You can file once you have checked and saved them.",
    until: (t) => `Old number, used until ${t}`,
    contested: "This number belongs to another account. An officer will check; you can file meanwhile.",
    accounts: (n) => `You sign in with ${n} linked accounts.`,
    contacts: "Mail address and telephone for messages",
    state: "State of the account, devices signed in",
    signIn: "Signing in",
    signInWhat: "Accounts of the province: change the password, add an authenticator app.",
    security: "Password and second factor",
    proof:
      "To change a proven part, sign in again with the electronic identity once it has changed there, or bring your papers to the one-stop unit.",
  },
);

/** What is known of the person, with its proof; what they may change; and every change so far. */
export default function ProfilePage() {
  const loaded = useLoad(() => unwrap(api.GET("/api/me/profile")), []);
  return (
    <ReadyPage from={loaded} title={useWords(words).title}>
      {(profile) => <ShownProfile first={profile} />}
    </ReadyPage>
  );
}

function ShownProfile({ first }: { readonly first: Profile }) {
  const w = useWords(words);
  const labels = useWords(profileWords);
  const [profile, setProfile] = useState(first);
  const [editing, setEditing] = useState(false);
  const [saved, setSaved] = useState(false);
  function keep(next: Profile) {
    setProfile(next);
    setEditing(false);
    setSaved(true);
    forgetProfile();
    const now = session.get();
    if (now.me) session.set({ ...now, me: { ...now.me, update_demanded: false } });
  }
  const missing = joinParts(profile.missing.map((name) => labels[name as "sex"]));
  return (
    <Page title={w.title}>
      {profile.demand && (
        <Notice tone="act" title={w.demand(writeDay(profile.demand.at))}>
          <p>{profile.demand.reason}</p>
          {profile.demand.bars_filing && <p>{w.bars}</p>}
        </Notice>
      )}
      <p role="status">{saved && !editing ? w.saved : ""}</p>
      <p>{w.what}</p>
      {missing && !editing && (
        <Notice tone="info">
          <p>{w.missing(missing)}</p>
        </Notice>
      )}
      <Facts profile={profile} />
      {editing ? (
        <ProfileForm profile={profile} onSaved={keep} onCancel={() => setEditing(false)} />
      ) : (
        <p class="buttons">
          <Button
            onPress={() => {
              setSaved(false);
              setEditing(true);
            }}
          >
            {w.change}
          </Button>
        </p>
      )}
      <p class="muted">{w.proof}</p>
      {profile.accounts > 1 && <p>{w.accounts(profile.accounts)}</p>}
      <p>
        <a href="/settings">{w.contacts}</a> · <a href="/tai-khoan/trang-thai">{w.state}</a>
      </p>
      <ProfileHistory changes={profile.changes} />
      <OwnSignInLink />
    </Page>
  );
}

/** Where the law of the day has accounts of the province. Below everything else: its answer comes later and moves nothing. */
function OwnSignInLink() {
  const w = useWords(words);
  const methods = useLoad(() => unwrap(api.GET("/api/session/methods", {})), []);
  if (methods.state !== "done" || !methods.data.items.some((each) => each.method === "local" && each.open)) return null;
  return (
    <section aria-labelledby="own-sign-in">
      <h2 id="own-sign-in">{w.signIn}</h2>
      <p>
        {w.signInWhat} <a href="/tai-khoan/mat-khau">{w.security}</a>
      </p>
    </section>
  );
}

function Facts({ profile }: { readonly profile: Profile }) {
  const w = useWords(words);
  const labels = useWords(profileWords);
  const language = useLanguage();
  return (
    <>
      <dl class="facts">
        {profile.identifiers.map((each) => (
          <div key={each.number}>
            <dt>{labels.id_number}</dt>
            <dd>
              {each.number}
              <br />
              <span class="muted">
                {each.until ? w.until(writeDay(each.until)) : writeProfileProof(labels, each.proof)}
              </span>
              {each.contested && <p>{w.contested}</p>}
            </dd>
          </div>
        ))}
        {listShownParts(profile).map((part) => (
          <div key={part.name}>
            <dt>{labels[part.name as "sex"]}</dt>
            <dd>
              {part.value ? writePart(labels, part, language) : <span class="muted">{w.empty}</span>}{" "}
              {part.value && <Tag tone={part.valid ? "done" : "wait"}>{part.valid ? w.checked : w.unchecked}</Tag>}
              {part.proof && (
                <>
                  <br />
                  <span class="muted">{writeProfileProof(labels, part.proof)}</span>
                </>
              )}
            </dd>
          </div>
        ))}
      </dl>
      {profile.article && <p class="muted small">{w.basis(profile.article)}</p>}
    </>
  );
}
