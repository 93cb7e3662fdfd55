import { defineWords, useWords } from "../lib/language";
import { useStore } from "../lib/store";
import { session } from "../session/session";
import { Notice } from "../ui/notice";

const words = defineWords(
  { update: "Tài khoản của bạn cần được cập nhật.", open: "Kiểm tra và lưu lại" },
  { update: "Your account must be brought up to date.", open: "Check and save it" },
);

/** On every page while the holder is asked to bring the account up to date. */
export function AccountBanner({ path }: { readonly path: string }) {
  const w = useWords(words);
  const { me } = useStore(session);
  if (!me?.update_demanded || path === "/tai-khoan") return null;
  return (
    <Notice tone="act">
      <p>
        {w.update} <a href="/tai-khoan">{w.open}</a>
      </p>
    </Notice>
  );
}
