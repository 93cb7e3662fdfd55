import type { Component, DraftBody, Procedure } from "../api/types";
import type { FormSchema } from "../eform/schema";
import { validate } from "../eform/validate";
import { personFaults } from "./person_faults";

export const SECTIONS = ["applicant", "form", "papers", "result", "review"] as const;
export type Section = (typeof SECTIONS)[number];

export type Progress = "todo" | "begun" | "done" | "closed";

/** Papers that are only shown at the desk need no file. */
export function uploadable(procedure: Procedure): readonly Component[] {
  return procedure.components.filter((each) => each.copy_kind !== "presented");
}

export interface Filed {
  /** Component key of each paper by id, as far as known. */
  readonly components: ReadonlyMap<string, string>;
}

export function missingPapers(procedure: Procedure, body: DraftBody, filed: Filed): readonly Component[] {
  const brought = new Set([...(body.papers ?? []).map((id) => filed.components.get(id)), ...(body.held ?? [])]);
  return uploadable(procedure).filter((each) => each.need === "required" && !brought.has(each.key));
}

export function applicantFaults(body: DraftBody): readonly ("full_name" | "id_number" | "phone")[] {
  const given = body.applicant ?? {};
  return (["full_name", "id_number", "phone"] as const).filter((name) => !String(given[name] ?? "").trim());
}

/** Whether the post is to bring the result, and nobody said where. */
export const lacksAddress = (body: DraftBody): boolean => body.return_way === "post" && !body.return_address?.trim();

/** How far each section has come. Sending opens when everything before it is done. */
export function progress(
  procedure: Procedure,
  form: FormSchema,
  body: DraftBody,
  filed: Filed,
  now: string,
): Record<Section, Progress> {
  const lacking = applicantFaults(body).length;
  const wrong = personFaults(body.applicant ?? {}).length > 0;
  const applicant = lacking === 0 && !wrong ? "done" : lacking === 3 ? "todo" : "begun";
  const answered = Object.values(body.answers ?? {}).some((each) => each !== undefined && each !== "");
  const answers = validate(form, body.answers ?? {}, now).length === 0 ? "done" : answered ? "begun" : "todo";
  const papers =
    missingPapers(procedure, body, filed).length === 0 ? "done" : (body.papers ?? []).length ? "begun" : "todo";
  const result = body.return_way ? (lacksAddress(body) ? "begun" : "done") : "todo";
  const ready = [applicant, answers, papers, result].every((each) => each === "done");
  return { applicant, form: answers, papers, result, review: ready ? "todo" : "closed" };
}
