/** What a contact and its code must look like: the server's rules, said before anything is sent. */
import type { components } from "../generated/api";

export type Outer = components["schemas"]["CodeBody"]["channel"];

interface Said {
  readonly vi: string;
  readonly en: string;
}

const PHONE = /^(?:\+?84|0)[35789][0-9]{8}$/;
const MAIL = /^[A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,24}$/;
const LONGEST_MAIL = 200;

/** What is wrong with an address for that channel; null when a provider could reach it. */
export function addressFault(channel: Outer, typed: string): Said | null {
  const text = typed.trim();
  if (channel === "sms") {
    if (PHONE.test(text.replace(/[ .-]/g, ""))) return null;
    return {
      vi: "Nhập số di động Việt Nam, ví dụ 0912345678.",
      en: "Enter a Vietnamese mobile number, like 0912345678.",
    };
  }
  if (MAIL.test(text) && !text.includes("..") && text.length <= LONGEST_MAIL) return null;
  return { vi: "Nhập địa chỉ thư, ví dụ ten@vidu.vn.", en: "Enter an e-mail address, like ten@vidu.vn." };
}

/** The six digits of what was typed or pasted, with whatever spaces; null when it is no code. */
export function codeIn(typed: string): string | null {
  const digits = typed.replace(/\s/g, "");
  return /^[0-9]{6}$/.test(digits) ? digits : null;
}

/** +84912345678 as it is read: 0912 345 678. */
export function phoneText(address: string): string {
  const found = /^\+84(\d{3})(\d{3})(\d{3})$/.exec(address);
  return found ? `0${found[1]} ${found[2]} ${found[3]}` : address;
}
