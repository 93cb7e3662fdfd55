/** Names of a dossier's dates. They are promises of different kinds, each with its own name. */
import type { Dossier, State } from "../api/types";
import { defineWords } from "../lib/language";

/** `appointment`: the day on which the result is promised; `foreseen`: that day as it would be, before the dossier is
 * accepted; `answer`: by when the agency says whether it accepts; `supplement`: the applicant's own time to add. */
export type DateKind = "appointment" | "foreseen" | "answer" | "supplement";

export const dateWords = defineWords(
  {
    appointment: "Ngày hẹn trả kết quả",
    foreseen: "Ngày hẹn trả tạm tính, nếu hồ sơ được tiếp nhận",
    answer: "Cơ quan trả lời chậm nhất",
    supplement: "Bạn bổ sung chậm nhất",
  },
  {
    appointment: "Date of the result",
    foreseen: "Expected date of the result, if the dossier is accepted",
    answer: "The agency answers by",
    supplement: "Add what is missing by",
  },
);

/** The name of the one date in a line of a list. */
export function chooseListedDate(state: State): DateKind {
  if (state === "submitted") return "answer";
  return state === "supplement_requested" ? "supplement" : "appointment";
}

/** Every date of a dossier with its meaning, earliest first. */
export function listDates(dossier: Dossier): readonly (readonly [DateKind, string])[] {
  const waits = dossier.state === "supplement_requested" ? dossier.wait_until : null;
  const found: readonly (readonly [DateKind, string | null])[] = [
    ["supplement", waits],
    ["answer", dossier.reception_due_at],
    [dossier.received_at ? "appointment" : "foreseen", dossier.due_at],
  ];
  return found.filter((each): each is readonly [DateKind, string] => each[1] !== null);
}

/** The time by which the agency must act next: its answer to a filing, or the result. */
export function findPromisedDate(dossier: Dossier): string | null {
  return dossier.state === "submitted" ? dossier.reception_due_at : dossier.due_at;
}
