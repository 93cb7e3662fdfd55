import { useEffect, useState } from "preact/hooks";
import { type Problem, toProblem } from "../../api/problem";
import type { PageProps } from "../../app/route";
import { defineWords, useLanguage, useWords } from "../../lib/language";
import { openApplication } from "../../session/applications";
import { session } from "../../session/session";
import { Notice } from "../../ui/notice";
import { Page } from "../../ui/page";

const words = defineWords(
  {
    title: "Mở ứng dụng",
    going: "Đang mở ứng dụng bằng lần đăng nhập ở đây…",
    refused: "Chưa mở được ứng dụng",
    incomplete: "Ứng dụng gửi yêu cầu không đầy đủ. Hãy mở lại từ ứng dụng, hoặc báo cho cơ quan quản lý ứng dụng.",
    mine: "Ứng dụng đã đăng ký",
    officer: "Đăng nhập bằng tài khoản công chức",
  },
  {
    title: "Open an application",
    going: "Opening the application with your sign-in here…",
    refused: "The application cannot be opened",
    incomplete:
      "The application's request is not complete. Begin again in the application, or inform the office that runs it.",
    mine: "Registered applications",
    officer: "Sign in as an officer",
  },
);

/** Sends a signed-in person to a registered application, or says why not. Nobody is sent to another address. */
export default function OpenApplicationPage({ query }: PageProps) {
  const w = useWords(words);
  const language = useLanguage();
  const [problem, setProblem] = useState<Problem | null>(null);
  useEffect(() => {
    openApplication(query).then(
      (url) => location.replace(url),
      (thrown) => setProblem(toProblem(thrown)),
    );
  }, []);
  const officer = `/officer/ung-dung/mo${location.search}`;
  const forOfficers = problem?.code === "application_for_others" && !session.get().officer;
  if (!problem) {
    return (
      <Page title={w.title}>
        <p role="status">{w.going}</p>
      </Page>
    );
  }
  return (
    <Page title={w.title}>
      <Notice tone="bad" title={w.refused} role="alert">
        <p>{problem.code === "malformed_request" ? w.incomplete : problem.text(language)}</p>
      </Notice>
      <p class="buttons">
        {forOfficers && <a href={`/officer/sign-in?to=${encodeURIComponent(officer)}`}>{w.officer}</a>}
        <a href="/tai-khoan/ung-dung">{w.mine}</a>
      </p>
    </Page>
  );
}
