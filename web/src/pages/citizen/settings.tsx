import { useState } from "preact/hooks";
import { api, unwrap } from "../../api/client";
import { useLoad } from "../../api/use_load";
import { ReachSettings } from "../../contacts/reach_settings";
import { defineWords, useWords } from "../../lib/language";
import { useStore } from "../../lib/store";
import { session, signOut } from "../../session/session";
import { Button } from "../../ui/button";
import { Ready } from "../../ui/loading";
import { Page } from "../../ui/page";

const words = defineWords(
  {
    title: "Cài đặt thông báo",
    what: "Tin về hồ sơ luôn có trong mục Thông báo. Thêm thư điện tử hoặc số điện thoại để được báo ngay.",
    inbox: "Xem thông báo",
    authorisations: "Ủy quyền, làm thay người khác",
    national: "Liên kết tài khoản Cổng Dịch vụ công quốc gia",
    account: "Mã tài khoản (nơi cấp quyền cho công chức, viên chức hỏi mã này)",
    sessions: "Phiên đăng nhập",
    everywhere: "Mất điện thoại, hay quên đăng xuất ở máy khác? Đăng xuất khỏi mọi thiết bị, kể cả máy này.",
    outEverywhere: "Đăng xuất khỏi mọi thiết bị",
    leaving: "Đang đăng xuất…",
  },
  {
    title: "Message settings",
    what: "Notices about your dossiers are always under Messages. Add an e-mail address or a telephone number to be notified at once.",
    inbox: "See my messages",
    authorisations: "Authorisations, acting for others",
    national: "Link an account of the national portal",
    account: "Account ID (needed when officers' rights are granted)",
    sessions: "Where you are signed in",
    everywhere: "Lost your phone, or forgot to sign out elsewhere? Sign out on every device, this one too.",
    outEverywhere: "Sign out on every device",
    leaving: "Signing out…",
  },
);

export default function SettingsPage() {
  const w = useWords(words);
  const { me } = useStore(session);
  const loaded = useLoad(() => unwrap(api.GET("/api/me/contacts", {})), []);
  return (
    <Page title={w.title}>
      <p>
        {w.what} <a href="/inbox">{w.inbox}</a>
      </p>
      <Ready from={loaded}>{(reach) => <ReachSettings at={reach} />}</Ready>
      <p>
        <a href="/uy-quyen">{w.authorisations}</a>
      </p>
      <p>
        <a href="/settings/national-account">{w.national}</a>
      </p>
      <Sessions />
      {me && (
        <p class="muted small">
          {w.account}: <code class="account-id">{me.sub}</code>
        </p>
      )}
    </Page>
  );
}

function Sessions() {
  const w = useWords(words);
  const [busy, setBusy] = useState(false);
  async function leave() {
    setBusy(true);
    await signOut(true);
    setBusy(false);
  }
  return (
    <section aria-labelledby="sessions">
      <h2 id="sessions">{w.sessions}</h2>
      <p>{w.everywhere}</p>
      <p class="buttons">
        <Button kind="secondary" busy={busy} busyText={w.leaving} onPress={() => void leave()}>
          {w.outEverywhere}
        </Button>
      </p>
    </section>
  );
}
