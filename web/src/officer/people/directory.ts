/** The list of all officers: asked for page by page, and written as text for tables and files. */
import { nameAgency } from "../../api/catalogue";
import { api, unwrap } from "../../api/client";
import type { Agency } from "../../api/types";
import type { components } from "../../generated/api";
import { writeDateTime, writeDay } from "../../lib/format";
import type { Language } from "../../lib/language";
import { makeWrittenColumn, type WrittenColumn } from "../../ui/written_table";
import { findWord } from "../steps/step_words";
import type { DirectoryWords } from "./directory_words";
import { PROVINCE, type Right } from "./rights";

export type DirectoryLine = components["schemas"]["DirectoryLine"];
/** A right; lists of officers also name whom a backup replaces. */
type HeldRight = Right & { readonly backup_name?: string };
type DirectoryBody = components["schemas"]["DirectoryBody"];
export type DirectoryFilters = Omit<DirectoryBody, "cursor" | "limit">;

export interface DirectoryPage {
  readonly items: readonly DirectoryLine[];
  readonly cursor: string | null;
}

/** Lines of the whole list that one request asks for when it is saved as a file. */
const WHOLE = 200;
/** Pages without a line that are passed over: a search goes through many records for one that matches. */
const PASSED = 20;

/** Officers from a place in the list on; pages without a match are passed over. */
export async function loadDirectory(
  filters: DirectoryFilters,
  cursor: string | null,
  limit = 50,
): Promise<DirectoryPage> {
  let place = cursor;
  for (let turn = 0; ; turn += 1) {
    const page = await unwrap(api.POST("/api/officers/search", { body: { ...filters, cursor: place, limit } }));
    if (page.items.length > 0 || page.cursor === null || turn === PASSED) return page;
    place = page.cursor;
  }
}

/** Every officer that the filters find. */
export async function loadWholeDirectory(filters: DirectoryFilters): Promise<readonly DirectoryLine[]> {
  const found: DirectoryLine[] = [];
  let cursor: string | null = null;
  do {
    const page: DirectoryPage = await loadDirectory(filters, cursor, WHOLE);
    found.push(...page.items);
    cursor = page.cursor;
  } while (cursor !== null);
  return found;
}

export interface DirectoryNames {
  readonly words: DirectoryWords;
  readonly roles: Readonly<Record<string, string>>;
  readonly stages: Readonly<Record<string, string>>;
  readonly units: readonly Agency[];
  readonly language: Language;
}

/** Number and day of the decision that gives a special task. */
export const writeDocument = (right: Right): string =>
  [right.document, right.document_day ? writeDay(right.document_day) : ""].filter(Boolean).join(", ");

/** A right in words: role, unit, and the days that limit it. */
export function writeRight(right: HeldRight, { words, roles, stages, units, language }: DirectoryNames): string {
  const unit = right.unit === PROVINCE ? words.province : nameAgency(units, right.unit, language) || right.unit;
  const days = [
    ...(right.in_force ? [] : [words.from(writeDay(right.valid_from))]),
    ...(right.valid_until ? [words.until(writeDay(right.valid_until))] : []),
  ];
  const how = right.backup_for ? ` (${right.backup_name ? words.backupOf(right.backup_name) : words.backup})` : "";
  const stage = right.stage ? `: ${findWord(stages, right.stage)}` : "";
  const paper = right.document ? [writeDocument(right)] : [];
  return [`${findWord(roles, right.role)}${stage}, ${unit}${how}`, ...days, ...paper].join(", ");
}

/** Columns of the file: those of the page, with every right in one cell. */
export function makeDirectoryColumns(names: DirectoryNames): readonly WrittenColumn<DirectoryLine>[] {
  const { words } = names;
  return [
    makeWrittenColumn(words.name, (each) => each.name, { names: true }),
    makeWrittenColumn(words.job, (each) => each.title, {}),
    makeWrittenColumn(words.email, (each) => each.email, {}),
    makeWrittenColumn(words.rights, (each) => each.assignments.map((right) => writeRight(right, names)).join("; "), {}),
    makeWrittenColumn(words.standing, (each) => words[each.standing], {}),
    makeWrittenColumn(words.factor, (each) => (each.second_factor ? words.registered : words.unregistered), {}),
    makeWrittenColumn(words.lastSignIn, (each) => writeSignIn(each, words), {}),
  ];
}

export const writeSignIn = (each: DirectoryLine, words: DirectoryWords): string =>
  each.last_sign_in ? writeDateTime(each.last_sign_in) : words.never;
