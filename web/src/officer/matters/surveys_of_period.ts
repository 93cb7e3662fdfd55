/** Surveys that everybody could answer from some month of a period on, with how many people answered. */
import { api, unwrap } from "../../api/client";
import type { PublicMatter, PublicPage } from "../../matters/public_calls";
import { loadSurvey, SURVEY, type Survey } from "../../matters/surveys";
import { findMonth, type StatisticsFilters } from "./statistics_filters";

export interface CountedSurvey {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  /** The answers of its form, for what it asks and its days. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly state: string;
  /** Whether its results are public; null people then means fewer than are shown. */
  readonly published: boolean;
  readonly people: number | null;
}

export type Period = Pick<StatisticsFilters, "since" | "until">;

const MOST_A_PAGE = 50;

/** The public surveys of a period, the newest first: pages are read until one is older. */
export async function collectSurveys(
  { since, until }: Period,
  ask: (cursor: string | null) => Promise<PublicPage>,
): Promise<readonly PublicMatter[]> {
  const found: PublicMatter[] = [];
  let cursor: string | null = null;
  do {
    const page: PublicPage = await ask(cursor);
    found.push(...page.items);
    const last = page.items.at(-1);
    cursor = last && findMonth(last.published_at) >= since ? (page.cursor ?? null) : null;
  } while (cursor);
  return found.filter(({ published_at }) => {
    const month = findMonth(published_at);
    return since <= month && month <= until;
  });
}

export async function loadSurveys({ since, until, unit }: StatisticsFilters): Promise<readonly CountedSurvey[]> {
  const listed = await collectSurveys({ since, until }, (cursor) => {
    const query = { kind: SURVEY, limit: MOST_A_PAGE, ...(unit && { unit }), ...(cursor && { cursor }) };
    return unwrap(api.GET("/api/matters/public", { params: { query } }));
  });
  const read = await Promise.all(listed.map(({ id }) => loadSurvey(id)));
  return listed.map((each, at) => countSurvey(each, read[at] as Survey));
}

const countSurvey = (listed: PublicMatter, { title, state, published, people }: Survey): CountedSurvey => ({
  id: listed.id,
  title,
  unit: listed.unit,
  values: listed.values,
  state,
  published,
  people,
});

/** How many people answered the surveys whose results are public; those below the shown number are in none. */
export const countPeople = (surveys: readonly CountedSurvey[]): number =>
  surveys.reduce((sum, { people }) => sum + (people ?? 0), 0);
