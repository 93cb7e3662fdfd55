/** The closed subset of JSON Schema in which the API describes e-forms. Anything else is refused, never guessed at. */

export interface Question {
  readonly key: string;
  readonly vi: string;
  readonly en: string;
  readonly helpVi: string;
  readonly helpEn: string;
  readonly type: "string" | "integer" | "number" | "boolean";
  readonly format: string;
  readonly required: boolean;
  readonly choices: readonly Choice[];
  /** The applicant's field that answers it, if any. */
  readonly prefill: string;
  /** It is always about the filer: the data given outside the form are the answer. */
  readonly same: boolean;
  readonly minimum: number;
  readonly maximum: number;
  readonly maxLength: number;
  /** Whether a text has one line. */
  readonly oneLine: boolean;
  /** Bounds of a day (`day_bounds.ts`), empty for none, and the question whose day comes first. */
  readonly earliest: string;
  readonly latest: string;
  readonly notBefore: string;
  /** The question whose answer decides the format of this one. */
  readonly formatBy: FormatBy | null;
  /** A box to tick, which says no until it is ticked. */
  readonly box: boolean;
  /** The question that must be answered, and not with no, before this one is asked; empty for none. */
  readonly shownWith: string;
}

export interface FormatBy {
  readonly question: string;
  readonly formats: Readonly<Record<string, string>>;
}

export interface Choice {
  readonly value: string;
  readonly vi: string;
  readonly en: string;
}

export interface FormSchema {
  readonly questions: readonly Question[];
}

export type Answers = Readonly<Record<string, unknown>>;

/** Whether nothing was answered. */
export const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === "";

/** The form without the questions that are asked only after another was answered, and not with no. */
export function leaveOutUnasked(form: FormSchema, answers: Answers): FormSchema {
  const isAsked = ({ shownWith }: Question): boolean => {
    const before = answers[shownWith];
    const source = form.questions.find(({ key }) => key === shownWith);
    return !shownWith || (!isEmpty(before) && before !== false && (!source || isAsked(source)));
  };
  return { questions: form.questions.filter(isAsked) };
}

/** Every keyword that this renderer understands; a test holds it equal to what the API's forms use. */
export const KEYWORDS = new Set([
  "title",
  "x-title-en",
  "x-order",
  "type",
  "format",
  "description",
  "x-description-en",
  "enum",
  "x-enum-labels",
  "x-prefill",
  "x-same",
  "minLength",
  "maxLength",
  "minimum",
  "maximum",
  "pattern",
  "x-earliest",
  "x-latest",
  "x-not-before",
  "x-format-by",
  "x-box",
  "x-shown-with",
]);

type Raw = Record<string, unknown>;

export function readForm(schema: Raw): FormSchema {
  const properties = (schema.properties ?? {}) as Record<string, Raw>;
  const required = new Set(schema.required as string[]);
  return { questions: Object.entries(properties).map(([key, raw]) => readQuestion(key, raw, required.has(key))) };
}

function readQuestion(key: string, raw: Raw, required: boolean): Question {
  for (const keyword of Object.keys(raw)) {
    if (!KEYWORDS.has(keyword)) throw new Error(`the form's “${key}” uses “${keyword}”, which cannot be drawn`);
  }
  const labels = (raw["x-enum-labels"] ?? {}) as Record<string, { vi: string; en: string }>;
  return {
    key,
    vi: String(raw.title),
    en: String(raw["x-title-en"] ?? raw.title),
    helpVi: String(raw.description ?? ""),
    helpEn: String(raw["x-description-en"] ?? ""),
    type: raw.type as Question["type"],
    format: String(raw.format ?? ""),
    required,
    choices: ((raw.enum ?? []) as string[]).map((value) => ({ value, vi: value, en: value, ...labels[value] })),
    prefill: String(raw["x-prefill"] ?? ""),
    same: raw["x-same"] === true,
    minimum: Number(raw.minimum ?? 0),
    maximum: Number(raw.maximum ?? Number.MAX_SAFE_INTEGER),
    maxLength: Number(raw.maxLength ?? 10_000),
    oneLine: isOneLine(key, raw.pattern),
    earliest: String(raw["x-earliest"] ?? ""),
    latest: String(raw["x-latest"] ?? ""),
    notBefore: String(raw["x-not-before"] ?? ""),
    formatBy: (raw["x-format-by"] as FormatBy | undefined) ?? null,
    box: raw["x-box"] === true,
    shownWith: String(raw["x-shown-with"] ?? ""),
  };
}

/** The two patterns of texts, as the API writes them: without control characters, and with or without line breaks. */
const ONE_LINE = "^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]*$";
const LINES = "^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f\\ud800-\\udfff]*$";

function isOneLine(key: string, pattern: unknown): boolean {
  if (pattern !== undefined && pattern !== ONE_LINE && pattern !== LINES) {
    throw new Error(`the form's “${key}” has a pattern that cannot be checked`);
  }
  return pattern === ONE_LINE;
}

/** The format of an answer: that of an identity number depends on the kind of paper that was answered. */
export function chooseFormat({ format, formatBy }: Question, answers: Answers): string {
  return formatBy?.formats[String(answers[formatBy.question] ?? "")] ?? format;
}
