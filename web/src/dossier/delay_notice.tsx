import { longMoment } from "../lib/format";
import { useLanguage, useWords, words } from "../lib/language";
import { serverNow } from "../session/clock";
import { Notice, type Tone } from "../ui/notice";
import { promised } from "./dates";
import { type Delay, delay } from "./delay";
import type { Whole } from "./load";

const said = words(
  {
    unanswered: (t: string) => `Đã quá thời hạn trả lời ${t}. Bạn có thể hỏi nơi nhận hồ sơ.`,
    late: (t: string) => `Quá hạn từ ${t}. Cơ quan có trách nhiệm gửi thư xin lỗi, nêu lý do và ngày hẹn lại.`,
    late_again: (t: string) =>
      `Ngày hẹn lại ${t} cũng đã qua. Hỏi nơi đang giữ hồ sơ; bạn có quyền phản ánh, kiến nghị.`,
    apologised: (t: string) =>
      `Cơ quan xin lỗi ông/bà và hẹn lại ngày trả kết quả: ${t}. Lý do ở thư xin lỗi trong phần giấy tờ.`,
    waiting: (_t: string) => "Đang chờ bạn bổ sung. Ngày hẹn được xác định lại khi bạn gửi đủ.",
  },
  {
    unanswered: (t) => `The answer was due at ${t}. You may ask where you filed it.`,
    late: (t) => `Late since ${t}. The agency must send you a letter of apology with the reason and a new date.`,
    late_again: (t) => `The new date, ${t}, has passed too. Ask who has the dossier; you have the right to complain.`,
    apologised: (t) =>
      `The agency apologises; the new date is ${t}. The letter of apology among the papers gives the reason.`,
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
export function DelayNotice({ whole }: { readonly whole: Whole }) {
  const w = useWords(said);
  const language = useLanguage();
  const { dossier: d, timeline } = whole;
  const due = promised(d);
  const found = delay(
    d,
    timeline.map((line) => line.kind),
    serverNow(),
  );
  if (!found || !due) return null;
  return (
    <Notice tone={TONES[found]}>
      <p>{w[found](longMoment(due, language))}</p>
    </Notice>
  );
}
