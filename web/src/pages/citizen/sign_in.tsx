import { useEffect, useState } from "preact/hooks";
import type { PageProps } from "../../app/route";
import { go } from "../../app/router";
import { defineWords, useWords } from "../../lib/language";
import { isKiosk, isShared, isStillSignedIn, signIn } from "../../session/session";
import { Button } from "../../ui/button";
import { Check } from "../../ui/inputs";
import { Notice } from "../../ui/notice";
import { Page } from "../../ui/page";

const words = defineWords(
  {
    title: "Đăng nhập",
    why: "Bạn cần đăng nhập để nộp hồ sơ và xem hồ sơ của mình. Bạn được chuyển đến trang đăng nhập, sau đó quay lại trang này.",
    whyMatter: "Bạn cần đăng nhập để tiếp tục. Bạn được chuyển đến trang đăng nhập, sau đó quay lại trang đang xem.",
    shared: "Đây là máy dùng chung",
    sharedHelp: "Máy không giữ lại gì của bạn, và tự đăng xuất sau vài phút không dùng hoặc khi tải lại trang.",
    go: "Đến trang đăng nhập",
    going: "Đang mở trang đăng nhập…",
    refused: "Chưa đăng nhập được. Hãy thử lại.",
    officer: "Công chức, viên chức đăng nhập tại đây",
  },
  {
    title: "Sign in",
    why: "Sign in to file and to see your dossiers. You are taken to the sign-in page and back to this page.",
    whyMatter: "Sign in to continue. You are taken to the sign-in page and back to the page you were on.",
    shared: "Other people use this computer too",
    sharedHelp:
      "Nothing of yours is stored on this computer. You are signed out after a few minutes without use, or when the page is reloaded.",
    go: "Go to the sign-in page",
    going: "Opening the sign-in page…",
    refused: "Signing in did not work. Try again.",
    officer: "Officers sign in here",
  },
);

export default function SignIn({ query }: PageProps) {
  const w = useWords(words);
  const [shared, setShared] = useState(isShared);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(query.has("refused"));
  const to = query.get("to");
  // Only an address of this site: "//elsewhere" would be another one.
  const back = to && /^\/(?![/\\])/.test(to) ? to : "/dossiers";
  useEffect(() => {
    // Another tab may have signed in, or the network may be back, since this page was loaded.
    void isStillSignedIn().then((found) => found && go(back, { replace: true }));
  }, [back]);
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
          <p>{w.refused}</p>
        </Notice>
      )}
      <p>{/^\/(viec|khao-sat)\//.test(back) ? w.whyMatter : w.why}</p>
      {isKiosk() ? (
        <p>{w.sharedHelp}</p>
      ) : (
        <Check id="shared" label={w.shared} help={w.sharedHelp} checked={shared} onChange={setShared} />
      )}
      <Button onPress={start} busy={busy} busyText={w.going}>
        {w.go}
      </Button>
      <p>
        <a href="/officer/sign-in">{w.officer}</a>
      </p>
    </Page>
  );
}
