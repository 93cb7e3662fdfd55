/** The proven identity of a dossier's filer, in words. */
import type { Dossier } from "../api/types";
import { defineWords } from "../lib/language";

export const proofWords = defineWords(
  {
    title: "Định danh của người nộp",
    proven: (said: string) => `Định danh đã xác thực: ${said}`,
    level: (level: number) => `mức độ ${level}`,
    unproven: "Chưa xác thực",
    atDesk: "Chưa xác thực: nộp tại quầy, không đăng nhập",
    byPortal: "Cổng Dịch vụ công quốc gia chuyển đến; hệ thống này không tự xác thực",
    unknown: "Chưa có thông tin xác thực",
  },
  {
    title: "Identity of who filed",
    proven: (said) => `Proven identity: ${said}`,
    level: (level) => `level ${level}`,
    unproven: "Not proven",
    atDesk: "Not proven: filed at the desk, without a sign-in",
    byPortal: "Handed on by the national portal; this system proved nothing itself",
    unknown: "No information about proof",
  },
);

/** The proven number and name, as the personal part holds them. */
export interface Proven {
  readonly id_number?: string;
  readonly full_name?: string;
}

/** The filer's proven identity. Dossiers from before it was stored say so. */
export function writeProof(
  words: (typeof proofWords)["vi"],
  proof: Dossier["proof"],
  held: Proven | undefined,
): string {
  if (!proof) return words.unknown;
  if (proof.source === "desk") return words.atDesk;
  if (proof.source === "national_portal") return words.byPortal;
  // Foreigners and organisations have no level; their number is proven all the same.
  const said = [proof.level ? words.level(proof.level) : "", held?.full_name, held?.id_number].filter(Boolean);
  return said.length > 0 && (proof.level || proof.number) ? words.proven(said.join(", ")) : words.unproven;
}
