import { useState } from "preact/hooks";
import { api, ifMatch, unwrap } from "../../api/client";
import { useAct, useLoad } from "../../api/use_load";
import { nameFee } from "../../dossier/fee_words";
import { loadDossier } from "../../dossier/load";
import { makeIdLookup, useAttempts } from "../../filing/attempts";
import type { components } from "../../generated/api";
import { writeMoney } from "../../lib/format";
import { chooseName, defineWords, useLanguage, useWords, writeInBoth } from "../../lib/language";
import { ErrorSummary } from "../../ui/error_summary";
import { Group } from "../../ui/field";
import { FormButtons } from "../../ui/form_buttons";
import { Check, Radios, TextField } from "../../ui/inputs";
import { Ready } from "../../ui/loading";
import { resolutionWords } from "../payments/reconciliation_words";

export type Task = components["schemas"]["ReconciliationView"];
type Resolution = components["schemas"]["Resolution"];
type Body = components["schemas"]["CloseTaskBody"];

const words = defineWords(
  {
    title: (number: string) => `Kết luận về giao dịch ${number}`,
    what: "Kết luận",
    note: "Ghi chú: nội dung đã xác minh, căn cứ",
    owed: "Tiền này trả cho",
    nothing: "Hồ sơ không còn khoản nào chưa nộp.",
    save: "Ghi kết luận",
    saving: "Đang ghi…",
    noWhat: "Chọn một kết luận",
    noNote: "Ghi nội dung đã xác minh",
    noOwed: "Chọn khoản được trả bằng tiền này",
    lasting: "Kết luận không sửa được sau khi ghi.",
  },
  {
    title: (number) => `Conclusion about transaction ${number}`,
    what: "Conclusion",
    note: "Note: what was verified, with the ground",
    owed: "The money is for",
    nothing: "The dossier has no open amount due.",
    save: "Save the conclusion",
    saving: "Saving…",
    noWhat: "Choose a conclusion",
    noNote: "Note what was verified",
    noOwed: "Choose what this money is for",
    lasting: "A conclusion cannot be changed once it is saved.",
  },
);

/** The sum and its payer are unknown here: the money cannot be counted for a fee. */
const NEVER_APPLIED: readonly Task["reason"][] = ["conflict", "unreadable", "unknown_intent"];

interface CloseTaskProps {
  readonly task: Task;
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

/** The end of a reconciliation: the outcome for the money, and the findings. */
export function CloseTask({ task, onDone, onCancel }: CloseTaskProps) {
  const w = useWords(words);
  const language = useLanguage();
  const [resolution, setResolution] = useState<Resolution | "">("");
  const [note, setNote] = useState("");
  const [pays, setPays] = useState<readonly string[]>([]);
  const attempts = useAttempts();
  const act = useAct<Body>(async (body, key) => {
    const params = { path: { task_id: task.id }, header: { "Idempotency-Key": key, ...ifMatch(task.version) } };
    await unwrap(api.POST("/api/reconciliation/{task_id}/close", { params, body }));
  });
  const applicable = task.dossier_id !== null && task.money.currency === "VND" && !NEVER_APPLIED.includes(task.reason);
  const offered = ["refunded", ...(applicable ? ["applied"] : []), "no_money"] as const as readonly Resolution[];
  const applied = resolution === "applied";
  async function close(event: Event) {
    event.preventDefault();
    const good = attempts.show([
      ...(resolution ? [] : [{ at: "resolution", text: writeInBoth(words, (s) => s.noWhat) }]),
      ...(applied && !pays.length ? [{ at: "pays", text: writeInBoth(words, (s) => s.noOwed) }] : []),
      ...(note.trim() ? [] : [{ at: "note", text: writeInBoth(words, (s) => s.noNote) }]),
    ]);
    if (!good || !resolution) return;
    const body = { resolution, note: note.trim(), dossier_id: applied ? task.dossier_id : null };
    if (await act.run({ ...body, obligations: applied ? [...pays] : [] })) return onDone();
    attempts.show([]);
  }
  const found = attempts.withRefused(act.problem, makeIdLookup("", { obligations: "pays" }));
  const faults = found.byField;
  return (
    <form class="step" novalidate onSubmit={(event) => void close(event)}>
      <h2>{w.title(task.money.number)}</h2>
      <ErrorSummary faults={found.faults} problem={act.problem} attempt={attempts.attempt} />
      <Radios
        id="resolution"
        label={w.what}
        value={resolution}
        fault={faults.resolution}
        options={offered.map((each) => ({ value: each, text: chooseName(resolutionWords[each], language) }))}
        onChoose={(value) => setResolution(value as Resolution)}
      />
      {applied && task.dossier_id && (
        <Owed dossier={task.dossier_id} chosen={pays} fault={faults.pays} onChoose={setPays} />
      )}
      <TextField id="note" label={w.note} value={note} fault={faults.note} onInput={setNote} rows={3} />
      <p class="muted small">{w.lasting}</p>
      <FormButtons submit={w.save} busy={act.busy} busyText={w.saving} onCancel={onCancel} />
    </form>
  );
}

interface OwedProps {
  readonly dossier: string;
  readonly chosen: readonly string[];
  readonly fault: string | undefined;
  readonly onChoose: (chosen: readonly string[]) => void;
}

function Owed({ dossier, chosen, fault, onChoose }: OwedProps) {
  const w = useWords(words);
  const language = useLanguage();
  const loaded = useLoad(() => loadDossier(dossier), [dossier]);
  return (
    <Ready from={loaded}>
      {({ dossier: d, procedure }) => {
        const open = d.obligations.filter((each) => each.state === "open");
        return (
          <Group id="pays" label={w.owed} fault={fault}>
            {open.length === 0 && <p class="muted">{w.nothing}</p>}
            {open.map((each) => (
              <Check
                key={each.id}
                id={`pays-${each.id}`}
                label={`${nameFee(procedure, each.fee_key, language)}: ${writeMoney(each.amount)}`}
                checked={chosen.includes(each.id)}
                onChange={(on) => onChoose([...chosen.filter((id) => id !== each.id), ...(on ? [each.id] : [])])}
              />
            ))}
          </Group>
        );
      }}
    </Ready>
  );
}
