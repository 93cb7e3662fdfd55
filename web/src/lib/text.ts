/** One form for typed or pasted text, the same as the server's: see `chalicelib/domain/shared/text.py`. */

const INVISIBLE =
  /[\p{Cf}\u115f\u1160\u2065\u3164\uffa0\ufffc\u{16fe4}\u{1d159}\u{e0000}-\u{e0fff}]|\u034f|[\u17b4\u17b5]|[\u180b-\u180f]|[\ufe00-\ufe0f]/gu;
const SPACES = /[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u2800\u3000]+/g;
const BREAKS = /\r\n|[\r\u0085\u2028\u2029]/g;
const ACCENTS = /\p{M}/gu;
/** Control characters, and more marks over one letter than any language has. */
const NO_TEXT = /[\p{Cc}\ufffd]|[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{5}/u;
/** Code points that are no character: halves of a pair, private and free ones. */
const NO_LETTER = /[\p{Cs}\p{Co}\p{Cn}]/gu;
/** Ranges to which each Unicode version adds pictographs and Han letters. */
const STILL_FILLED = [
  [0x1f000, 0x1faff],
  [0x20000, 0x3fffd],
] as const;
/** Every dash, written for a class of a pattern. */
export const DASHES = "\\-\\u2010-\\u2015\\u2043\\u2212\\u30fc\\ufe58\\ufe63\\uff0d";
const SHAPES = "АВЕЅІЈКМНОРСТХУаеѕіјосрухΑΒΕΖΗΙΚΜΝΟΡΤΥΧο";
const LATIN = "ABESIJKMHOPCTXYaesijocpyxABEZHIKMNOPTYXo";

/** The text in NFC with single plain spaces, plain line breaks, Vietnamese đ, and without invisible marks. */
export function cleanText(text: string): string {
  const plain = text.replace(INVISIBLE, "").replace(BREAKS, "\n").replace(SPACES, " ");
  return replaceStruckD(plain).normalize("NFC");
}

/** The lines of a cleaned text as one, parted by commas, as an address is written; cells stay apart. */
export const joinLines = (clean: string): string => clean.trim().replace(/[ ,]*\n[ ,\n]*/g, ", ");

/** Whether a cleaned text can be read, printed and stored. */
export function isText(clean: string): boolean {
  return !NO_TEXT.test(clean.replace(/[\n\t]/g, "")) && (clean.match(NO_LETTER) ?? []).every(isStillTyped);
}

/** The text without accents, đ as d. */
export function stripAccents(text: string): string {
  return replaceStruckD(text).replace(/đ/g, "d").replace(/Đ/g, "D").normalize("NFD").replace(ACCENTS, "");
}

/** Return a text without accents and case, as people type when they search. */
export function foldText(text: string): string {
  return replaceShapes(stripAccents(text).toLowerCase(), SHAPES.toLowerCase(), LATIN.toLowerCase()).trim();
}

/** The digits of every script, and full-width letters and marks, as their ASCII kin; the ² of m² stays. */
export function toPlainDigits(text: string): string {
  return text.replace(/\p{Nd}|[\uff01-\uff5e]/gu, (letter) => {
    const point = letter.codePointAt(0) ?? 0;
    if (point < 0x80) return letter;
    return isDigit(point) ? String(readDigit(point)) : String.fromCharCode(point - 0xfee0);
  });
}

/** Latin letters for Cyrillic and Greek ones of the same shape. */
export function toLatinShapes(text: string): string {
  return replaceShapes(text, SHAPES, LATIN);
}

function replaceShapes(text: string, shapes: string, latin: string): string {
  return text.replace(/[\u0370-\u045f]/g, (letter) => latin[shapes.indexOf(letter)] ?? letter);
}

const isDigit = (point: number): boolean => /\p{Nd}/u.test(String.fromCodePoint(point));

/** Digits stand in runs of ten, from 0 on. */
function readDigit(point: number): number {
  let first = point;
  while (isDigit(first - 1)) first -= 1;
  return (point - first) % 10;
}

function isStillTyped(letter: string): boolean {
  const point = letter.codePointAt(0) ?? 0;
  return !/[\p{Cs}\p{Co}]/u.test(letter) && STILL_FILLED.some(([first, last]) => first <= point && point <= last);
}

/** Letters of other alphabets that look like đ. */
function replaceStruckD(text: string): string {
  return text.replace(/[ÐƉ]/g, "Đ").replace(/[ðɖ]/g, "đ");
}
