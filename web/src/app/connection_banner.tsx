import { connection } from "../api/network";
import { defineWords, useWords } from "../lib/language";
import { useStore } from "../lib/store";

const words = defineWords(
  {
    gone: "Mất kết nối mạng. Nội dung đã điền vẫn còn trên màn hình; thử lại khi có mạng.",
    slow: "Mạng đang chậm. Hệ thống vẫn đang xử lý, bạn không cần bấm lại.",
  },
  {
    gone: "No network connection. What you typed is still on the screen; try again when the connection is back.",
    slow: "The network is slow. Your request is still running; there is no need to press again.",
  },
);

/** Connection problems. The live region always exists, so that screen readers read its text. */
export function ConnectionBanner() {
  const w = useWords(words);
  const now = useStore(connection);
  return (
    <div role="status" class={now === "good" ? undefined : "connection"}>
      {now === "good" ? "" : w[now]}
    </div>
  );
}
