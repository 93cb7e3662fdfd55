/** Findings on how units use the system, in words: reasons to look, never a verdict. */
import type { components } from "../../generated/api";

export type FindingKind = components["schemas"]["FindingKind"] | "missing_number";

export const FINDINGS: Readonly<Record<FindingKind, { readonly vi: string; readonly en: string }>> = {
  back_entry: { vi: "Nhập sau khi đã làm", en: "Entered after it was done" },
  late_act: { vi: "Làm quá hạn của bước", en: "Done after the step was due" },
  in_one_go: {
    vi: "Giải quyết xong vài phút sau khi tiếp nhận: có thể nhập dồn",
    en: "Settled minutes after its reception: perhaps entered all at once",
  },
  behind_system: {
    vi: "Phần mềm chuyên ngành đã đi trước các bước nhập ở đây",
    en: "The agency's own system is ahead of the steps entered here",
  },
  unknown_dossier: {
    vi: "Phần mềm chuyên ngành giải quyết hồ sơ chưa từng tiếp nhận ở đây",
    en: "The agency's own system works on a dossier never received here",
  },
  missing_number: {
    vi: "Số của sổ giấy bị bỏ qua, chưa nhập",
    en: "A number of the paper register was skipped and never entered",
  },
};

export function nameFinding(kind: string, language: "vi" | "en"): string {
  return FINDINGS[kind as FindingKind]?.[language] ?? kind;
}
