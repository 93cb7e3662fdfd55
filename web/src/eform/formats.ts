/** Format rules of text answers, in the server's words: see `chalicelib/domain/eforms/answer_formats.py`. */
import type { BilingualText } from "../lib/language";
import { isText } from "../lib/text";

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
export const DATE_TIME = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d:\d{2}\+07:00$/;
const EMAIL =
  /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$/;
/** A personal number with a letter that looks like a digit; no passport is as long. */
const MISTYPED_NUMBER = /^[0-9OIL]{10,12}$/;

export function isDate(text: string): boolean {
  const found = DATE.exec(text);
  if (!found) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text) && Number(found[1]) > 0;
}

const LATIN = /^[A-Za-z\u00c0-\u024f\u1e00-\u1eff]$/;

/** Characters of a name other than letters: accents, punctuation and the signs of every keyboard. */
const IN_NAME = /^(?:[\p{L}\p{P} -~\n\t]|[\u0300-\u036f])+$/u;

/** A name as identity papers and official papers write it: its letters are Latin ones. */
function isPersonName(text: string): boolean {
  const letters = text.match(/\p{L}/gu) ?? [];
  return letters.length > 0 && letters.every((letter) => LATIN.test(letter)) && IN_NAME.test(text);
}

const FORMATS: Readonly<Record<string, (text: string) => boolean>> = {
  date: isDate,
  "date-time": (text) => isDate(DATE_TIME.exec(text)?.[1] ?? ""),
  email: isEmail,
  phone: (text) => /^0(?:[3-9][0-9]{8}|2[0-9]{9})$/.test(text),
  "vn-personal-id": isPersonalId,
  "old-identity-card": (text) => /^[0-9]{9}$/.test(text),
  passport: isPassport,
  "personal-id-or-passport": (text) => isPersonalId(text) || isPassport(text),
  "identity-number": (text) => text.length >= 3 && /[0-9]/.test(text),
  "person-name": isPersonName,
};

type WriteFault = (question: BilingualText, counted: BilingualText, length: number) => BilingualText;

const FAULT_TEXTS: Record<string, WriteFault> = {
  date: (question) =>
    makeBoth(
      `${question.vi} phải là ngày có thật, ví dụ 27 3 1990`,
      `${question.en} must be a real date, for example 27 3 1990`,
    ),
  "date-time": (question) =>
    makeBoth(`${question.vi} phải là ngày và giờ có thật`, `${question.en} must be a real day and time`),
  email: (question) =>
    makeBoth(
      `${question.vi} phải là địa chỉ thư, ví dụ ten@vidu.vn`,
      `${question.en} must be an e-mail address, for example ten@vidu.vn`,
    ),
  phone: (question, count) =>
    makeBoth(
      `${question.vi} phải có 10 chữ số bắt đầu bằng 0 (di động), hoặc 11 chữ số bắt đầu bằng 02 (cố định); bạn nhập ${count.vi}`,
      `${question.en} must have 10 digits and start with 0 (mobile), or 11 that start with 02; you entered ${count.en}`,
    ),
  "vn-personal-id": (question, count) =>
    makeBoth(
      `${question.vi} phải có đúng 12 chữ số; bạn nhập ${count.vi}`,
      `${question.en} must have exactly 12 digits; you entered ${count.en}`,
    ),
  "old-identity-card": (question, count) =>
    makeBoth(
      `${question.vi} của chứng minh nhân dân cũ phải có đúng 9 chữ số; bạn nhập ${count.vi}`,
      `${question.en} of an old identity card must have exactly 9 digits; you entered ${count.en}`,
    ),
  passport: (question, _, count) =>
    makeBoth(
      `${question.vi} phải là số hộ chiếu: 6 đến 12 chữ cái không dấu và chữ số, ví dụ C1234567; bạn nhập ${count} ký tự`,
      `${question.en} must be a passport number: 6 to 12 letters and digits, for example C1234567; you entered ${count} characters`,
    ),
  "personal-id-or-passport": (question, count) =>
    makeBoth(
      `${question.vi} phải là 12 chữ số, hoặc số hộ chiếu như C1234567; bạn nhập ${count.vi}`,
      `${question.en} must have 12 digits, or be a passport number like C1234567; you entered ${count.en}`,
    ),
  "identity-number": (question, _, count) =>
    makeBoth(
      `${question.vi} phải có chữ số, như in trên giấy tờ; bạn nhập ${count} ký tự`,
      `${question.en} must have digits, as printed on the paper; you entered ${count} characters`,
    ),
  "person-name": (question) =>
    makeBoth(
      `${question.vi} phải có chữ cái La-tinh như trên giấy tờ tùy thân; không dùng ký hiệu hay chữ viết khác, kể cả chữ trông giống`,
      `${question.en} must have Latin letters as on the identity paper, and no signs or letters of another script, not even ones that look alike`,
    ),
};

/** The fault of several lines, or of cells of a table, in a field that takes one line; null when there is none. */
export function findLinesFault(field: BilingualText, text: string): BilingualText | null {
  if (!/[\n\t]/.test(text)) return null;
  return makeBoth(
    `${field.vi} chỉ nhận một dòng; bạn đã dán nhiều dòng hoặc cả bảng. Chỉ giữ lại nội dung của mục này`,
    `${field.en} takes one line; several lines or a whole table were pasted. Keep only what belongs here`,
  );
}

/** The fault of unreadable text, as the server refuses it: control characters, half surrogate pairs, heaps of marks. */
export function findMarksFault(field: BilingualText, text: string): BilingualText | null {
  if (isText(text)) return null;
  return makeBoth(
    `${field.vi} có ký tự không dùng được; gõ lại thay vì dán`,
    `${field.en} has characters that cannot be used; type it again as plain text`,
  );
}

/** The fault of a text that is too long. */
export function findLengthFault(field: BilingualText, text: string, longest: number): BilingualText | null {
  if ([...text].length <= longest) return null;
  return makeBoth(`${field.vi} dài tối đa ${longest} ký tự`, `${field.en} can be at most ${longest} characters`);
}

/** The fault of a text by the format of that name; null for a good one, and where the name asks for nothing. */
export function findFormatFault(format: string, field: BilingualText, text: string): BilingualText | null {
  const isGood = FORMATS[format];
  return !isGood || isGood(text) ? null : (FAULT_TEXTS[format]?.(field, countLetters(text), [...text].length) ?? null);
}

/** Counts of digits and letters in a text, which reveal an O in the place of a 0. */
function countLetters(text: string): BilingualText {
  const [digits, letters] = [(text.match(/\p{Nd}/gu) ?? []).length, (text.match(/\p{L}/gu) ?? []).length];
  const many = (count: number, what: string) => `${count} ${what}${count === 1 ? "" : "s"}`;
  const alone = makeBoth(`${digits} chữ số`, many(digits, "digit"));
  return letters ? makeBoth(`${alone.vi} và ${letters} chữ cái`, `${alone.en} and ${many(letters, "letter")}`) : alone;
}

/** An address that mail systems accept. */
export function isEmail(text: string): boolean {
  return EMAIL.test(text) && !text.includes("..") && !text.startsWith(".") && !text.includes(".@");
}

function isPersonalId(text: string): boolean {
  return /^[0-9]{12}$/.test(text);
}

function isPassport(text: string): boolean {
  return !MISTYPED_NUMBER.test(text) && /^(?=.*[0-9])(?=.*[A-Z])[A-Z0-9]{6,12}$|^[0-9]{8,9}$/.test(text);
}

function makeBoth(vi: string, en: string): BilingualText {
  return { vi, en };
}
