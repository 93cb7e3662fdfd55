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

/** Which code may be typed, with one as the province writes them; without it while that is not known. */
export function useCodeHelp(example: string): string {
  const w = useWords(words);
  return example ? `${w.help} ${w.example(example)}` : w.help;
}
