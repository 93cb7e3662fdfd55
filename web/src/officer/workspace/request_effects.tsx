import { loadProcedure } from "../../api/catalogue";
import { useLoad } from "../../api/use_load";
import type { DossierView } from "../../dossier/load";
import type { components } from "../../generated/api";
import { writeDateTime, writeDuration, writeMoney } from "../../lib/format";
import { chooseName, defineWords, useLanguage, useWords } from "../../lib/language";
import { Ready } from "../../ui/loading";

const words = defineWords(
  {
    title: "Nếu đồng ý",
    asked: (time: string) => `Thời gian đề nghị thêm: ${time}`,
    now: (t: string) => `Ngày hẹn trả kết quả hiện nay: ${t}`,
    after: (t: string) => `Ngày hẹn trả kết quả mới: ${t}`,
    left: (time: string) => `Sau lần này, mức tối đa theo quy định còn lại: ${time}`,
    none: "Sau lần này không còn gia hạn được nữa.",
    uncapped: "Quy định không đặt mức tối đa cho việc gia hạn.",
    same: "Ngày hẹn trả kết quả giữ nguyên; thư xin lỗi được lập và gửi người nộp.",
    papers: (names: string) => `Người nộp phải bổ sung: ${names}`,
    parts: (names: string) => `Người nộp phải sửa các mục của đơn: ${names}`,
    pay: (sum: string) => `Người nộp phải nộp phí, lệ phí: ${sum}`,
    waits: "Hồ sơ chuyển sang chờ người nộp bổ sung.",
    withdrawn: "Hồ sơ kết thúc theo yêu cầu của người nộp.",
    cancelled: (sum: string) => `Khoản chưa nộp ${sum} không phải nộp nữa.`,
    receipt: (number: string, sum: string, t: string) => `Hủy biên lai ${number}: ${sum}, thu lúc ${t}`,
    again: "Khoản phí, lệ phí này trở lại chưa nộp.",
    checked: "Phần bổ sung được xác nhận đã kiểm soát; hồ sơ được giải quyết tiếp.",
    right: (name: string) => `Thủ tục đúng: ${name}`,
    void: "Mã hồ sơ và giấy tiếp nhận hiện nay không còn giá trị; hồ sơ được lập lại theo thủ tục đúng.",
    carried: (sum: string) => `${sum} đã nộp trực tuyến được tính cho thủ tục đúng.`,
    rest: (sum: string) => `Người nộp còn phải nộp theo thủ tục đúng: ${sum}`,
    back: (sum: string) => `Nộp thừa ${sum}: ghi nhận để hoàn trả người nộp.`,
    received: (t: string) => `Thời điểm tiếp nhận đúng: ${t}`,
    reprint: "Giấy tiếp nhận mới thay giấy đã in.",
    passes: "Ở cấp này, đồng ý mới chỉ chuyển đề nghị lên cấp duyệt tiếp theo; những thay đổi trên có sau cấp cuối.",
  },
  {
    title: "If you approve",
    asked: (time) => `Time asked for: ${time}`,
    now: (t) => `Date of the result now: ${t}`,
    after: (t) => `New date of the result: ${t}`,
    left: (time) => `Left after this, within the cap of the rules: ${time}`,
    none: "After this no extension is left.",
    uncapped: "The rules set no cap.",
    same: "The date of the result stays; the letter of apology is made and sent.",
    papers: (names) => `The applicant must add: ${names}`,
    parts: (names) => `The applicant must correct these parts of the form: ${names}`,
    pay: (sum) => `The applicant must pay: ${sum}`,
    waits: "The dossier then waits for the applicant.",
    withdrawn: "The dossier ends as the applicant asked.",
    cancelled: (sum) => `What is unpaid, ${sum}, is owed no more.`,
    receipt: (number, sum, t) => `Receipt ${number} is reversed: ${sum}, taken at ${t}`,
    again: "The fee is unpaid again.",
    checked: "What was added is confirmed as checked; work on the dossier continues.",
    right: (name) => `The right procedure: ${name}`,
    void: "The present code and receipt become void; the dossier is filed again under the right procedure.",
    carried: (sum) => `${sum} paid online counts for the right procedure.`,
    rest: (sum) => `Still to be paid under the right procedure: ${sum}`,
    back: (sum) => `Paid too much, ${sum}: recorded as owed back to the applicant.`,
    received: (t) => `Right time of reception: ${t}`,
    reprint: "A new receipt takes the place of the printed one.",
    passes: "At this stage approving only passes the request on; the changes come after the last stage.",
  },
);

type ApprovalRequest = components["schemas"]["RequestView"];

/** Effects of an approved request: dates, sums, papers. Shown before the decision. */
export function RequestEffects({ asked, whole }: { readonly asked: ApprovalRequest; readonly whole: DossierView }) {
  const w = useWords(words);
  const lines = useEffectLines(asked, whole);
  return (
    <div>
      <p class="muted small">{w.title}:</p>
      <ul class="tight">
        {asked.procedure && <RightProcedure id={asked.procedure} />}
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {asked.passed + 1 < asked.chain.length && <p class="muted small">{w.passes}</p>}
    </div>
  );
}

function useEffectLines(asked: ApprovalRequest, whole: DossierView): readonly string[] {
  const w = useWords(words);
  const language = useLanguage();
  const { dossier: d } = whole;
  const dates = [...(d.due_at ? [w.now(writeDateTime(d.due_at))] : []), ...writeNewDueDate(asked, w)];
  switch (asked.kind) {
    case "extension":
      return [...writeExtension(asked, w, language), ...dates];
    case "apology":
      return asked.new_due_at ? dates : [w.same];
    case "appointment":
      return [...(asked.received_at ? [w.received(writeDateTime(asked.received_at))] : []), ...dates, w.reprint];
    case "supplement":
      return [...writeSupplement(asked, whole, w, language), w.waits];
    case "withdrawal":
      return [w.withdrawn, ...writeCancelled(whole, w)];
    case "reversal": {
      const { reverses } = asked;
      return reverses
        ? [w.receipt(reverses.receipt_number, writeMoney(reverses.amount), writeDateTime(reverses.taken_at)), w.again]
        : [];
    }
    case "control":
      return [w.checked];
    case "refiling":
      return [w.void, ...writeRefilingMoney(asked, w)];
    case "outcome":
      return [];
  }
}

type EffectWords = (typeof words)["vi"];

function writeNewDueDate(asked: ApprovalRequest, text: EffectWords): string[] {
  return asked.new_due_at ? [text.after(writeDateTime(asked.new_due_at))] : [];
}

function writeExtension(asked: ApprovalRequest, text: EffectWords, language: "vi" | "en"): string[] {
  const { units, unit, units_left: left } = asked;
  if (!units || !unit) return [];
  const cap =
    left === null || left === undefined
      ? text.uncapped
      : left
        ? text.left(writeDuration({ value: left, unit }, language))
        : text.none;
  return [text.asked(writeDuration({ value: units, unit }, language)), cap];
}

function writeSupplement(
  asked: ApprovalRequest,
  whole: DossierView,
  text: EffectWords,
  language: "vi" | "en",
): string[] {
  const papers = (asked.components ?? []).map((key) => {
    const found = whole.procedure.components.find((each) => each.key === key);
    return found ? chooseName(found.name, language) : key;
  });
  const parts = (asked.form_fields ?? []).map(
    (key) => whole.form.questions.find((each) => each.key === key)?.[language] ?? key,
  );
  return [
    ...(papers.length ? [text.papers(papers.join("; "))] : []),
    ...(parts.length ? [text.parts(parts.join("; "))] : []),
    ...(asked.to_pay ? [text.pay(writeMoney(asked.to_pay))] : []),
  ];
}

function writeRefilingMoney({ carried, to_pay, owed_back }: ApprovalRequest, text: EffectWords): string[] {
  return [
    ...(carried ? [text.carried(writeMoney(carried))] : []),
    ...(to_pay ? [text.rest(writeMoney(to_pay))] : []),
    ...(owed_back ? [text.back(writeMoney(owed_back))] : []),
  ];
}

function writeCancelled(whole: DossierView, text: EffectWords): string[] {
  const open = whole.dossier.obligations.filter((each) => each.state === "open");
  const sum = open.reduce((total, each) => total + each.amount, 0);
  return sum ? [text.cancelled(writeMoney(sum))] : [];
}

/** The procedure under which the dossier is to continue. */
function RightProcedure({ id }: { readonly id: string }) {
  const w = useWords(words);
  const language = useLanguage();
  const loaded = useLoad(() => loadProcedure(id), [id]);
  return (
    <li>
      <Ready from={loaded}>{(found) => <>{w.right(chooseName(found.name, language))}</>}</Ready>
    </li>
  );
}
