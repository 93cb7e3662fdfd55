/** Numbers however they were typed, in the one form in which they are stored: see `chalicelib/domain/typed_numbers.py`. */

const BETWEEN_DIGITS = /[\s.\-‐‑‒–—()/_]/g;
const PHONE = /^(?:\+?(?:00)?84\(?0?\)?|0)([1-9][0-9]{8,9})$/;
const LABELS = "tel|phone|mobile|cell|home|work|zalo|đt|sđt|điện thoại|di động|số điện thoại";
/** What a telephone's own address book writes before or behind a number when it fills a field in. */
const LABEL = new RegExp(`^(?:[^0-9+]*:|\\s*(?:${LABELS})[\\s.]*(?=[+0-9(]))`, "iu");
const LABEL_BEHIND = new RegExp(`[\\s(]+(?:${LABELS})[\\s).]*$`, "iu");
const ANY_PASSPORT = /^(?=.*[0-9])[A-Za-z0-9]{6,12}$/;
const PASSPORT = /^[A-Za-z]{1,2}[0-9]{6,8}$/;

/** A Vietnamese telephone number as 0 and its digits; anything else as typed, trimmed. */
export function tidyPhone(typed: string): string {
  const found = PHONE.exec(withoutMarks(typed.normalize("NFKC").replace(LABEL, "").replace(LABEL_BEHIND, "")));
  return found ? `0${found[1]}` : typed.trim();
}

/** An identity number without marks between its digits, a passport number in capitals; anything else as typed. */
export function tidyIdentity(typed: string): string {
  const bare = withoutMarks(typed);
  return /^[0-9]+$/.test(bare) || PASSPORT.test(bare) ? bare.toUpperCase() : typed.trim();
}

/** A passport number of any country without marks, in capitals; anything else as typed. */
export function tidyPassport(typed: string): string {
  const bare = withoutMarks(typed);
  return ANY_PASSPORT.test(bare) ? bare.toUpperCase() : typed.trim();
}

/** The number of a receipt or voucher without blanks, in capitals; null for what is no such number. */
export function readReceiptNumber(typed: string): string | null {
  const bare = typed.normalize("NFKC").replace(/\s/g, "").toUpperCase();
  return /^[A-Z0-9][A-Z0-9./-]{0,31}$/.test(bare) ? bare : null;
}

/**
 * A number as people write it here: "50.000.000", "1,250,000", "2,5" or "0.5". Null for what can be read in two ways
 * ("1,250.50") or in none.
 */
export function readNumber(typed: string): number | null {
  const plain = typed.normalize("NFKC").replace(/[\s₫đ]/g, "");
  const [whole = "", ...rest] = plain.split(",");
  if (rest.length > 1) return /^-?\d{1,3}(,\d{3})+$/.test(plain) ? Number(plain.replace(/,/g, "")) : null;
  const fraction = rest.length ? `.${rest[0]}` : "";
  if (/^-?\d{1,3}(\.\d{3})+$/.test(whole)) return finite(whole.replace(/\./g, "") + fraction);
  if (rest.length && whole.includes(".")) return null;
  return finite(whole + fraction);
}

function finite(text: string): number | null {
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : null;
}

/** A number as it is shown in its box: thousands by full stops, decimals behind a comma. */
export function showNumber(value: number): string {
  const [whole = "", fraction] = String(value).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ".");
  return fraction ? `${grouped},${fraction}` : grouped;
}

function withoutMarks(typed: string): string {
  return typed.normalize("NFKC").replace(BETWEEN_DIGITS, "");
}
