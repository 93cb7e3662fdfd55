import type { Draft, DraftBody } from "../../api/types";
import { MomentField } from "../../eform/date_field";
import { defineWords, useWords } from "../../lib/language";
import { Radios, TextField } from "../../ui/inputs";

const words = defineWords(
  {
    title: "Cách nộp",
    efiling: "Đã hướng dẫn, hỗ trợ nộp trực tuyến. Người nộp:",
    assisted: "đồng ý, đã được hỗ trợ lập và nộp hồ sơ điện tử",
    declined: "không có nhu cầu: nhận hồ sơ giấy và số hóa",
    online: "Người nộp có thể tự nộp bằng tài khoản của mình:",
    own: "Mở trang nộp trực tuyến của thủ tục này",
    number: "Số biên bản giao nhận với bưu chính",
    signed: "Giờ hai bên ký biên bản",
    signedHelp: "Hồ sơ được tính là đã nộp vào giờ này.",
  },
  {
    title: "Way of filing",
    efiling: "Help to file online was offered. The applicant:",
    assisted: "accepted, and was helped to prepare and file electronically",
    declined: "declined: the paper is taken and digitised",
    online: "Applicants can file with their own account:",
    own: "Open the online filing of this procedure",
    number: "Number of the hand-over record with the post",
    signed: "When both sides signed the record",
    signedHelp: "The dossier counts as filed at this time.",
  },
);

interface IntakeChannelProps {
  readonly draft: Draft;
  readonly body: DraftBody;
  readonly faults: Readonly<Record<string, string>>;
  readonly onEdit: (change: Partial<DraftBody>) => void;
}

/** Data that a filing's channel must record, asked before anything else. */
export function IntakeChannel({ draft, body, faults, onEdit }: IntakeChannelProps) {
  const w = useWords(words);
  if (!draft.wants.some((each) => each !== "account")) return null;
  return (
    <section aria-labelledby="channel" data-section tabIndex={-1}>
      <h2 id="channel">{w.title}</h2>
      {draft.wants.includes("efiling") && (
        <>
          <Radios
            id="c-efiling"
            label={w.efiling}
            fault={faults["c-efiling"]}
            value={body.efiling ?? ""}
            options={(["declined", "assisted"] as const).map((value) => ({ value, text: w[value] }))}
            onChoose={(value) => onEdit({ efiling: value as NonNullable<DraftBody["efiling"]> })}
          />
          <p class="muted small">
            {w.online} <a href={`/procedures/${draft.procedure}/file`}>{w.own}</a>
          </p>
        </>
      )}
      {draft.wants.includes("handover_record") && <Handover body={body} faults={faults} onEdit={onEdit} />}
    </section>
  );
}

/** The record is saved as far as it is typed. */
function Handover({ body, faults, onEdit }: Omit<IntakeChannelProps, "draft">) {
  const w = useWords(words);
  const number = body.handover_record?.number ?? "";
  const signed = body.handover_record?.signed_at ?? "";
  const keepHandover = (number: string, signed_at: string) =>
    onEdit({ handover_record: number || signed_at ? { number, signed_at } : null });
  return (
    <>
      <TextField
        id="c-record"
        label={w.number}
        value={number}
        width="medium"
        fault={faults["c-record"]}
        onInput={(text) => keepHandover(text, signed)}
      />
      <MomentField
        id="c-signed"
        label={w.signed}
        help={w.signedHelp}
        value={signed}
        fault={faults["c-signed"]}
        onInput={(text) => keepHandover(number, text)}
      />
    </>
  );
}
