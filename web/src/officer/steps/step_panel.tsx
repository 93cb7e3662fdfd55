import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { api, unwrap } from "../../api/client";
import { useAct } from "../../api/use_load";
import { type DossierView, loadDossier } from "../../dossier/load";
import { makeIdLookup, useAttempts } from "../../filing/attempts";
import type { components } from "../../generated/api";
import { makeStepHelp } from "../../help/help_address";
import { defineWords, useLanguage, useWords, writeInBoth } from "../../lib/language";
import { readServerTime } from "../../session/clock";
import { Button } from "../../ui/button";
import { ErrorSummary } from "../../ui/error_summary";
import { FormButtons } from "../../ui/form_buttons";
import { Remarks } from "../workspace/proposal";
import { makeStartValues } from "../workspace/proposal_lines";
import { type Changes, findChanges, isOvertaken } from "./conflict";
import { ConflictNotice } from "./conflict_notice";
import { OwedNotice } from "./owed_notice";
import { SlipPreview } from "./slip_preview";
import { StepFieldInput } from "./step_field";
import { makeStepFieldId } from "./step_field_base";
import type { Values } from "./step_field_kinds";
import { chooseForm, findLacking, listShownFields, makeStepBody } from "./step_fields";
import { findWrongMoments } from "./step_moments";
import { stepWords } from "./step_words";
import { type OfficerStep, type StepBody, takeStep } from "./take_step";

const words = defineWords(
  {
    preview: "Xem trước văn bản",
    receivePrint: "Tiếp nhận và in giấy",
    doing: "Đang ghi…",
    missing: (what: string) => `Điền: ${what}`,
    nothing: "Bước này không cần điền gì thêm.",
    grave: "Bước này không hoàn tác được.",
    help: "Hướng dẫn bước này (mở trang mới)",
  },
  {
    preview: "See the notice first",
    receivePrint: "Receive and print",
    doing: "Saving…",
    missing: (what) => `Fill in: ${what}`,
    nothing: "This step needs nothing more.",
    grave: "This step cannot be undone.",
    help: "Guide of this step (opens a new page)",
  },
);

/** A line of the paper register is one field of a step, with parts of its own. */
const STEP_IDS = makeIdLookup(makeStepFieldId(""), { filed_at: "at", received_at: "at" });

type Slips = components["schemas"]["SlipsView"]["slips"];
type PreviewStep = components["schemas"]["PreviewBody"]["step"];

interface StepPanelProps {
  readonly whole: DossierView;
  readonly step: OfficerStep;
  /** A newer state is on its way; a step taken now would name the old version. */
  readonly refreshing: boolean;
  /** The step is reception with its receipt printed after it. */
  readonly print?: boolean;
  /** Gets the typed values. */
  readonly onDone: (values: Values) => void;
  readonly onCancel: () => void;
  /** The dossier was read again because somebody else was faster; typed values stay. */
  readonly onFresh: (whole: DossierView) => void;
}

/** One step being prepared: its fields, a preview of its slips, and the notice after somebody else was faster. */
export function StepPanel({ whole, step, refreshing, print = false, onDone, onCancel, onFresh }: StepPanelProps) {
  const w = useWords(words);
  const steps = useWords(stepWords);
  const form = chooseForm(step, whole.dossier);
  const [values, setValues] = useState<Values>(() => ({
    ...makeStartValues(whole, step),
    ...(print ? { receipt_wanted: true } : {}),
  }));
  const [slips, setSlips] = useState<Slips | null>(null);
  const [conflict, setConflict] = useState<Changes | null>(null);
  const attempts = useAttempts();
  const path = { dossier_id: whole.dossier.id };
  const look = useAct<StepBody>(async (body) => {
    const sent = { step: step as PreviewStep, body, request: null };
    setSlips(
      (await unwrap(api.POST("/api/dossiers/{dossier_id}/slips/preview", { params: { path }, body: sent }))).slips,
    );
  });
  const act = useAct<StepBody>((body, key) => takeStep(whole.dossier.id, whole.dossier.version, step, body, key));
  const name = print ? w.receivePrint : steps[step];
  const panel = useRef<HTMLElement>(null);
  // Keys continue in the step that was opened. Most receptions need nothing more: the button itself is next.
  useLayoutEffect(() => {
    const first = print ? panel.current?.querySelector<HTMLElement>("button[type=submit]") : panel.current;
    first?.focus();
  }, []);
  function completeBody(): StepBody | null {
    const missing = findLacking(form, values);
    const good = attempts.show([
      ...missing.map((each) => ({
        at: makeStepFieldId(each.name),
        text: writeInBoth(words, (s, l) => s.missing(each[l])),
      })),
      ...findWrongMoments(form, values, readServerTime()).map((each) => ({
        at: makeStepFieldId(each.name),
        text: each,
      })),
    ]);
    return good ? makeStepBody(form, values) : null;
  }
  async function take(event: Event) {
    event.preventDefault();
    if (refreshing) return;
    const body = completeBody();
    if (body === null) return;
    setConflict(null);
    if (await act.run(body)) return onDone(values);
    attempts.show([]);
  }
  async function compare() {
    const fresh = await loadDossier(whole.dossier.id);
    setConflict(findChanges(whole, fresh, step));
    act.clear();
    onFresh(fresh);
  }
  async function preview() {
    const body = completeBody();
    if (body !== null && !(await look.run(body))) attempts.show([]);
  }
  const problem = act.problem ?? look.problem;
  const found = attempts.withRefused(problem, STEP_IDS);
  const faults = found.byField;
  const stale = isOvertaken(act.problem);
  return (
    <section class="step" aria-labelledby="step-title" data-section tabIndex={-1} ref={panel}>
      <h2 id="step-title">{name}</h2>
      <ErrorSummary faults={found.faults} problem={problem} attempt={attempts.attempt} />
      {stale && <Stale onCompare={compare} />}
      {conflict && <ConflictNotice changed={conflict} />}
      <form novalidate data-quick={form.irreversible ? undefined : true} onSubmit={(event) => void take(event)}>
        {step === "propose" && <Remarks whole={whole} />}
        {(step === "receive" || step === "give_back") && <OwedNotice whole={whole} step={step} />}
        {form.irreversible && <p class="due due-bad">● {w.grave}</p>}
        {form.fields.every((each) => each.optional && each.name === "paper_register") && <p>{w.nothing}</p>}
        {listShownFields(form, values).map((field) => (
          <StepFieldInput
            key={field.name}
            field={field}
            whole={whole}
            values={values}
            fault={faults[makeStepFieldId(field.name)]}
            faults={faults}
            onChange={(name, value) => setValues((all) => ({ ...all, [name]: value }))}
          />
        ))}
        <FormButtons
          submit={name}
          busy={act.busy || refreshing}
          busyText={w.doing}
          danger={form.irreversible}
          secondary={form.preview ? { text: w.preview, busy: look.busy, onPress: () => void preview() } : undefined}
          onCancel={onCancel}
        />
      </form>
      <p>
        <a href={makeStepHelp(step)} target="_blank" rel="noopener">
          {w.help}
        </a>
      </p>
      {slips && <SlipPreview slips={slips} onClose={() => setSlips(null)} />}
    </section>
  );
}

const stale = defineWords(
  { text: "Hồ sơ vừa được người khác cập nhật. Nội dung bạn nhập vẫn còn.", see: "Xem thay đổi" },
  { text: "Another officer has just updated the dossier. Your input is still here.", see: "See what changed" },
);

function Stale({ onCompare }: { readonly onCompare: () => Promise<void> }) {
  const w = useWords(stale);
  const language = useLanguage();
  const act = useAct<null>(onCompare);
  return (
    <p>
      {w.text}{" "}
      <Button kind="secondary" busy={act.busy} onPress={() => void act.run(null)}>
        {w.see}
      </Button>
      {act.problem && <span role="alert">{act.problem.text(language)}</span>}
    </p>
  );
}
