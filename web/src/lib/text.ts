/** One form for what people type or paste, as the server brings it to: see `chalicelib/domain/text.py`. */

const INVISIBLE =
  /[\p{Cf}\u115f\u1160\u2065\u3164\uffa0\u{e0000}-\u{e0fff}]|\u034f|[\u17b4\u17b5]|[\u180b-\u180f]|[\ufe00-\ufe0f]/gu;
const SPACES = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g;
const BREAKS = /\r\n|[\r\u0085\u2028\u2029]/g;
const ACCENTS = /\p{M}/gu;

/** The text in NFC with plain spaces and line breaks, Vietnamese đ, and without invisible marks. */
export function cleanText(text: string): string {
  const plain = text.replace(INVISIBLE, "").replace(BREAKS, "\n").replace(SPACES, " ");
  return struckD(plain).normalize("NFC");
}

/** The text without accents, đ as d. */
export function stripAccents(text: string): string {
  return struckD(text).replace(/đ/g, "d").replace(/Đ/g, "D").normalize("NFD").replace(ACCENTS, "");
}

/** Without accents and case, as people type when they look for something. */
export function fold(text: string): string {
  return stripAccents(text).toLowerCase().trim();
}

/** Letters of other alphabets that look like đ. */
function struckD(text: string): string {
  return text.replace(/[ÐƉ]/g, "Đ").replace(/[ðɖ]/g, "đ");
}
