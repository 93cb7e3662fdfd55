import { nameFee, sumPayableAtReception } from "../../dossier/fee_words";
import type { DossierView } from "../../dossier/load";
import { namePaper } from "../../dossier/paper_names";
import { MomentField } from "../../eform/date_field";
import { writeMoney, writeUnit } from "../../lib/format";
import { chooseName, defineWords, useLanguage, useWords } from "../../lib/language";
import { Group } from "../../ui/field";
import { Check, Radios, Select, TextField } from "../../ui/inputs";
import { NumberField } from "../../ui/number_field";
import { FileField } from "../shared/file_field";
import { ComputedField } from "./computed_field";
import { PaperComponentsField, PersonField, ProcedureField } from "./correction_fields";
import { Many } from "./many_field";
import { OfficerField } from "./officer_field";
import { DeferralField, HeldField, ReasonField } from "./reason_fields";
import { ReceiverField } from "./receiver_field";
import { RegisterEntry } from "./register_entry";
import type { RegisterLine } from "./register_line";
import { RESULT_UPLOAD } from "./result_upload";
import { makeStepFieldId, type StepFieldProps } from "./step_field_base";

const words = defineWords(
  {
    choose: "Chọn",
    noResult: "Chưa có văn bản kết quả.",
    upload: "Tải lên ở phần Giấy tờ",
    more: (unit: string) => `Số ${unit} đề nghị gia hạn`,
  },
  {
    choose: "Choose",
    noResult: "There is no result paper yet.",
    upload: "Upload it under Papers",
    more: (unit) => `Number of ${unit} to extend by`,
  },
);

/** Go to the control that takes the result's file; values typed in the step stay. */
function goToUpload(event: Event) {
  event.preventDefault();
  const control = document.getElementById(`${RESULT_UPLOAD}-file`);
  control?.scrollIntoView({ block: "center" });
  control?.focus({ preventScroll: true });
}

/** One field of a step, by its kind. */
export function StepFieldInput(given: StepFieldProps) {
  const language = useLanguage();
  const w = useWords(words);
  const { field, whole, values, fault, onChange } = given;
  const { dossier: d, procedure } = whole;
  // An extension counts in the unit of the procedure's own time limit.
  const label = field.name === "units" ? w.more(writeUnit(procedure.time.unit, language)) : field[language];
  const shared = { id: makeStepFieldId(field.name, field.place), label, fault, optional: field.optional ?? false };
  const value = values[field.name];
  const text = value === undefined || value === null ? "" : String(value);
  const setValue = (next: unknown) => onChange(field.name, next);
  const pickFile = (options: readonly { readonly value: string; readonly text: string }[]) => (
    <Select {...shared} value={text} options={options} empty={w.choose} onChoose={setValue} />
  );
  switch (field.kind) {
    case "text":
      return <TextField {...shared} value={text} onInput={setValue} rows={3} />;
    case "line":
      return <TextField {...shared} value={text} onInput={setValue} width="medium" />;
    case "case_officer":
    case "officer":
      return <OfficerField {...given} />;
    case "files":
      return <FileField id={shared.id} dossier={d.id} label={shared.label} onChange={setValue} />;
    case "filed_papers": {
      const filed = whole.papers.filter(
        (each) => each.kind === "component" && each.id in d.papers && each.state === "accepted",
      );
      return <Many {...given} options={filed.map((each) => ({ value: each.id, text: namePaper(each, language) }))} />;
    }
    case "number":
      return <NumberField {...shared} value={value} integer width="short" onValue={setValue} />;
    case "check":
      return <Check id={shared.id} label={shared.label} checked={value === true} onChange={setValue} />;
    case "procedure":
      return <ProcedureField {...given} />;
    case "person":
      return <PersonField {...given} />;
    case "paper_components":
      return <PaperComponentsField {...given} />;
    case "kept":
      return (
        <Many
          {...given}
          values={{ [field.name]: d.originals_kept, ...values }}
          options={procedure.components.map((each) => ({ value: each.key, text: chooseName(each.name, language) }))}
        />
      );
    case "about":
    case "choice": {
      // A centre that did not receive the dossier hands over at its counter alone.
      const openFile = (each: { readonly value: string }) =>
        field.name !== "way" || d.seen_as !== "centre" || each.value === "counter";
      const options = (field.choices ?? [])
        .filter(openFile)
        .map((each) => ({ value: each.value, text: each[language] }));
      return field.optional ? (
        pickFile(options)
      ) : (
        <Radios {...shared} value={text} options={options} onChoose={setValue} />
      );
    }
    case "reason":
      return <ReasonField {...given} />;
    case "held":
      return <HeldField {...given} />;
    case "deferral":
      return <DeferralField {...given} />;
    case "computed":
      return <ComputedField {...given} />;
    case "payment":
      return sumPayableAtReception(d) && d.state === "submitted" ? (
        <Check
          id={shared.id}
          label={`${shared.label}: ${writeMoney(sumPayableAtReception(d))}`}
          checked={value === true}
          onChange={(on) => setValue(on || undefined)}
        />
      ) : null;
    case "components": {
      // A component filled in online has no paper; its fields are corrected instead.
      const filed = new Set(Object.values(d.papers));
      const onPaper = procedure.components.filter((each) => !d.by_form.includes(each.key) || filed.has(each.key));
      return (
        <Many
          {...given}
          options={onPaper.map((each) => ({ value: each.key, text: chooseName(each.name, language) }))}
        />
      );
    }
    case "awaited": {
      const awaited = d.originals_called.length ? d.originals_called : d.to_compare;
      const known = procedure.components.filter((each) => awaited.includes(each.key));
      return (
        <Many {...given} options={known.map((each) => ({ value: each.key, text: chooseName(each.name, language) }))} />
      );
    }
    case "form_fields":
      return (
        <details class="field">
          <summary>{shared.label}</summary>
          <Many {...given} options={whole.form.questions.map((each) => ({ value: each.key, text: each[language] }))} />
        </details>
      );
    case "unit":
      return pickFile(
        whole.units
          .filter((each) => each.id !== d.agency)
          .map((each) => ({ value: each.id, text: chooseName(each.name, language) })),
      );
    case "one_stop":
      return pickFile(
        whole.units
          .filter((each) => each.is_one_stop && each.id !== d.one_stop)
          .map((each) => ({ value: each.id, text: chooseName(each.name, language) })),
      );
    case "obligations":
      return <Many {...given} options={listOwed(whole, language)} />;
    case "obligation":
      return pickFile(listOwed(whole, language, true));
    case "fee_lines":
      return (
        <Many
          {...given}
          options={procedure.fees.map((fee) => ({
            value: fee.key,
            text: `${chooseName(fee.name, language)}: ${writeMoney(fee.amount)}`,
          }))}
        />
      );
    case "result": {
      const results = whole.papers.filter((each) => each.kind === "result" && each.state === "accepted");
      return results.length ? (
        pickFile(results.map((each) => ({ value: each.id, text: each.name })))
      ) : (
        <Group {...shared}>
          <p>
            {w.noResult}{" "}
            <a href={`#${RESULT_UPLOAD}`} onClick={goToUpload}>
              {w.upload}
            </a>
          </p>
        </Group>
      );
    }
    case "moment":
      return <MomentField {...shared} value={text} onInput={(next) => setValue(next || undefined)} />;
    case "part": {
      const parts = new Map(
        whole.timeline.flatMap((line) => Object.entries(line.parts).map(([name, at]) => [at, name])),
      );
      return pickFile(
        [...parts].map(([digest, name]) => ({ value: digest, text: `${name} (${digest.slice(0, 12)}…)` })),
      );
    }
    case "receiver":
      return <ReceiverField {...given} />;
    case "register":
    case "coded_register":
      return (
        <RegisterEntry
          id={shared.id}
          value={(value ?? null) as RegisterLine | null}
          coded={field.kind === "coded_register"}
          faults={{ ...given.faults, ...(fault ? { [shared.id]: fault } : {}) }}
          onChange={(line) => setValue(line ?? undefined)}
        />
      );
  }
}

function listOwed(whole: DossierView, language: "vi" | "en", every = false) {
  return whole.dossier.obligations
    .filter((each) => every || each.state === "open")
    .map((each) => ({
      value: each.id,
      text: `${nameFee(whole.procedure, each.fee_key, language)}: ${writeMoney(each.amount)}`,
    }));
}
