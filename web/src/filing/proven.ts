/** The filer when the sign-in proved an identity. */
import type { Person } from "../api/types";
import type { components } from "../generated/api";

export type Identity = components["schemas"]["ProvenView"];

/** The applicant with the proven number and name in place of others; null when they are there already. */
export function fillProven(applicant: Person, proven: Identity | null): Person | null {
  const given = { full_name: proven?.full_name, id_number: proven?.id_number };
  const differing = Object.entries(given).filter(([name, value]) => value && applicant[name as keyof Person] !== value);
  return differing.length ? { ...applicant, ...Object.fromEntries(differing) } : null;
}
