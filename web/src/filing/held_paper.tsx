import { api, unwrap } from "../api/client";
import type { HeldData, HeldResult, Paper } from "../api/types";
import { useAct } from "../api/use_load";
import { writeDay } from "../lib/format";
import { defineWords, useLanguage, useWords } from "../lib/language";
import { Button } from "../ui/button";
import { ErrorSummary } from "../ui/error_summary";
import { Notice } from "../ui/notice";

const words = defineWords(
  {
    title: "Cơ quan đã có giấy tờ này: không cần nộp lại",
    from: (what: string, code: string, on: string) => `Kết quả “${what}”, hồ sơ ${code}, ngày ${on}.`,
    through: (on: string) => `Có giá trị đến hết ngày ${on}.`,
    use: "Dùng giấy tờ đã có",
    using: "Đang lấy…",
    basis: "Căn cứ",
  },
  {
    title: "The agency holds this paper: it need not be sent again",
    from: (what, code, on) => `Result of “${what}”, dossier ${code}, ${on}.`,
    through: (on) => `Valid through ${on}.`,
    use: "Use what is held",
    using: "Fetching…",
    basis: "Basis",
  },
);

export const loadHeld = async (id: string): Promise<HeldData> =>
  await unwrap(api.GET("/api/dossiers/{dossier_id}/held", { params: { path: { dossier_id: id } } }));

interface HeldPaperProps {
  readonly dossier: string;
  readonly held: HeldData;
  readonly result: HeldResult;
  readonly onPaper: (paper: Paper) => void;
}

/** A result that the system holds for this paper, to be used with one press in place of an upload. */
export function HeldPaper({ dossier, held, result, onPaper }: HeldPaperProps) {
  const w = useWords(words);
  const language = useLanguage();
  const act = useAct<{ component: string }>(async (body, key) => {
    const header = { "Idempotency-Key": key };
    const params = { path: { dossier_id: dossier }, header };
    onPaper(await unwrap(api.POST("/api/dossiers/{dossier_id}/held", { params, body })));
  });
  const { procedure } = result;
  return (
    <Notice tone="info" title={w.title}>
      <ErrorSummary faults={[]} problem={act.problem} attempt={0} />
      <p>
        {w.from(procedure[language], result.dossier_code, writeDay(result.issued_on))}{" "}
        {result.valid_through && w.through(writeDay(result.valid_through))}
      </p>
      <p class="muted small">
        {w.basis}: <span lang="vi">{held.article}</span>
      </p>
      <p class="buttons">
        <Button busy={act.busy} busyText={w.using} onPress={() => void act.run({ component: result.component })}>
          {w.use}
        </Button>
      </p>
    </Notice>
  );
}
