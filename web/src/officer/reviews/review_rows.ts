/** Reviews of rights: their lists, read whole, and the words of a line. */
import { nameAgency } from "../../api/catalogue";
import type { Agency } from "../../api/types";
import type { components } from "../../generated/api";
import { writeDateTime, writeDay } from "../../lib/format";
import type { Language } from "../../lib/language";
import { listMatters, type Matter, type MatterLine } from "../../matters/matter_calls";
import { makeWrittenColumn, type WrittenColumn } from "../../ui/written_table";
import { PROVINCE } from "../people/rights";
import { findWord } from "../steps/step_words";
import type { ReviewWords } from "./review_words";

export type ReviewLine = components["schemas"]["ReviewLineView"];

export const RIGHTS_REVIEWS = "rights-reviews";
/** The steps of a line: its buttons stand in the line, and in no other place. */
const LINE_STEPS: ReadonlySet<string> = new Set(["keep", "end"]);
const AT_ONCE = 100;

export const isLineStep = (plural: string, word: string): boolean => plural === RIGHTS_REVIEWS && LINE_STEPS.has(word);

export const countWaiting = (matter: Matter): number =>
  (matter.lines ?? []).filter((each) => each.state === "waiting").length;

/** Every review of some lists: open and ended ones of units, or those of the whole province. */
export async function loadReviews(units: readonly string[], whole: boolean): Promise<readonly MatterLine[]> {
  const lists = whole
    ? [readList({ unit: PROVINCE })]
    : units.flatMap((unit) => [readList({ unit }), readList({ unit, ended: true })]);
  const found = (await Promise.all(lists)).flat();
  return [...new Map(found.map((each) => [each.id, each])).values()];
}

async function readList(wanted: { unit: string; ended?: boolean }): Promise<readonly MatterLine[]> {
  const found: MatterLine[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listMatters>> = await listMatters(RIGHTS_REVIEWS, {
      ...wanted,
      limit: AT_ONCE,
      ...(cursor && { cursor }),
    });
    found.push(...page.items);
    cursor = page.cursor ?? null;
  } while (cursor !== null);
  return found;
}

export interface ReviewFilters {
  readonly text: string;
  readonly unit: string;
  readonly state: string;
}

const flatten = (text: string): string =>
  text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();

/** Reviews that fit, late ones first, then by due time. */
export function filterReviews(rows: readonly MatterLine[], { text, unit, state }: ReviewFilters) {
  const words = flatten(text).split(/\s+/).filter(Boolean);
  return rows
    .filter((each) => !unit || each.unit === unit)
    .filter((each) => !state || (state === "late" ? each.late : each.state === state))
    .filter((each) => {
      const said = flatten(`${each.subject ?? ""} ${each.number}`);
      return words.every((word) => said.includes(word));
    })
    .toSorted((one, other) => (one.due_at ?? "9").localeCompare(other.due_at ?? "9"));
}

export interface ReviewNames {
  readonly words: ReviewWords;
  readonly roles: Readonly<Record<string, string>>;
  readonly units: readonly Agency[];
  readonly language: Language;
}

export const nameUnit = (unit: string, { words, units, language }: ReviewNames): string =>
  unit === PROVINCE ? words.province : nameAgency(units, unit, language) || unit;

export interface LineNames extends ReviewNames {
  readonly stages: Readonly<Record<string, string>>;
  /** What has not begun by then shows its day. */
  readonly now: string;
}

export function makeReviewColumns(names: ReviewNames): readonly WrittenColumn<MatterLine>[] {
  const { words } = names;
  return [
    makeWrittenColumn(words.unit, (each) => nameUnit(each.unit, names), { names: true }),
    makeWrittenColumn(words.review, (each) => each.subject ?? "", {}),
    makeWrittenColumn(words.number, (each) => each.number, {}),
    makeWrittenColumn(words.state, (each) => writeState(each, words), {}),
    makeWrittenColumn(words.due, (each) => (each.due_at ? writeDateTime(each.due_at) : ""), {}),
    makeWrittenColumn(words.opened, (each) => writeDateTime(each.opened_at), {}),
  ];
}

export const writeState = (each: MatterLine, words: ReviewWords): string =>
  each.late ? words.late : each.state === "open" ? words.open : each.state === "closed" ? words.closed : each.state;

/** A right in words, with all by which it differs from another one of the same role and unit. */
export function writeLineRight(line: ReviewLine, names: LineNames): string {
  const { words } = names;
  const stage = line.stage ? `: ${findWord(names.stages, line.stage)}` : "";
  const absent = line.backup_for ? ` (${words.backupOf(line.backup_name || line.backup_for)})` : "";
  const coming = Date.parse(line.valid_from) > Date.parse(names.now) ? [words.from(writeDay(line.valid_from))] : [];
  const right = `${findWord(names.roles, line.role)}${stage}, ${nameUnit(line.unit, names)}${absent}`;
  return [right, ...coming].join(", ");
}

/** How a line stands, in words; a request that was refused says so. */
export function writeLineState(line: ReviewLine, words: ReviewWords): string {
  if (line.state === "ending" && line.end_state === "refused") return words.refused;
  const states: Readonly<Record<string, string>> = {
    waiting: words.waiting,
    kept: words.kept,
    ending: words.ending,
    gone: words.gone,
    ended: words.ended,
    added: words.added,
  };
  return states[line.state] ?? line.state;
}

const writeSource = (line: ReviewLine, words: ReviewWords): string =>
  [line.request_ref, line.document].filter(Boolean).join(", ") || words.noSource;

/** Columns of a review's lines that are words alone, on the page and in files. */
export function makeLineColumns(names: LineNames): readonly WrittenColumn<ReviewLine>[] {
  const { words } = names;
  return [
    makeWrittenColumn(words.right, (each) => writeLineRight(each, names), {}),
    makeWrittenColumn(words.source, (each) => writeSource(each, words), {}),
    makeWrittenColumn(words.until, (each) => (each.valid_until ? writeDay(each.valid_until) : "–"), {}),
    makeWrittenColumn(words.signIn, (each) => (each.signed_in_at ? writeDateTime(each.signed_in_at) : words.never), {}),
    makeWrittenColumn(words.work, (each) => String(each.open_work), { number: true }),
  ];
}
