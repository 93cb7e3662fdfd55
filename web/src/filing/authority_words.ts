/** By what right somebody files for another person, in words, and what is missing of it. */
import type { Dossier, DraftBody } from "../api/types";
import { writeDay } from "../lib/format";
import { defineWords, writeInBoth } from "../lib/language";
import type { Fault } from "../ui/error_summary";

export const authorityWords = defineWords(
  {
    basis: "Căn cứ nộp thay",
    paper: "Có giấy ủy quyền",
    paperHelp: "Mang theo giấy ủy quyền khi được yêu cầu; cơ quan tiếp nhận kiểm tra.",
    child: "Cha, mẹ nộp cho con chưa thành niên",
    consent: "Người được nộp thay đã đồng ý trong tài khoản của họ",
    principal: "Người được nộp thay",
    number: "Số giấy ủy quyền",
    signed: "Ngày ký giấy ủy quyền",
    noBasis: "Chọn căn cứ nộp thay",
    noNumber: "Nhập số giấy ủy quyền",
    noDay: "Nhập ngày ký giấy ủy quyền",
    said: (number: string, day: string) => `Giấy ủy quyền số ${number}, ký ngày ${day}`,
    ended: "đã chấm dứt",
  },
  {
    basis: "By what right you file",
    paper: "With an authorisation on paper",
    paperHelp: "Bring it when asked; the receiving office checks it.",
    child: "A parent files for a minor child",
    consent: "The represented person has consented in their own account",
    principal: "Represented person",
    number: "Number of the authorisation",
    signed: "Day it was signed",
    noBasis: "Choose by what right you file",
    noNumber: "Enter the number of the authorisation",
    noDay: "Enter the day it was signed",
    said: (number, day) => `Authorisation ${number}, signed on ${day}`,
    ended: "revoked",
  },
);

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** What is missing, at the controls of `AuthorityFields`; nothing for one's own filing. */
export function listAuthorityFaults(body: DraftBody): Fault[] {
  if (!body.on_behalf) return [];
  const given = body.authority;
  if (!given) return [{ at: "u-basis", text: writeInBoth(authorityWords, (s) => s.noBasis) }];
  if (given.basis !== "paper") return [];
  return [
    ...(given.number?.trim() ? [] : [{ at: "u-number", text: writeInBoth(authorityWords, (s) => s.noNumber) }]),
    ...(DAY.test(given.signed_on ?? "")
      ? []
      : [{ at: "u-signed_on", text: writeInBoth(authorityWords, (s) => s.noDay) }]),
  ];
}

/** By what right the filing is made, in words; nothing while it is open. */
export function writeAuthority(words: (typeof authorityWords)["vi"], body: DraftBody, acting: boolean): string {
  if (acting) return words.consent;
  const given = body.authority;
  if (!given) return "";
  return given.basis === "child" ? words.child : words.said(given.number ?? "", writeDay(given.signed_on ?? ""));
}

/** The represented person of a dossier and by what right it was filed, for those who read them; empty for one's own. */
export function listPrincipalRows(
  words: (typeof authorityWords)["vi"],
  authority: Dossier["authority"],
  principal: Readonly<Record<string, unknown>> | null,
): (readonly [string, string])[] {
  const named = [principal?.full_name, principal?.id_number].filter(Boolean).join(", ");
  const said =
    authority && authority.basis === "paper"
      ? [
          words.said(authority.number ?? "", writeDay(authority.signed_on ?? "")),
          ...(authority.revoked_by ? [words.ended] : []),
        ].join(", ")
      : authority
        ? words[authority.basis]
        : "";
  return [...(named ? [[words.principal, named] as const] : []), ...(said ? [[words.basis, said] as const] : [])];
}
