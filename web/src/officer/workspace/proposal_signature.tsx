import { useState } from "preact/hooks";
import { api, ifMatch, unwrap } from "../../api/client";
import { useAct } from "../../api/use_load";
import type { DossierView } from "../../dossier/load";
import { useAttempts } from "../../filing/attempts";
import type { components } from "../../generated/api";
import { useWords, writeInBoth } from "../../lib/language";
import { readServerTime } from "../../session/clock";
import { Button } from "../../ui/button";
import { ErrorSummary } from "../../ui/error_summary";
import { TextField } from "../../ui/inputs";
import { LATE } from "../steps/forms/step_form_parts";
import { SlipPreview } from "../steps/slip_preview";
import { StepFieldInput } from "../steps/step_field";
import { makeStepFieldId } from "../steps/step_field_base";
import type { StepField, Values } from "../steps/step_field_kinds";
import type { ApprovalRequest } from "./proposal_lines";
import { proposalWords } from "./proposal_words";

type Slips = components["schemas"]["SlipsView"]["slips"];

const LATE_FIELDS: readonly StepField[] = [
  { name: "late_cause", kind: "choice", vi: "Nguyên nhân trễ hạn", en: "Cause of the delay", choices: LATE },
  {
    name: "late_officer",
    kind: "officer",
    vi: "Công chức để xảy ra quá hạn",
    en: "Officer at fault",
    optional: true,
    when: { name: "late_cause", is: "officer_fault" },
  },
];
const SIGNED_FILE: StepField = {
  name: "result",
  kind: "result",
  vi: "Bản đã ký, nếu thay dự thảo",
  en: "Signed file, if it takes the draft's place",
  optional: true,
};

export interface ProposalProps {
  readonly asked: ApprovalRequest;
  readonly whole: DossierView;
  readonly refreshing: boolean;
  readonly onDone: () => void;
}

interface Decision {
  readonly verb: "approve" | "send_back";
  readonly remarks: string | null;
  readonly more: Values;
}

/** Sign a proposal, or send it back with remarks. */
export function Signature({ asked, whole, refreshing, onDone }: ProposalProps) {
  const w = useWords(proposalWords);
  const { dossier: d } = whole;
  const [remarks, setRemarks] = useState("");
  const [more, setMore] = useState<Values>({});
  const [slips, setSlips] = useState<Slips | null>(null);
  const attempts = useAttempts();
  const path = { dossier_id: d.id, number: String(asked.n) };
  const act = useAct<Decision>(async ({ verb, remarks: text, more: also }, key) => {
    const params = { path, header: { "Idempotency-Key": key, ...ifMatch(d.version) } };
    await unwrap(
      verb === "approve"
        ? api.POST("/api/dossiers/{dossier_id}/requests/{number}/approve", {
            params,
            body: { reason: null, remarks: text, ...also },
          })
        : api.POST("/api/dossiers/{dossier_id}/requests/{number}/send_back", {
            params,
            body: { remarks: text ?? "" },
          }),
    );
  });
  const look = useAct<Values>(async (body) => {
    const sent = { step: "approve" as const, body: { ...body }, request: asked.n };
    const params = { path: { dossier_id: d.id } };
    setSlips((await unwrap(api.POST("/api/dossiers/{dossier_id}/slips/preview", { params, body: sent }))).slips);
  });
  const id = `proposal-${asked.n}`;
  const problem = act.problem ?? look.problem;
  const found = attempts.withRefused(problem, (path) => [`${id}-${path[0]}`, makeStepFieldId(path[0] ?? "", id)]);
  const faults = found.byField;
  const late = d.due_at !== null && Date.parse(readServerTime()) > Date.parse(d.due_at);
  // The signer of the last stage settles the dossier: there a delay must be explained.
  const fields = [...(late ? LATE_FIELDS : []), ...(asked.outcome === "granted" ? [SIGNED_FILE] : [])];
  async function send(verb: Decision["verb"]) {
    const missing = verb === "send_back" && !remarks.trim();
    if (!attempts.show(missing ? [{ at: `${id}-remarks`, text: writeInBoth(proposalWords, (s) => s.why) }] : []))
      return;
    const body = { verb, remarks: remarks.trim() || null, more: verb === "approve" ? more : {} };
    if (await act.run(body)) return onDone();
    attempts.show([]);
  }
  return (
    <>
      <ErrorSummary faults={found.faults} problem={problem} attempt={attempts.attempt} />
      <TextField
        id={`${id}-remarks`}
        label={w.remarks}
        help={w.help}
        value={remarks}
        onInput={setRemarks}
        rows={2}
        optional
        fault={faults[`${id}-remarks`]}
      />
      {fields
        .filter(({ when }) => !when || more[when.name] === when.is)
        .map((field) => (
          <StepFieldInput
            key={field.name}
            field={{ ...field, place: id }}
            whole={whole}
            values={more}
            fault={faults[makeStepFieldId(field.name, id)]}
            onChange={(name, value) => setMore((all) => ({ ...all, [name]: value || undefined }))}
          />
        ))}
      <p class="buttons">
        <Button busy={act.busy || refreshing} busyText={w.doing} onPress={() => void send("approve")}>
          {w.sign}
        </Button>
        <Button kind="secondary" busy={act.busy || refreshing} onPress={() => void send("send_back")}>
          {w.send_back}
        </Button>
        {asked.outcome !== "granted" && (
          <Button kind="secondary" busy={look.busy} onPress={() => void look.run(more)}>
            {w.preview}
          </Button>
        )}
      </p>
      {slips && <SlipPreview slips={slips} onClose={() => setSlips(null)} />}
    </>
  );
}
