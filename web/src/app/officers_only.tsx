import { defineWords, useWords } from "../lib/language";
import { Page } from "../ui/page";
import { matchPath } from "./match_path";

const words = defineWords(
  {
    title: "Trang này dành cho công chức, viên chức",
    text: "Tài khoản bạn đang dùng không có phần việc nào của công chức, viên chức. Nếu đây là hồ sơ của bạn, mở hồ sơ ở trang của người nộp.",
    open: "Mở hồ sơ này ở trang của người nộp",
    mine: "Hồ sơ của tôi",
    officer: "Đăng nhập bằng tài khoản công chức",
  },
  {
    title: "This page is for officers",
    text: "The account you are using has no officer role. If this dossier is yours, open it on the applicant's page.",
    open: "Open this dossier on the applicant's page",
    mine: "My dossiers",
    officer: "Sign in as an officer",
  },
);

/** The page for people without an officer's role at an officer's address: the reason, and a link to their own page. */
export function OfficersOnly({ path }: { readonly path: string }) {
  const w = useWords(words);
  const dossier = matchPath("/officer/dossiers/:id", path)?.id;
  return (
    <Page title={w.title}>
      <p role="alert">{w.text}</p>
      <p class="buttons">
        {dossier && <a href={`/dossiers/${encodeURIComponent(dossier)}`}>{w.open}</a>}
        <a href="/dossiers">{w.mine}</a>
        <a href={`/officer/sign-in?to=${encodeURIComponent(path + location.search)}`}>{w.officer}</a>
      </p>
    </Page>
  );
}
