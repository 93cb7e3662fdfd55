/** By when a fee is paid: the same words on the procedure's page, the applicant's and the officers'. */
import type { Dossier, Procedure } from "../api/types";
import { chooseName, defineWords, type Language } from "../lib/language";

export const feeDueWords = defineWords(
  { reception: "nộp khi tiếp nhận", processing: "nộp trong khi giải quyết", handover: "nộp trước khi nhận kết quả" },
  { reception: "paid at reception", processing: "paid during processing", handover: "paid before the result" },
);

export const byOfficerWords = defineWords(
  { byOfficer: "Mức thu tạm tính; công chức xác định mức phải nộp theo giấy tờ của bạn và báo lại nếu khác." },
  { byOfficer: "A provisional rate: an officer decides by your papers which one is due, and tells you if it differs." },
);

/** Whether a rate among these sums is provisional: which alternative is owed rests on proof that an officer looks at. */
export function isProvisional(procedure: Procedure, keys: readonly string[]): boolean {
  return procedure.fees.some((line) => line.by_officer && keys.includes(line.key));
}

const OTHER_FEE = { vi: "Khoản thu khác", en: "Another fee" };

/** The purpose of an owed sum; one whose line the procedure no longer has is "another fee". */
export function nameFee(procedure: Procedure, key: string, language: Language): string {
  const line = procedure.fees.find((each) => each.key === key);
  return line ? chooseName(line.name, language) : OTHER_FEE[language];
}

/** The words for a moment of the catalogue; empty for one that is not known yet. */
export function writeFeeDue(words: Readonly<Record<string, unknown>>, due: string): string {
  const found = words[due];
  return typeof found === "string" ? found : "";
}

/** Sums to pay before reception: due by then, without a pending exemption claim. */
export function sumPayableAtReception(dossier: Dossier): number {
  return dossier.obligations
    .filter((each) => each.state === "open" && each.due === "reception" && each.exemption !== "claimed")
    .reduce((sum, each) => sum + each.amount, 0);
}
