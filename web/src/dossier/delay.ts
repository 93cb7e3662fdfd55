/** Delay of a dossier for the applicant. The dates are the server's; none is calculated here. */
import type { Dossier, State } from "../api/types";
import { findPromisedDate } from "./dates";

/** `unanswered`: the time to answer the filing is over; `late`: that of the settlement is; `late_again`: also that of
 * the one new date; `apologised`: a new date was set and is still ahead; `waiting`: the applicant's supplement is
 * awaited and the date is set again when it arrives. */
export type Delay = "unanswered" | "late" | "late_again" | "apologised" | "waiting" | null;

const RUNNING: readonly State[] = ["submitted", "received", "processing", "payment_requested"];

export function findDelay(dossier: Dossier, kinds: readonly string[], now: string): Delay {
  if (dossier.state === "supplement_requested" && dossier.due_at) return "waiting";
  const due = findPromisedDate(dossier);
  if (!due || !RUNNING.includes(dossier.state)) return null;
  const late = Date.parse(now) > Date.parse(due);
  if (kinds.includes("apologised")) return late ? "late_again" : "apologised";
  return late ? (dossier.state === "submitted" ? "unanswered" : "late") : null;
}
