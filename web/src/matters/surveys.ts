/** Surveys as everybody reads and answers them. */
import { api, unwrap } from "../api/client";
import type { components } from "../generated/api";
import { writeDay } from "../lib/format";

export const SURVEY = "survey";
/** The question what a survey asks for. */
export const SORT = "sort";

export type Survey = components["schemas"]["SurveyView"];
export type SurveyQuestion = Survey["questions"][number];

export async function loadSurvey(id: string): Promise<Survey> {
  return unwrap(api.GET("/api/matters/surveys/{matter_id}", { params: { path: { matter_id: id } } }));
}

export async function answerSurvey(id: string, answers: Record<string, number>, key: string): Promise<void> {
  const params = { path: { matter_id: id }, header: { "Idempotency-Key": key } };
  await unwrap(api.POST("/api/matters/surveys/{matter_id}", { params, body: { answers } }));
}

/** The days of a survey, in the words of a page. */
export const writePeriod = (
  { opens_on, closes_on }: Readonly<Record<string, unknown>>,
  write: (first: string, last: string) => string,
): string => write(writeDay(String(opens_on)), writeDay(String(closes_on)));
