/** A refusal that asks its author to look again: what was found, and the names by which the same text is sent anyway. */
import type { Problem } from "../api/problem";

/** Findings that concern people; all others concern how a text is written. */
const PERSONAL: ReadonlySet<string> = new Set(["telephone", "identity_number", "mail_address", "account_number"]);

/** The names to confirm; none for any other refusal. */
export function listNamesToConfirm(problem: Problem | null): readonly string[] {
  if (problem?.code !== "second_look_needed") return [];
  return [...new Set(problem.fields.map(({ code }) => (PERSONAL.has(code) ? "personal_data" : "writing")))];
}
