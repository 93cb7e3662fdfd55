/** Numbers, addresses and amounts however they were typed, in the form in which they are stored: see
 * `chalicelib/domain/shared/typed_numbers.py`. */
import { cleanText, DASHES, toLatinShapes, toPlainDigits } from "./text";

const BETWEEN_DIGITS = new RegExp(`[ .,·•()_'’${DASHES}]`, "g");
const PHONE = /^(?:\+?(?:00)?84\(?0?\)?|0)([3-9][0-9]{8}|2[0-9]{9})$/;
const LABELS =
  "tel|phone|mobile|cell|home|work|zalo|viber|whatsapp|hotline|sđt|sdt|đt|dđ|đtdđ|điện thoại|di động|số điện thoại";
/** Text that a telephone's address book adds before or after an autofilled number. */
const LABEL = new RegExp(`^(?:[^0-9+]*:|\\s*(?:${LABELS})[\\s.]*(?=[+0-9(]))`, "iu");
const LABEL_BEHIND = new RegExp(`[\\s(]+(?:${LABELS})[\\s).]*$`, "iu");
/** Text that people copy together with the number of an identity paper. */
const ID_LABEL =
  /^(?:(?:số\s+)?(?:cccd|cmnd|cmtnd|cc|căn cước(?: công dân)?|định danh(?: cá nhân)?|hộ chiếu|passport|hc|id|no)(?:\s*(?:số|no|number))?[\s.:]+(?=\S*[0-9])|số[\s.:]+(?=\S*[0-9]))/iu;
const IDENTITY = /^(?:[0-9]{9}|[0-9]{12})$/;
const PASSPORT = /^[A-Za-z]{1,2}[0-9]{6,8}$/;
const ANY_PASSPORT = /^(?=.*[0-9])[A-Za-z0-9]{6,12}$/;
const AROUND_EMAIL = /^(?:mailto:|[\s<])+|[\s>.,;]+$/gi;
const EMAIL = /^[^\s<>@,;]+@[^\s<>@,;]+$/;
const CURRENCY = "(?:vnđ|vnd|đồng|dong|₫|đ)";
const MONEY = new RegExp(`^(?:${CURRENCY} ?)?([-0-9 .,'’]*[0-9.,])(?:-{1,2})?(?: ?${CURRENCY}\\.?)?$`, "iu");
const GROUPED = /^(-?[1-9][0-9]{0,2}([ .'’])[0-9]{3}(?:\2[0-9]{3})*)(?:,([0-9]+))?$/;
const COMMA_GROUPED = /^-?[1-9][0-9]{0,2}(?:,[0-9]{3}){2,}$/;
const PLAIN = /^(-?[0-9]*)(?:[.,]([0-9]+))?$/;
/** Digits of a decimal number that a double holds: with more another number than the typed one would be kept. */
const MOST_DIGITS = 15;
/** Smaller decimals are not kept. */
const LEAST_AMOUNT = 1e-4;

/** A Vietnamese telephone number as 0 and its digits; anything else as typed, trimmed. */
export function tidyPhone(typed: string): string {
  const trimmed = typed.trim();
  const bare = toPlainDigits(trimmed).replace(LABEL, "").replace(LABEL_BEHIND, "");
  const found = PHONE.exec(dropMarks(bare).replace(/[/;]/g, ""));
  return found ? `0${found[1]}` : trimmed;
}

/** An identity number without marks between its digits, a passport number in capitals; anything else as typed. */
export function tidyIdentity(typed: string): string {
  const trimmed = typed.trim();
  const bare = readCode(trimmed);
  return IDENTITY.test(bare) || PASSPORT.test(bare) ? bare.toUpperCase() : trimmed;
}

/** A passport number of any country without marks, in capitals; anything else as typed. */
export function tidyPassport(typed: string): string {
  const trimmed = typed.trim();
  const bare = readCode(trimmed);
  return ANY_PASSPORT.test(bare) ? bare.toUpperCase() : trimmed;
}

/** An e-mail address without text copied along with it: its link, brackets, a full stop behind it. */
export function tidyEmail(typed: string): string {
  const trimmed = typed.trim();
  const bare = toPlainDigits(trimmed).replace(AROUND_EMAIL, "").replace(/ *@ */g, "@");
  return EMAIL.test(bare) ? bare : trimmed;
}

/** The number of a receipt, voucher or record without blanks, in capitals; null for other text. */
export function readReceiptNumber(typed: string): string | null {
  const plain = toPlainDigits(cleanText(typed)).trim();
  const bare = plain
    .replace(new RegExp(`[${DASHES}]`, "g"), "-")
    .replace(/ /g, "")
    .toUpperCase();
  return /^[A-Z0-9][A-Z0-9./-]{0,31}$/.test(bare) ? bare : null;
}

/**
 * A number as people write it here: "50.000.000 đồng", "1,250,000", "2,5" or "0.5". Null for what can be read in two
 * ways ("1,250.50", "12 5") or in none, and for more digits than can be kept.
 */
export function readNumber(typed: string): number | null {
  const plain = toPlainDigits(cleanText(typed))
    .replace(/\u2212/g, "-")
    .replace(/ +/g, " ")
    .trim();
  const found = MONEY.exec(plain)?.[1]
    ?.trim()
    .replace(/(?<=[0-9])[.,]$/, "");
  if (found === undefined) return null;
  if (COMMA_GROUPED.test(found)) return toNumber(found.replace(/,/g, ""), "");
  const grouped = GROUPED.exec(found);
  if (grouped) return toNumber(grouped[1]?.replace(/[^-0-9]/g, "") ?? "", grouped[3] ?? "");
  const read = PLAIN.exec(found);
  return read ? toNumber(read[1] ?? "", read[2] ?? "") : null;
}

function toNumber(whole: string, digits: string): number | null {
  const decimals = digits.replace(/0+$/, "");
  const value = Number(`${whole === "-" ? "-0" : whole || "0"}.${decimals || "0"}`);
  if (!decimals) return Number.isSafeInteger(value) ? value + 0 : null;
  const kept = `${whole}${decimals}`.replace(/^[-0]+/, "").length <= MOST_DIGITS && Math.abs(value) >= LEAST_AMOUNT;
  return kept ? value : null;
}

/** A number as it is shown in its box: thousands by full stops, decimals behind a comma. */
export function showNumber(value: number): string {
  const [whole = "", fraction] = String(value).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ".");
  return fraction ? `${grouped},${fraction}` : grouped;
}

function readCode(typed: string): string {
  return dropMarks(toLatinShapes(toPlainDigits(typed)).trim().replace(ID_LABEL, ""));
}

function dropMarks(plain: string): string {
  return plain.replace(BETWEEN_DIGITS, "");
}
