/** Changes by somebody else in a dossier between two reads. */
import type { Problem } from "../../api/problem";
import type { Dossier, TimelineLine } from "../../api/types";

export interface Changes {
  /** Later facts, in order. */
  readonly facts: readonly TimelineLine[];
  readonly state: { readonly was: Dossier["state"]; readonly is: Dossier["state"] } | null;
  readonly due: { readonly was: string | null; readonly is: string | null } | null;
  /** Whether the step that was being prepared is still this person's to take. */
  readonly still: boolean;
}

interface SeenDossier {
  readonly dossier: Dossier;
  readonly timeline: readonly TimelineLine[];
}

const OVERTAKEN = ["stale_version", "wrong_moment", "holder_changed", "already_held"];

/** Whether a step was refused because the dossier has moved on, and not because something is lacking. */
export function isOvertaken(problem: Problem | null): boolean {
  return problem !== null && OVERTAKEN.includes(problem.code);
}

export function findChanges(before: SeenDossier, after: SeenDossier, step: string): Changes {
  const seen = new Set(before.timeline.map((line) => line.seq));
  const { dossier: was } = before;
  const { dossier: is } = after;
  return {
    facts: after.timeline.filter((line) => !seen.has(line.seq)),
    state: was.state === is.state ? null : { was: was.state, is: is.state },
    due: was.due_at === is.due_at ? null : { was: was.due_at, is: is.due_at },
    still: is.allowed.includes(step),
  };
}
