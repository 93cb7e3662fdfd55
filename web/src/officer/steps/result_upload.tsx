import type { Paper } from "../../api/types";
import type { DossierView } from "../../dossier/load";
import { PaperSlot } from "../../filing/paper_slot";
import { defineWords, useWords } from "../../lib/language";

const words = defineWords(
  { label: "Tải lên văn bản kết quả", help: "Dự thảo để trình ký, hoặc văn bản đã ký; một tệp PDF." },
  { label: "Upload the result paper", help: "The draft to be signed, or the signed document; one PDF file." },
);

export const RESULT_UPLOAD = "result-upload";

/** Upload of the signed result by the agency, or by the desk for dossiers settled at once. */
export function ResultUpload({
  whole,
  onPaper,
}: {
  readonly whole: DossierView;
  readonly onPaper: (paper: Paper) => void;
}) {
  const w = useWords(words);
  const { dossier: d } = whole;
  const agency = d.seen_as === "agency" && ["processing", "resolved", "returned"].includes(d.state);
  const desk = d.seen_as === "one_stop" && d.immediate && d.state === "received";
  if (!agency && !desk) return null;
  return (
    <PaperSlot
      id={RESULT_UPLOAD}
      dossier={d.id}
      kind="result"
      component=""
      label={w.label}
      help={`${w.help} `}
      papers={[]}
      onPaper={onPaper}
      onRemove={() => undefined}
    />
  );
}
