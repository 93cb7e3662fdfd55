import { cleanText, joinLines } from "../lib/text";
import { tidyEmail, tidyIdentity, tidyPassport, tidyPhone } from "../lib/typed_numbers";

const BY_FORMAT: Readonly<Record<string, (typed: string) => string>> = {
  phone: tidyPhone,
  email: tidyEmail,
  address: joinLines,
  "vn-personal-id": tidyIdentity,
  "old-identity-card": tidyIdentity,
  "identity-number": tidyIdentity,
  passport: tidyPassport,
  "personal-id-or-passport": tidyPassport,
};

/** An answer in text as it is stored: cleaned, trimmed, numbers of telephones and persons in their one form. */
export function tidyText(format: string, typed: string): string {
  const clean = cleanText(typed).trim();
  return BY_FORMAT[format]?.(clean) ?? clean;
}
