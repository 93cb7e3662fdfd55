import type { ComponentChildren, ComponentType } from "preact";
import type { Problem } from "../api/problem";
import { defineWords, useLanguage, useWords } from "../lib/language";
import { Button } from "./button";
import { Page } from "./page";

const words = defineWords(
  {
    missing: "Không tìm thấy",
    missingText: "Không có trang hoặc hồ sơ ở địa chỉ này, hoặc bạn không có quyền xem. Kiểm tra lại địa chỉ hoặc mã.",
    forbidden: "Bạn không có quyền xem trang này",
    offline: "Chưa nối được với hệ thống",
    busy: "Hệ thống đang bận",
    fault: "Hệ thống gặp lỗi",
    again: "Thử lại",
    home: "Về trang chủ",
    authorisations: "Xem ủy quyền của bạn",
    lookup: "Tra cứu hồ sơ",
    work: "Về trang công việc",
    traceWork: (id: string) => `Nếu vẫn lỗi, báo người vận hành hệ thống kèm mã ${id}.`,
    trace: (id: string) => `Nếu vẫn lỗi, gọi Bộ phận Một cửa và đọc mã ${id}.`,
  },
  {
    missing: "Not found",
    missingText: "There is no page or dossier at this address, or you may not see it. Check the address or the code.",
    forbidden: "You may not see this page",
    offline: "The system cannot be reached",
    busy: "The system is busy",
    fault: "The system has a fault",
    again: "Try again",
    home: "Go to the home page",
    authorisations: "See your authorisations",
    lookup: "Look up a dossier",
    work: "Go to the work page",
    traceWork: (id) => `If it persists, give the operators of the system the code ${id}.`,
    trace: (id) => `If it persists, call the one-stop unit and give them the code ${id}.`,
  },
);

/** Refusals of somebody who acts, or should act, for another person. */
const OF_AGENTS: ReadonlySet<string> = new Set([
  "acting_for_needed",
  "authorisation_not_in_force",
  "authorisation_unknown",
  "principal_gone",
  "principal_not_open",
]);

/** A page with its heading, around what it holds. */
export type PageFrame = ComponentType<{ readonly title: string; readonly children: ComponentChildren }>;

interface ProblemPageProps {
  readonly problem: Problem;
  readonly again?: () => void;
  /** The page of the officers' side, for those at work there. */
  readonly frame?: PageFrame | undefined;
}

/** Replacement of a page that cannot be loaded: the reason, and a way on. */
export function ProblemPage({ problem, again, frame }: ProblemPageProps) {
  const Frame = frame ?? Page;
  const w = useWords(words);
  const language = useLanguage();
  const missing = problem.status === 404;
  return (
    <Frame title={chooseTitle(problem, w)}>
      <p role="alert">{missing ? w.missingText : problem.text(language)}</p>
      {!missing && problem.traceId && <p>{(frame ? w.traceWork : w.trace)(problem.traceId)}</p>}
      <p class="buttons">
        {again && !missing && <Button onPress={again}>{w.again}</Button>}
        {frame ? (
          <a href="/officer">{w.work}</a>
        ) : (
          <>
            {OF_AGENTS.has(problem.code) && <a href="/uy-quyen">{w.authorisations}</a>}
            <a href="/">{w.home}</a>
            <a href="/tra-cuu">{w.lookup}</a>
          </>
        )}
      </p>
    </Frame>
  );
}

function chooseTitle(problem: Problem, text: { [K in keyof (typeof words)["vi"]]: (typeof words)["vi"][K] }): string {
  if (problem.status === 404) return text.missing;
  if (problem.status === 403) return text.forbidden;
  if (problem.status === 0) return text.offline;
  return problem.status === 429 || problem.status === 503 ? text.busy : text.fault;
}
