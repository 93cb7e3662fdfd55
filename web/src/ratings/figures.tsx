import type { components } from "../generated/api";
import { writeDay } from "../lib/format";
import { defineWords, type Language, useWords } from "../lib/language";
import { Select } from "../ui/inputs";

export type Figures = Pick<components["schemas"]["UnitRatingsView"], "ratings" | "mean" | "satisfied">;

const words = defineWords(
  {
    month: "Tháng",
    later: (day: string) =>
      `Kết quả tháng này được công bố từ ngày ${day}, khi người nộp không còn sửa được đánh giá của tháng.`,
  },
  {
    month: "Month",
    later: (day) =>
      `The results of this month are published from ${day} on, when applicants can no longer change its ratings.`,
  },
);

/** A mean in hundredths as people read it: 467 is "4,67" in Vietnamese, "4.67" in English; a dash for none. */
export function writeMean(hundredths: number | null, language: Language): string {
  if (hundredths === null) return "–";
  const text = `${Math.trunc(hundredths / 100)}.${String(hundredths % 100).padStart(2, "0")}`;
  return language === "vi" ? text.replace(".", ",") : text;
}

/** How many of the raters are satisfied, in whole percent; a dash where that is not shown. */
export function writeShare({ ratings, satisfied }: Figures): string {
  return satisfied === null ? "–" : `${Math.round((100 * satisfied) / ratings)}%`;
}

/** "2026-11" as "11/2026". */
export function writeMonth(month: string): string {
  return month.split("-").reverse().join("/");
}

interface MonthChoiceProps {
  readonly month: string;
  readonly months: readonly string[];
  readonly onChoose: (month: string) => void;
}

export function MonthChoice({ month, months, onChoose }: MonthChoiceProps) {
  const w = useWords(words);
  return (
    <Select
      id="month"
      label={w.month}
      value={month}
      options={months.map((each) => ({ value: each, text: writeMonth(each) }))}
      onChoose={onChoose}
    />
  );
}

/** Says from which day on the results of a month are shown. */
export function PublicationDay({ day }: { readonly day: string }) {
  const w = useWords(words);
  return <p>{w.later(writeDay(day))}</p>;
}
