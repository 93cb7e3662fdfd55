import type { Component, DraftBody, Procedure } from "../api/types";
import { isFilledIn, withoutKnownQuestions } from "../eform/known";
import type { FormSchema } from "../eform/schema";
import { validate } from "../eform/validate";
import { listAuthorityFaults } from "./authority_words";
import { listCapacityFaults } from "./capacity_words";
import { findPersonFaults, tidyPersonText } from "./person_faults";

export const SECTIONS = ["applicant", "form", "papers", "result", "review"] as const;
export type Section = (typeof SECTIONS)[number];

export type Progress = "todo" | "begun" | "done" | "closed";

/** Ways of filing in which an officer types the applicant's signed paper form. */
const ON_PAPER: ReadonlySet<string> = new Set(["desk", "post", "agent"]);

/** Papers that are the filled form itself: online filers upload none of them. */
export function isAnsweredByForm(procedure: Procedure, channel: string): readonly Component[] {
  return ON_PAPER.has(channel) ? [] : procedure.components.filter((each) => each.by_form);
}

/** Papers that need a file: neither only shown at the desk nor answered by the form. */
export function listUploadable(procedure: Procedure, channel: string): readonly Component[] {
  const byForm = isAnsweredByForm(procedure, channel);
  return procedure.components.filter((each) => each.copy_kind !== "presented" && !byForm.includes(each));
}

export interface Filed {
  /** Component key of each paper by id, as far as known. */
  readonly components: ReadonlyMap<string, string>;
}

export function findMissingPapers(
  procedure: Procedure,
  channel: string,
  body: DraftBody,
  filed: Filed,
): readonly Component[] {
  const brought = new Set([...(body.papers ?? []).map((id) => filed.components.get(id)), ...(body.held ?? [])]);
  return listUploadable(procedure, channel).filter((each) => each.need === "required" && !brought.has(each.key));
}

export function findApplicantFaults(body: DraftBody): readonly ("full_name" | "id_number" | "phone")[] {
  const given = body.applicant ?? {};
  return (["full_name", "id_number", "phone"] as const).filter((name) => !tidyPersonText(name, given));
}

/** Whether the post is to bring the result, and the address is missing. */
export const lacksAddress = (body: DraftBody): boolean =>
  body.return_way === "post" && !/\p{L}/u.test(body.return_address ?? "");

/** Progress of each section. Sending opens when everything before it is done. */
export function findProgress(
  procedure: Procedure,
  form: FormSchema,
  channel: string,
  body: DraftBody,
  filed: Filed,
  now: string,
  acting = false,
): Record<Section, Progress> {
  const lacking = findApplicantFaults(body).length;
  const unnamed = body.on_behalf !== null && body.on_behalf !== undefined && !body.on_behalf.full_name;
  const unproven = (!acting && listAuthorityFaults(body).length > 0) || listCapacityFaults(body).length > 0;
  const wrong =
    unnamed || unproven || [body.applicant, body.on_behalf].some((each) => findPersonFaults(each ?? {}).length > 0);
  const applicant = lacking === 0 && !wrong ? "done" : lacking === 3 ? "todo" : "begun";
  const answers = body.answers ?? {};
  const whole = validate(withoutKnownQuestions(form, answers, body), answers, now).length === 0;
  const papers =
    findMissingPapers(procedure, channel, body, filed).length === 0
      ? "done"
      : (body.papers ?? []).length
        ? "begun"
        : "todo";
  const result = body.return_way ? (lacksAddress(body) ? "begun" : "done") : "todo";
  const asked = whole ? "done" : hasTyped(form, body) ? "begun" : "todo";
  const ready = [applicant, asked, papers, result].every((each) => each === "done");
  return { applicant, form: asked, papers, result, review: ready ? "todo" : "closed" };
}

/** Whether a question of the form was answered, apart from answers that the page filled in. */
function hasTyped(form: FormSchema, body: DraftBody): boolean {
  const answers = body.answers ?? {};
  const given = form.questions.filter(({ key }) => answers[key] !== undefined && answers[key] !== "");
  return given.some((question) => !isFilledIn(question, answers, body));
}
