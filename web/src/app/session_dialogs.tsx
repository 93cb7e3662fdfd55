import { useState } from "preact/hooks";
import { writeClock } from "../lib/format";
import { defineWords, useWords } from "../lib/language";
import { useStore } from "../lib/store";
import { ending, keepSession } from "../session/idle";
import { providerWords } from "../session/provider_words";
import { giveUp, session, signInAgain, signOut } from "../session/session";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { savedAt } from "./saved_at";

const words = defineWords(
  {
    endedTitle: "Phiên đăng nhập đã hết",
    ended: "Trang này và nội dung đã điền vẫn được giữ. Đăng nhập lại trong cửa sổ mới để tiếp tục.",
    saved: (t: string) => `Bản nháp lưu lúc ${t}.`,
    again: "Đăng nhập lại",
    waiting: "Đang chờ bạn đăng nhập ở cửa sổ kia…",
    failed: "Chưa đăng nhập được. Thử lại.",
    leave: "Bỏ và về trang chủ",
    endingTitle: "Bạn có tiếp tục không?",
    ending: (minutes: number) => `Không có thao tác nào. Hệ thống tự đăng xuất sau ${minutes} phút nữa.`,
    stay: "Tiếp tục",
    out: "Đăng xuất ngay",
  },
  {
    endedTitle: "Your session has ended",
    ended: "This page and what you typed are still here. Sign in again in a new window to continue.",
    saved: (t) => `Draft saved at ${t}.`,
    again: "Sign in again",
    waiting: "Waiting for you to sign in in the other window…",
    failed: "Signing in did not work. Try again.",
    leave: "Leave and go to the home page",
    endingTitle: "Are you still there?",
    ending: (minutes) => `Nothing has been done for a while. You will be signed out in ${minutes} min.`,
    stay: "Continue",
    out: "Sign out now",
  },
);

/** Questions about the session that can come up on any page. */
export function SessionDialogs() {
  const { state } = useStore(session);
  const left = useStore(ending);
  if (state === "ended") return <Ended />;
  return left === null ? null : <Ending left={left} />;
}

function Ended() {
  const w = useWords(words);
  const saved = useStore(savedAt);
  const { byProvider } = useStore(session);
  const provider = useWords(providerWords);
  const [how, setHow] = useState<"" | "waiting" | "failed">("");
  function again() {
    setHow("waiting");
    signInAgain().catch(() => setHow("failed"));
  }
  return (
    <Dialog id="ended" title={w.endedTitle}>
      {byProvider && <p>{provider.byProvider}</p>}
      <p>{w.ended}</p>
      {saved && <p>{w.saved(writeClock(saved))}</p>}
      <p role="status">{how && w[how]}</p>
      <p class="buttons">
        <Button onPress={again}>{w.again}</Button>
        <Button kind="plain" onPress={giveUp}>
          {w.leave}
        </Button>
      </p>
    </Dialog>
  );
}

function Ending({ left }: { readonly left: number }) {
  const w = useWords(words);
  return (
    <Dialog id="ending" title={w.endingTitle} onClose={keepSession}>
      <p role="status">{w.ending(Math.max(1, Math.ceil(left / 60_000)))}</p>
      <p class="buttons">
        <Button onPress={keepSession}>{w.stay}</Button>
        <Button kind="plain" onPress={() => void signOut()}>
          {w.out}
        </Button>
      </p>
    </Dialog>
  );
}
