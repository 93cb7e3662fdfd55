import type { State } from "../api/types";
import type { Tone } from "../ui/notice";

/** The look of each state. */
export const TONES: Record<State, Tone> = {
  draft: "act",
  submitted: "wait",
  received: "wait",
  not_received: "bad",
  processing: "wait",
  supplement_requested: "act",
  payment_requested: "act",
  withdrawn: "info",
  stopped: "bad",
  resolved: "act",
  returned: "done",
  closed: "done",
};
