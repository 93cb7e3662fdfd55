/** A step's fields for a dossier, missing answers, and the request body from the answers. */
import type { Dossier } from "../../api/types";
import { isEmpty } from "../../eform/schema";
import { readServerTime } from "../../session/clock";
import { STEP_FORMS } from "./forms/step_forms";
import { isComplete, type RegisterLine, toReceptionLine, toStepLine } from "./register_line";
import type { Kind, StepField, StepForm, Values } from "./step_field_kinds";
import type { OfficerStep } from "./take_step";

/** Text of a file in the place of its component: it belongs to another dossier. */
export const NOT_OURS = "-";

type Need = "needed" | "optional" | "none";

/** Fields whose need follows from the dossier: none is called optional where the server demands it, and none is shown
 * where there is nothing to say. */
const NEEDS: Readonly<Record<string, (target: Dossier) => Need>> = {
  "give_back.announced_by": (target) => (target.announces_early ? "needed" : "none"),
  "give_back.return_address": (target) =>
    target.parts?.some((part) => part.name === "return_address") ? "optional" : "needed",
  "give_back.letter_follows": (target) => (target.owes.length ? "needed" : "none"),
  "resolve.late_cause": (target) =>
    target.due_at && Date.parse(readServerTime()) > Date.parse(target.due_at) ? "needed" : "none",
};

/** A step's fields for this dossier. */
export function chooseForm(step: OfficerStep, dossier: Dossier): StepForm {
  const { fields, ...form } = STEP_FORMS[step];
  const makeNeed = (each: StepField): Need =>
    NEEDS[`${step}.${each.name}`]?.(dossier) ?? (each.optional ? "optional" : "needed");
  return {
    ...form,
    fields: fields
      .filter((each) => makeNeed(each) !== "none")
      .map((each) => ({ ...each, optional: makeNeed(each) === "optional" })),
  };
}

export const listShownFields = (step: StepForm, values: Values): readonly StepField[] =>
  step.fields.filter(({ when }) => !when || values[when.name] === when.is);

const isEmptyValue = (value: unknown) => isEmpty(value) || (Array.isArray(value) && value.length === 0);

const isRegister = (kind: Kind) => kind === "register" || kind === "coded_register";

/** Fields without an answer that must have one; a line of the register that is begun must be complete. */
export function findLacking(step: StepForm, values: Values): readonly StepField[] {
  return listShownFields(step, values).filter((each) => {
    const value = values[each.name];
    if (isRegister(each.kind))
      return !isEmptyValue(value) && !isComplete(value as RegisterLine, each.kind !== "register");
    return !each.optional && each.kind !== "check" && isEmptyValue(value);
  });
}

/** Which component each file is, and which files belong to another dossier. */
function makePaperBody(given: Readonly<Record<string, string>>): Record<string, unknown> {
  const chosen = Object.entries(given).filter(([, component]) => component);
  const papers = Object.fromEntries(chosen.filter(([, component]) => component !== NOT_OURS));
  return { papers, dropped: chosen.filter(([, component]) => component === NOT_OURS).map(([paper]) => paper) };
}

/** The body of the step: only given answers, so that the API's own defaults hold for the rest. */
export function makeStepBody(step: StepForm, values: Values): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const { name, kind } of listShownFields(step, values)) {
    const value = values[name];
    // An empty list of kept originals is an answer, too.
    if (kind === "about" || (kind === "kept" ? value === undefined : isEmptyValue(value))) continue;
    if (kind === "paper_components") {
      Object.assign(body, makePaperBody(value as Readonly<Record<string, string>>));
      continue;
    }
    if (isRegister(kind)) {
      body[name] = kind === "register" ? toStepLine(value as RegisterLine) : toReceptionLine(value as RegisterLine);
      continue;
    }
    body[name] = kind === "text" || kind === "line" ? String(value).trim() : value;
  }
  return body;
}
