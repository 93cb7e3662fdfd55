/** Typed data of a person: normalised and checked as the server does (`chalicelib/domain/accounts/people.py`). */
import type { Person } from "../api/types";
import { findFormatFault, findLengthFault, findLinesFault, findMarksFault } from "../eform/formats";
import { tidyText } from "../eform/tidy";
import type { BilingualText } from "../lib/language";
import { PERSON_FIELDS, personWords } from "./person_words";

export type PersonName = (typeof PERSON_FIELDS)[number];

/** Equal to the API's limits. */
const LONGEST: Readonly<Record<PersonName, number>> = {
  full_name: 200,
  id_number: 30,
  phone: 30,
  email: 200,
  address: 500,
};
const FORMATS: Readonly<Record<string, string>> = {
  full_name: "person-name",
  phone: "phone",
  email: "email",
  address: "address",
};
const ID_FORMATS: Readonly<Record<string, string>> = { HC: "passport" };

/** The format of one of a person's texts. Without a kind of paper the number may be a passport's. */
function findFormat(name: PersonName, person: Person): string {
  if (name !== "id_number") return FORMATS[name] ?? "";
  return person.id_type ? (ID_FORMATS[person.id_type] ?? "identity-number") : "personal-id-or-passport";
}

/** One of a person's texts as it is stored. */
export const tidyPersonText = (name: PersonName, person: Person): string =>
  tidyText(findFormat(name, person), String(person[name] ?? ""));

const RETURN_ADDRESS: BilingualText = { vi: "Địa chỉ nhận kết quả", en: "The address for the result" };

/** The fault of the delivery address; null for a valid one and for none. */
export function findReturnAddressFault(typed: string): BilingualText | null {
  const text = tidyText("address", typed);
  return (
    findLinesFault(RETURN_ADDRESS, text) ??
    findMarksFault(RETURN_ADDRESS, text) ??
    findLengthFault(RETURN_ADDRESS, text, LONGEST.address)
  );
}

/** Faults of given fields; missing ones are reported elsewhere. */
export function findPersonFaults(
  person: Person,
): readonly { readonly name: PersonName; readonly text: BilingualText }[] {
  return PERSON_FIELDS.flatMap((name) => {
    const text = tidyPersonText(name, person);
    const title = { vi: personWords.vi[name], en: personWords.en[name] };
    if (!text) return [];
    const found =
      findLinesFault(title, text) ??
      findMarksFault(title, text) ??
      findFormatFault(findFormat(name, person), title, text) ??
      findLengthFault(title, text, LONGEST[name]);
    return found ? [{ name, text: found }] : [];
  });
}
