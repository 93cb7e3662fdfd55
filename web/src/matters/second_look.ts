/** A refusal that asks its author to look again at a text; the same text is sent anyway once that is confirmed. */
import type { Problem } from "../api/problem";

/** The name to confirm, as the refusal gives it; none for any other refusal. */
export function listNamesToConfirm(problem: Problem | null): readonly string[] {
  return problem?.code === "second_look_needed" ? problem.allowed : [];
}
