import { createStore, useStore } from "./store";

export type Language = "vi" | "en";

/** Texts are written where they are used, in both languages; a missing one is a compile error. */
export type Words = { readonly [name: string]: string | ((...facts: never[]) => string) };

/** The same names with the same facts, in any words. */
export type Same<T> = {
  readonly [K in keyof T]: T[K] extends (...facts: infer Facts) => string ? (...facts: Facts) => string : string;
};

/** The same in both languages. */
export interface BilingualText {
  readonly vi: string;
  readonly en: string;
}

export interface Bilingual<T> {
  readonly vi: Same<T>;
  readonly en: Same<T>;
}

export function defineWords<T extends Words>(vi: T, en: Same<T>): Bilingual<T> {
  return { vi: vi as unknown as Same<T>, en };
}

const KEPT_AS = "language";

export const language = createStore<Language>(readKept());

function readKept(): Language {
  if (typeof localStorage === "undefined") return "vi";
  return localStorage.getItem(KEPT_AS) === "en" ? "en" : "vi";
}

/** Change the language and nothing else: page, answers and focus stay. Kept only on a computer of one's own. */
export function setLanguage(next: Language, keep: boolean): void {
  language.set(next);
  if (keep) localStorage.setItem(KEPT_AS, next);
}

export function useLanguage(): Language {
  return useStore(language);
}

export function useWords<T>(both: Bilingual<T>): Same<T> {
  return both[useLanguage()];
}

/** One text in both languages, for texts that are kept while the language may change. */
export function writeInBoth<T>(
  both: Bilingual<T>,
  write: (words: Same<T>, language: Language) => string,
): BilingualText {
  return { vi: write(both.vi, "vi"), en: write(both.en, "en") };
}

/** A name that the API gives in both languages. */
export function chooseName(name: { readonly vi: string; readonly en: string }, language: Language): string {
  return name[language] || name.vi;
}
