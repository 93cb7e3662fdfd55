import { writeLongMoment } from "../lib/format";
import { defineWords, useLanguage, useWords } from "../lib/language";
import { readServerTime } from "../session/clock";
import { Notice, type Tone } from "../ui/notice";
import { findPromisedDate } from "./dates";
import { type Delay, findDelay } from "./delay";
import type { DossierView } from "./load";

const words = defineWords(
  {
    unanswered: (time: string) => `Đã quá thời hạn trả lời ${time}. Bạn có thể hỏi nơi nhận hồ sơ.`,
    late: (time: string) => `Quá hạn từ ${time}. Cơ quan có trách nhiệm gửi thư xin lỗi, nêu lý do và ngày hẹn lại.`,
    late_again: (time: string) =>
      `Ngày hẹn lại ${time} cũng đã qua. Hỏi nơi đang giữ hồ sơ; bạn có quyền phản ánh, kiến nghị.`,
    apologised: (time: string) =>
      `Cơ quan xin lỗi ông/bà và hẹn lại ngày trả kết quả: ${time}. Lý do ở thư xin lỗi trong phần giấy tờ.`,
    waiting: (_t: string) => "Đang chờ bạn bổ sung. Ngày hẹn được xác định lại khi bạn gửi đủ.",
  },
  {
    unanswered: (time) => `The answer was due at ${time}. You may ask where you filed it.`,
    late: (time) => `Late since ${time}. The agency must send you a letter of apology with the reason and a new date.`,
    late_again: (time) =>
      `The new date, ${time}, has passed too. Ask who has the dossier; you have the right to complain.`,
    apologised: (time) =>
      `The agency apologises; the new date is ${time}. The letter of apology among the papers gives the reason.`,
    waiting: (_t) => "Waiting for your supplement. The date is set again once everything has arrived.",
  },
);

const TONES: Record<Exclude<Delay, null>, Tone> = {
  unanswered: "bad",
  late: "bad",
  late_again: "bad",
  apologised: "info",
  waiting: "info",
};

/** Notice to the applicant on a missed or paused deadline. */
export function DelayNotice({ whole }: { readonly whole: DossierView }) {
  const w = useWords(words);
  const language = useLanguage();
  const { dossier: d, timeline } = whole;
  const due = findPromisedDate(d);
  const found = findDelay(
    d,
    timeline.map((line) => line.kind),
    readServerTime(),
  );
  if (!found || !due) return null;
  return (
    <Notice tone={TONES[found]}>
      <p>{w[found](writeLongMoment(due, language))}</p>
    </Notice>
  );
}
