import { useEffect, useState } from "preact/hooks";
import { api, unwrap } from "../../api/client";
import { useLoad } from "../../api/use_load";
import type { PageProps } from "../../app/route";
import { go } from "../../app/router";
import { defineWords, useLanguage, useWords } from "../../lib/language";
import { useStore } from "../../lib/store";
import { providerWords } from "../../session/provider_words";
import { isStillSignedIn, session, signIn } from "../../session/session";
import { isKiosk, isShared } from "../../session/shared_computer";
import { Button } from "../../ui/button";
import { Check } from "../../ui/inputs";
import { Ready } from "../../ui/loading";
import { Notice } from "../../ui/notice";
import { Page } from "../../ui/page";

const words = defineWords(
  {
    title: "Đăng nhập",
    why: "Bạn cần đăng nhập để nộp hồ sơ và xem hồ sơ của mình. Bạn được chuyển đến trang đăng nhập, sau đó quay lại trang này.",
    whyMatter: "Bạn cần đăng nhập để tiếp tục. Bạn được chuyển đến trang đăng nhập, sau đó quay lại trang đang xem.",
    shared: "Đây là máy dùng chung",
    sharedHelp: "Máy không giữ lại gì của bạn, và tự đăng xuất sau vài phút không dùng hoặc khi tải lại trang.",
    eIdentity: "Đăng nhập bằng tài khoản định danh điện tử",
    own: (name: string) => `Đăng nhập bằng ${name}`,
    register: "Đăng ký tài khoản của tỉnh",
    others: "Các loại tài khoản khác",
    listed: (names: string, article: string) => `Quy định hiện hành cho đăng nhập bằng: ${names} (${article}).`,
    closed: (name: string, article: string) => `Không đăng nhập bằng ${name} được nữa (${article}).`,
    methodClosed:
      "Không đăng nhập bằng loại tài khoản vừa dùng được nữa. Hãy đăng nhập bằng tài khoản định danh điện tử.",
    incomplete:
      "Hệ thống định danh không gửi đủ họ tên, số định danh và mức độ tài khoản nên chưa đăng nhập được. Hãy thử lại; nếu vẫn vậy, hãy liên hệ cơ quan Công an nơi đăng ký tài khoản.",
    none: "Chưa có tài khoản định danh điện tử? Đăng ký tại Công an xã, phường nơi gần nhất, hoặc nhờ Bộ phận Một cửa hướng dẫn.",
    going: "Đang mở trang đăng nhập…",
    reportedLost: "Tài khoản đang khóa do có báo mất. Liên hệ cơ quan tiếp nhận báo mất để xác thực và mở lại.",
    refused: "Chưa đăng nhập được. Hãy thử lại.",
    locked:
      "Tài khoản định danh điện tử của bạn đang bị khóa nên chưa đăng nhập được. Mở khóa trên ứng dụng định danh, hoặc tại cơ quan Công an nơi cư trú; trong lúc chờ, bạn có thể nộp hồ sơ tại Bộ phận Một cửa.",
    notShared:
      "Bạn đã không đồng ý chia sẻ thông tin định danh nên chưa đăng nhập được. Nếu muốn tiếp tục, hãy đăng nhập lại và chọn đồng ý; nếu không, bạn có thể nộp hồ sơ tại Bộ phận Một cửa.",
    lost: "Báo mất, lộ tài khoản",
    officer: "Công chức, viên chức đăng nhập tại đây",
  },
  {
    title: "Sign in",
    why: "Sign in to file and to see your dossiers. You are taken to the sign-in page and back to this page.",
    whyMatter: "Sign in to continue. You are taken to the sign-in page and back to the page you were on.",
    shared: "Other people use this computer too",
    sharedHelp:
      "Nothing of yours is stored on this computer. You are signed out after a few minutes without use, or when the page is reloaded.",
    eIdentity: "Sign in with your electronic identity account",
    own: (name) => `Sign in with ${name}`,
    register: "Register an account of the province",
    others: "Other kinds of account",
    listed: (names, article) => `The law in force lets people sign in with: ${names} (${article}).`,
    closed: (name, article) => `Signing in with ${name} is not possible (${article}).`,
    methodClosed:
      "Signing in with the kind of account that you have just used is not possible. Sign in with your electronic identity account.",
    incomplete:
      "The identity system did not send name, ID number and level of the account. Try again; if it happens again, ask the police office where the account was registered.",
    none: "No electronic identity account yet? Register at the nearest commune police, or ask the one-stop unit for help.",
    going: "Opening the sign-in page…",
    reportedLost:
      "The account is locked after a report of loss. Ask the office that takes reports to check who you are.",
    refused: "Signing in did not work. Try again.",
    locked:
      "Your electronic identity account is locked, so you cannot sign in. Unlock it in the identity app or at the police office where you live; meanwhile you can file at the one-stop desk.",
    notShared:
      "You did not agree to share your identity data, so you are not signed in. To continue, sign in again and agree; otherwise you can file at the one-stop desk.",
    lost: "Report a lost or misused account",
    officer: "Officers sign in here",
  },
);

export default function SignIn({ query }: PageProps) {
  const w = useWords(words);
  const language = useLanguage();
  const [shared, setShared] = useState(isShared);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(query.has("refused"));
  const { byProvider } = useStore(session);
  const provider = useWords(providerWords);
  const methods = useLoad(() => unwrap(api.GET("/api/session/methods", {})), []);
  const to = query.get("to");
  // Only an address of this site: "//elsewhere" would be another one.
  const back = to && /^\/(?![/\\])/.test(to) ? to : "/dossiers";
  useEffect(() => {
    // Another tab may have signed in, or the network may be back, since this page was loaded.
    void isStillSignedIn().then((found) => found && go(back, { replace: true }));
  }, [back]);
  function explain(code: string | null): string {
    if (code === "sign_in_method_closed") return w.methodClosed;
    if (code === "account_locked") return w.locked;
    if (code === "account_reported_lost") return w.reportedLost;
    if (code === "consent_refused") return w.notShared;
    return code === "identity_incomplete" ? w.incomplete : w.refused;
  }
  function start() {
    setBusy(true);
    signIn(back, shared).catch(() => {
      setBusy(false);
      setFailed(true);
    });
  }
  return (
    <Page title={w.title}>
      {failed && (
        <Notice tone="bad" role="alert">
          <p>{explain(query.get("refused"))}</p>
        </Notice>
      )}
      {byProvider && !failed && (
        <Notice tone="bad" role="alert">
          <p>{provider.byProvider}</p>
        </Notice>
      )}
      <p>{/^\/(viec|khao-sat)\//.test(back) ? w.whyMatter : w.why}</p>
      {isKiosk() ? (
        <p>{w.sharedHelp}</p>
      ) : (
        <Check id="shared" label={w.shared} help={w.sharedHelp} checked={shared} onChange={setShared} />
      )}
      <p class="buttons">
        <Button onPress={() => start()} busy={busy} busyText={w.going}>
          {w.eIdentity}
        </Button>
      </p>
      <p>{w.none}</p>
      {/* Its words come later than the page; closed, they move nothing. */}
      <details>
        <summary>{w.others}</summary>
        <Ready from={methods}>
          {({ items, listed, article }) => (
            <>
              {listed.length > 0 && <p>{w.listed(listed.map((name) => name[language]).join(", "), article)}</p>}
              {items
                .filter((each) => each.method !== "e_identity")
                .map((each) =>
                  each.open ? (
                    <p key={each.method} class="buttons">
                      <a class="button" href={`/account/sign-in?to=${encodeURIComponent(back)}`}>
                        {w.own(each.name[language])}
                      </a>
                      <a href="/account/register">{w.register}</a>
                    </p>
                  ) : (
                    <p key={each.method}>{w.closed(each.name[language], each.article)}</p>
                  ),
                )}
            </>
          )}
        </Ready>
      </details>
      <p>
        <a href="/officer/sign-in">{w.officer}</a> · <a href="/bao-mat-tai-khoan">{w.lost}</a>
      </p>
    </Page>
  );
}
