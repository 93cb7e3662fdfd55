/** The people of a unit and of a dossier's timeline, by name: nobody types an account. */
import { api, unwrap } from "../../api/client";
import type { DossierView } from "../../dossier/load";
import type { components } from "../../generated/api";
import { defineWords } from "../../lib/language";
import { foldText } from "../../lib/text";

export type Member = components["schemas"]["MemberView"];
export type NamedPerson = components["schemas"]["PersonView"];
type Role = Member["roles"][number];

/** In place of a name that no record gives. */
export const unnamedWords = defineWords(
  { officer: "công chức không có trong danh sách" },
  { officer: "officer without a record" },
);

export async function loadMembers(unit: string): Promise<readonly Member[]> {
  return (await unwrap(api.GET("/api/members", { params: { query: { unit } } }))).items;
}

/** Officers who can hold a share: case officers of the unit. */
export function filterCaseOfficers(members: readonly Member[]): readonly Member[] {
  const role: Role = "case_officer";
  return members.filter((each) => each.roles.includes(role));
}

/** Name and title as people say them. */
export function writeSignature(person: { readonly name: string; readonly title: string }): string {
  return person.title && person.title !== person.name ? `${person.name}, ${person.title}` : person.name;
}

/** People whose name or title has words that begin as was typed, in any order, without marks. */
export function findPeople<T extends { readonly name: string; readonly title: string }>(
  people: readonly T[],
  typed: string,
): readonly T[] {
  const wanted = foldText(typed).split(/\s+/).filter(Boolean);
  return people.filter((each) => {
    const words = foldText(writeSignature(each)).split(/[\s,]+/);
    return wanted.every((part) => words.some((word) => word.startsWith(part)));
  });
}

/** An officer whom the timeline names, as colleagues say it. */
export function nameOfficer(whole: DossierView, sub: string | null | undefined): string {
  const found = whole.people.find((each) => each.sub === sub);
  return found ? writeSignature(found) : "";
}
