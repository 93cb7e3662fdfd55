/** From the counter to the form of a case about a person: its address, and the answers with which it begins. */

/** The kind of matter in which two officers decide who somebody is. */
const PERSON_CASES = "person-cases";
/** The new contact of an account whose telephone and password are lost. */
const CONTACT = "contact";

export const makeContactPath = (person: string): string =>
  `/officer/matters/${PERSON_CASES}/moi?${new URLSearchParams({ action: CONTACT, person })}`;

const ID = /^[A-Za-z0-9-]{1,64}$/;

/** The answers that the address gives; none for another form, or where a part of it is no id of an account. */
export function readPersonAnswers(plural: string, query: URLSearchParams): Readonly<Record<string, string>> {
  const [action, person] = ["action", "person"].map((name) => query.get(name) ?? "");
  return plural === PERSON_CASES && action === CONTACT && person && ID.test(person) ? { action, person } : {};
}
