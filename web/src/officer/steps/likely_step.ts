/** The step that an officer most likely takes next: its button stands out, the others do not. */
import type { Dossier } from "../../api/types";
import { isOfficerStep, type OfficerStep } from "./take_step";

/** Steps of the settlement in the order of a day's work; other steps follow in the order of the table. */
const SETTLING: readonly OfficerStep[] = [
  "answer",
  "claim",
  "assign",
  "confirm_complete",
  "propose",
  "resolve",
  "finish_task",
];

/** The likely next step among those that may be taken; none while a request of this person's waits to be decided. */
export function guessStep(dossier: Pick<Dossier, "state" | "allowed" | "requests" | "tasks" | "complete_at">) {
  if (dossier.requests.some((each) => each.yours_to_decide && !each.approval_hindered)) return null;
  const may = dossier.allowed.filter(isOfficerStep);
  if (dossier.state !== "processing") return may[0] ?? null;
  const done: Partial<Record<OfficerStep, boolean>> = {
    assign: dossier.tasks.every((task) => task.done_at || task.holder),
    confirm_complete: dossier.complete_at !== null,
  };
  return SETTLING.find((step) => may.includes(step) && !done[step]) ?? null;
}
