/** The filer by what the sign-in proved and the account knows. */
import type { Profile } from "../account/profile_words";
import type { Person } from "../api/types";
import type { components } from "../generated/api";

export type Identity = components["schemas"]["ProvenView"];

/** The applicant with the proven number and name in place of others; null when they are there already. */
export function fillProven(applicant: Person, proven: Identity | null): Person | null {
  const given = { full_name: proven?.full_name, id_number: proven?.id_number };
  const differing = Object.entries(given).filter(([name, value]) => value && applicant[name as keyof Person] !== value);
  return differing.length ? { ...applicant, ...Object.fromEntries(differing) } : null;
}

/** What the account knows of the filer for a form, where it stands in the profile. */
export function listKnown(profile: Profile | null): Person {
  const parts = new Map(profile?.parts.map((part) => [part.name, part.value]));
  const address = ["address", "commune", "province"].map((name) => parts.get(name)).filter(Boolean);
  const number = profile?.identifiers.find((each) => !each.until)?.number;
  const known = { full_name: parts.get("full_name"), id_number: number, address: address.join(", ") };
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value));
}
