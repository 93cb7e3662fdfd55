/** By what right somebody files for another person who has not consented in their own account. */
import type { DraftBody } from "../api/types";
import { DateField } from "../eform/date_field";
import { writeDay } from "../lib/format";
import { defineWords, useWords, writeInBoth } from "../lib/language";
import type { Fault } from "../ui/error_summary";
import { Radios, TextField } from "../ui/inputs";

export const authorityWords = defineWords(
  {
    basis: "Căn cứ nộp thay",
    paper: "Có giấy ủy quyền",
    paperHelp: "Mang theo giấy ủy quyền khi được yêu cầu; cơ quan tiếp nhận kiểm tra.",
    child: "Tôi là cha, mẹ; nộp cho con chưa đủ 18 tuổi",
    consent: "Người được nộp thay đã đồng ý trong tài khoản của họ",
    number: "Số giấy ủy quyền",
    signed: "Ngày ký giấy ủy quyền",
    noBasis: "Chọn căn cứ nộp thay",
    noNumber: "Nhập số giấy ủy quyền",
    noDay: "Nhập ngày ký giấy ủy quyền",
    said: (number: string, day: string) => `Giấy ủy quyền số ${number}, ký ngày ${day}`,
  },
  {
    basis: "By what right you file",
    paper: "With an authorisation on paper",
    paperHelp: "Bring it when asked; the receiving office checks it.",
    child: "I am the parent of a child under 18",
    consent: "The represented person has consented in their own account",
    number: "Number of the authorisation",
    signed: "Day it was signed",
    noBasis: "Choose by what right you file",
    noNumber: "Enter the number of the authorisation",
    noDay: "Enter the day it was signed",
    said: (number, day) => `Authorisation ${number}, signed on ${day}`,
  },
);

type Authority = NonNullable<DraftBody["authority"]>;
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

interface AuthorityFieldsProps {
  readonly body: DraftBody;
  readonly faults: Readonly<Record<string, string>>;
  readonly onEdit: (change: Partial<DraftBody>) => void;
}

export function AuthorityFields({ body, faults, onEdit }: AuthorityFieldsProps) {
  const w = useWords(authorityWords);
  const given = body.authority ?? null;
  const change = (next: Partial<Authority>) =>
    onEdit({ authority: { basis: "paper", number: "", signed_on: "", ...given, ...next } });
  return (
    <>
      <Radios
        id="u-basis"
        label={w.basis}
        value={given?.basis ?? ""}
        fault={faults["u-basis"]}
        options={[
          { value: "paper", text: w.paper, help: w.paperHelp },
          { value: "child", text: w.child },
        ]}
        onChoose={(basis) => change({ basis: basis as Authority["basis"] })}
      />
      {given?.basis === "paper" && (
        <>
          <TextField
            id="u-number"
            label={w.number}
            value={given.number ?? ""}
            fault={faults["u-number"]}
            width="medium"
            onInput={(number) => change({ number })}
          />
          <DateField
            id="u-signed_on"
            label={w.signed}
            value={given.signed_on ?? ""}
            fault={faults["u-signed_on"]}
            onInput={(signed_on) => change({ signed_on })}
          />
        </>
      )}
    </>
  );
}
