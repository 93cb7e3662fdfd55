/**
 * What was typed before the sign-in, which leaves the page. It is in this tab alone, is read once, and only within
 * minutes, so that nobody else finds it. A shared computer keeps nothing.
 */
import type { Answers } from "../eform/schema";
import { isShared } from "../session/shared_computer";

const KEPT_AS = "matter";
const LONGEST_MS = 15 * 60_000;

interface Stored {
  readonly plural: string;
  readonly at: number;
  readonly answers: Answers;
}

export function storeText(plural: string, answers: Answers, now = Date.now()): void {
  if (isShared()) return;
  sessionStorage.setItem(KEPT_AS, JSON.stringify({ plural, at: now, answers } satisfies Stored));
}

/** The stored answers to the opening of a kind, once; none when they are old or of another kind. */
export function takeStoredText(plural: string, now = Date.now()): Answers {
  const kept = sessionStorage.getItem(KEPT_AS);
  sessionStorage.removeItem(KEPT_AS);
  const stored = kept ? (JSON.parse(kept) as Stored) : null;
  return stored?.plural === plural && now - stored.at < LONGEST_MS ? stored.answers : {};
}
