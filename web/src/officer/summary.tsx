import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { agencyName } from "../api/catalogue";
import { answersOf } from "../dossier/answers";
import { heldPart } from "../dossier/corrected";
import { dateWords } from "../dossier/dates";
import { dueText, feeDueWords, feeName } from "../dossier/fee_words";
import type { Whole } from "../dossier/load";
import { NotYours, reads } from "../dossier/not_yours";
import { type Proven, proofText, proofWords } from "../dossier/proof";
import { returnWords } from "../dossier/return_words";
import { answerText } from "../eform/answer_text";
import { dateTime, money } from "../lib/format";
import { useLanguage, useWords, words } from "../lib/language";
import { fold } from "../lib/text";
import { SearchBox } from "../ui/search_box";
import { DueMark } from "./due_mark";
import { idTypeWords } from "./id_types";
import { personOf, unnamedWords } from "./people";
import { wordFor } from "./step_words";

const said = words(
  {
    title: "Nội dung hồ sơ",
    applicant: "Người nộp",
    form: "Đơn",
    look: "Xem như tờ đơn, in",
    facts: "Thông tin chung",
    full_name: "Họ và tên",
    id_type: "Loại giấy tờ",
    id_number: "Số định danh",
    phone: "Điện thoại",
    email: "Thư điện tử",
    address: "Địa chỉ",
    receipt: "Số xác nhận nộp hồ sơ",
    filed: "Nộp lúc",
    way: "Người nộp chọn nhận kết quả",
    transfer: "Chuyển giải quyết chậm nhất",
    unit: "Nơi tiếp nhận",
    bring: "Địa chỉ nhận kết quả qua dịch vụ bưu chính công ích",
    agency: "Nơi giải quyết",
    none: "Không cung cấp",
    tasks: "Phần việc",
    done: "xong",
    waits: "hồ sơ giấy chưa chuyển đến",
    fees: "Phí, lệ phí",
    open: "chưa nộp",
    settled: "đã nộp",
    exempted: "được miễn",
    cancelled: "không phải nộp",
    asked: "Đang chờ bổ sung",
    owed: "Còn nợ người nộp",
    letter: "thư xin lỗi ký và gửi kèm kết quả",
    at_fault: "Công chức để xảy ra quá hạn",
    find: "Tìm trong nội dung hồ sơ",
  },
  {
    title: "The dossier",
    applicant: "Applicant",
    form: "Application",
    look: "As a paper, to print",
    facts: "In general",
    full_name: "Full name",
    id_type: "Identity paper",
    id_number: "ID number",
    phone: "Telephone",
    email: "E-mail",
    address: "Address",
    receipt: "Receipt number",
    filed: "Filed at",
    way: "The applicant chose to receive it",
    transfer: "Transfer by",
    unit: "Received at",
    bring: "Address for the result by public post",
    agency: "Settled by",
    none: "Not given",
    tasks: "Shares",
    done: "done",
    waits: "the paper has not reached it yet",
    fees: "Fees",
    open: "not paid",
    settled: "paid",
    exempted: "exempt",
    cancelled: "nothing to pay",
    asked: "Waiting for",
    owed: "Still owed to the applicant",
    letter: "a signed letter of apology, with the result",
    at_fault: "Officer at fault for the delay",
    find: "Search the dossier",
  },
);

const counted = words(
  { found: (n: number, all: number) => (n ? `${n}/${all} mục` : "Không có mục nào khớp.") },
  { found: (n, all) => (n ? `${n} of ${all}` : "Nothing matches.") },
);

type Row = readonly [string, ComponentChildren];

/** The filing as text: general data, the applicant and the answers of the form. */
export function Summary({ whole }: { readonly whole: Whole }) {
  const w = useWords(said);
  const { found } = useWords(counted);
  const unnamed = useWords(unnamedWords);
  const due = useWords(feeDueWords);
  const dates = useWords(dateWords);
  const ways: Readonly<Record<string, string>> = useWords(returnWords);
  const language = useLanguage();
  const { dossier: d, units, form, procedure } = whole;
  const applicant = (heldPart(d, "applicant") ?? null) as Record<string, unknown> | null;
  const answers = answersOf(whole);
  // Only those whom the law names are sent this part.
  const fault = d.parts?.find((part) => part.name === "officer_at_fault")?.value as { officer: string } | undefined;
  const atFault = fault ? personOf(whole, fault.officer) || unnamed.officer : "";
  const labels = w as Readonly<Record<string, string>>;
  const proof = useWords(proofWords);
  const idTypes: Readonly<Record<string, string>> = useWords(idTypeWords);
  const address = d.parts?.findLast((part) => part.name === "return_address" && !part.superseded)?.value as
    | string
    | undefined;
  const general: Row[] = [
    [w.receipt, d.receipt_no],
    [w.filed, dateTime(d.filed_at)],
    ...(d.reception_due_at ? [[dates.answer, <DueMark key="r" due={d.reception_due_at} />] as Row] : []),
    ...(d.state === "received" && d.transfer_due_at
      ? [[w.transfer, <DueMark key="t" due={d.transfer_due_at} />] as Row]
      : []),
    ...(d.due_at
      ? [[d.received_at ? dates.appointment : dates.foreseen, <DueMark key="d" due={d.due_at} />] as Row]
      : []),
    ...(d.owes.length ? [[w.owed, w.letter] as Row] : []),
    ...(atFault ? [[w.at_fault, atFault] as Row] : []),
    [w.unit, agencyName(units, d.one_stop, language)],
    ...(reads(d, "parcel") ? [[w.way, d.return_way ? ways[d.return_way] : w.none] as Row] : []),
    ...(address && d.return_way === "post" ? [[w.bring, address] as Row] : []),
    ...(d.agency ? [[w.agency, agencyName(units, d.agency, language)] as Row] : []),
    ...d.tasks.map(
      (task): Row => [
        w.tasks,
        <>
          {[agencyName(units, task.unit, language), personOf(whole, task.holder)].filter(Boolean).join(", ")}:{" "}
          {task.done_at ? w.done : <DueMark due={task.due_at} />}
          {task.waits && ` (${w.waits})`}
        </>,
      ],
    ),
    ...d.obligations.map((each): Row => {
      const stands = each.state === "open" ? [w.open, dueText(due, each.due)] : [wordFor(labels, each.state)];
      return [w.fees, `${feeName(procedure, each.fee_key, language)}: ${[money(each.amount), ...stands].join(", ")}`];
    }),
  ];
  const proven = proofText(proof, d.proof, heldPart(d, "proven") as Proven | undefined);
  const person: readonly Row[] = [
    ...Object.entries(applicant ?? {})
      .filter(([, value]) => value)
      .map(
        ([name, value]): Row => [
          wordFor(labels, name),
          name === "id_type" ? wordFor(idTypes, String(value)) : String(value),
        ],
      ),
    ...(reads(d, "identity") ? [[proof.title, proven] as Row] : []),
  ];
  const declared = answers
    ? form.questions.map((q): Row => [q[language], answerText(q, answers[q.key], language) || w.none])
    : [];
  const all = [...general, ...person, ...declared];
  const [typed, setTyped] = useState("");
  const matching = (rows: readonly Row[]) => rows.filter((row) => isMatch(row, typed));
  return (
    <section aria-labelledby="summary" data-section tabIndex={-1}>
      <h2 id="summary">{w.title}</h2>
      <SearchBox id="facts-text" label={w.find} value={typed} onInput={setTyped} />
      <p class="found small" role="status">
        {fold(typed) ? found(matching(all).length, all.length) : ""}
      </p>
      <Facts rows={matching(general)} />
      {(matching(person).length > 0 || !reads(d, "name")) && (
        <>
          <h3>{w.applicant}</h3>
          {reads(d, "name") ? <Facts rows={matching(person)} /> : <NotYours />}
        </>
      )}
      {(matching(declared).length > 0 || !reads(d, "form")) && (
        <>
          <h3>
            {w.form} {reads(d, "form") && <a href={`/dossiers/${d.id}/application`}>{w.look}</a>}
          </h3>
          {reads(d, "form") ? <Facts rows={matching(declared)} /> : <NotYours />}
        </>
      )}
    </section>
  );
}

/** Whether a row has what is looked for, in its label or in a value that is plain text; without accents and case. */
export function isMatch([label, value]: Row, typed: string): boolean {
  const wanted = fold(typed);
  return fold(label).includes(wanted) || (typeof value === "string" && fold(value).includes(wanted));
}

export function Facts({ rows }: { readonly rows: readonly Row[] }) {
  return (
    <dl class="facts facts-dense">
      {rows.map(([label, value], at) => (
        <div key={`${label}${at}`}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
