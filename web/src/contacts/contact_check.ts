/** Format of a contact and its code: the server's rules, checked before a request. */
import { isEmail } from "../eform/formats";
import type { components } from "../generated/api";
import type { BilingualText } from "../lib/language";
import { cleanText, DASHES, toPlainDigits } from "../lib/text";
import { tidyEmail, tidyPhone } from "../lib/typed_numbers";

export type ExternalChannel = components["schemas"]["CodeBody"]["channel"];

const LONGEST_MAIL = 200;

/** The fault of an address for that channel; null when a provider could reach it. */
export function findAddressFault(channel: ExternalChannel, typed: string): BilingualText | null {
  const text = cleanText(typed);
  if (channel === "sms") {
    if (/^0[35789][0-9]{8}$/.test(tidyPhone(text))) return null;
    return {
      vi: "Nhập số di động Việt Nam, ví dụ 0912345678.",
      en: "Enter a Vietnamese mobile number, like 0912345678.",
    };
  }
  const mail = tidyEmail(text);
  if (isEmail(mail) && mail.length <= LONGEST_MAIL) return null;
  return { vi: "Nhập địa chỉ thư, ví dụ ten@vidu.vn.", en: "Enter an e-mail address, like ten@vidu.vn." };
}

/** An address as it was read, for people to check: 0912 345 678. */
export function readAddress(channel: ExternalChannel, typed: string): string {
  const text = cleanText(typed);
  if (channel === "mail") return tidyEmail(text);
  return tidyPhone(text).replace(/^(\d{4})(\d{3})(\d{3})$/, "$1 $2 $3");
}

/** The six digits of typed or pasted text, with any spaces; null when it is no code. */
export function readCode(typed: string): string | null {
  const digits = toPlainDigits(cleanText(typed)).replace(new RegExp(`[\\s${DASHES}]`, "g"), "");
  return /^[0-9]{6}$/.test(digits) ? digits : null;
}

/** +84912345678 as it is read: 0912 345 678. */
export function readPhone(address: string): string {
  const found = /^\+84(\d{3})(\d{3})(\d{3})$/.exec(address);
  return found ? `0${found[1]} ${found[2]} ${found[3]}` : address;
}
