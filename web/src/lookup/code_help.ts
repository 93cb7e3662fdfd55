import { defineWords, useWords } from "../lib/language";

const words = defineWords(
  {
    help: "In trên giấy tiếp nhận hồ sơ và hẹn trả kết quả. Cũng nhận số xác nhận nộp hồ sơ (TN-…).",
    example: (code: string) => `Ví dụ ${code}.`,
  },
  {
    help: "Printed on the receipt. The number of the filing (TN-…) is taken, too.",
    example: (code) => `For example ${code}.`,
  },
);

/** Which code may be typed, and one as the province writes them on a line of its own, kept empty while it is unknown. */
export function useCodeHelp(example: string): string {
  const w = useWords(words);
  return `${w.help}\n${example ? w.example(example) : "\u00a0"}`;
}
