import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { nameAgency } from "../../api/catalogue";
import { readAnswers } from "../../dossier/answers";
import { findHeldPart } from "../../dossier/corrected";
import { dateWords } from "../../dossier/dates";
import { feeDueWords, nameFee, writeFeeDue } from "../../dossier/fee_words";
import type { DossierView } from "../../dossier/load";
import { mayRead, NotYours } from "../../dossier/not_yours";
import { type Proven, proofWords, writeProof } from "../../dossier/proof";
import { returnWords } from "../../dossier/return_words";
import { writeAnswer } from "../../eform/answer_text";
import { authorityWords, listPrincipalRows } from "../../filing/authority_words";
import { capacityWords, listCapacityRows } from "../../filing/capacity_words";
import { writeDateTime, writeMoney } from "../../lib/format";
import { defineWords, useLanguage, useWords } from "../../lib/language";
import { foldText } from "../../lib/text";
import { SearchBox } from "../../ui/search_box";
import { nameOfficer, unnamedWords } from "../people/people";
import { DueMark } from "../shared/due_mark";
import { idTypeWords } from "../shared/id_types";
import { findWord } from "../steps/step_words";

const words = defineWords(
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

const counted = defineWords(
  { found: (n: number, all: number) => (n ? `${n}/${all} mục` : "Không có mục nào khớp.") },
  { found: (n, all) => (n ? `${n} of ${all}` : "Nothing matches.") },
);

type Row = readonly [string, ComponentChildren];

/** The filing as text: general data, the applicant and the answers of the form. */
export function Summary({ whole }: { readonly whole: DossierView }) {
  const w = useWords(words);
  const { found } = useWords(counted);
  const unnamed = useWords(unnamedWords);
  const due = useWords(feeDueWords);
  const dates = useWords(dateWords);
  const ways: Readonly<Record<string, string>> = useWords(returnWords);
  const language = useLanguage();
  const { dossier: d, units, form, procedure } = whole;
  const applicant = (findHeldPart(d, "applicant") ?? null) as Record<string, unknown> | null;
  const answers = readAnswers(whole);
  // Only those whom the law names are sent this part.
  const fault = d.parts?.find((part) => part.name === "officer_at_fault")?.value as { officer: string } | undefined;
  const atFault = fault ? nameOfficer(whole, fault.officer) || unnamed.officer : "";
  const labels = w as Readonly<Record<string, string>>;
  const proof = useWords(proofWords);
  const rights = useWords(authorityWords);
  const capacity = useWords(capacityWords);
  const idTypes: Readonly<Record<string, string>> = useWords(idTypeWords);
  const address = d.parts?.findLast((part) => part.name === "return_address" && !part.superseded)?.value as
    | string
    | undefined;
  const general: Row[] = [
    [w.receipt, d.receipt_no],
    [w.filed, writeDateTime(d.filed_at)],
    ...(d.reception_due_at ? [[dates.answer, <DueMark key="r" due={d.reception_due_at} />] as Row] : []),
    ...(d.state === "received" && d.transfer_due_at
      ? [[w.transfer, <DueMark key="t" due={d.transfer_due_at} />] as Row]
      : []),
    ...(d.due_at
      ? [[d.received_at ? dates.appointment : dates.foreseen, <DueMark key="d" due={d.due_at} />] as Row]
      : []),
    ...(d.owes.length ? [[w.owed, w.letter] as Row] : []),
    ...(atFault ? [[w.at_fault, atFault] as Row] : []),
    [w.unit, nameAgency(units, d.one_stop, language)],
    ...(mayRead(d, "parcel") ? [[w.way, d.return_way ? ways[d.return_way] : w.none] as Row] : []),
    ...(address && d.return_way === "post" ? [[w.bring, address] as Row] : []),
    ...(d.agency ? [[w.agency, nameAgency(units, d.agency, language)] as Row] : []),
    ...d.tasks.map(
      (task): Row => [
        w.tasks,
        <>
          {[nameAgency(units, task.unit, language), nameOfficer(whole, task.holder)].filter(Boolean).join(", ")}:{" "}
          {task.done_at ? w.done : <DueMark due={task.due_at} />}
          {task.waits && ` (${w.waits})`}
        </>,
      ],
    ),
    ...d.obligations.map((each): Row => {
      const stands = each.state === "open" ? [w.open, writeFeeDue(due, each.due)] : [findWord(labels, each.state)];
      return [
        w.fees,
        `${nameFee(procedure, each.fee_key, language)}: ${[writeMoney(each.amount), ...stands].join(", ")}`,
      ];
    }),
  ];
  const proven = writeProof(proof, d.proof, findHeldPart(d, "proven") as Proven | undefined);
  const person: readonly Row[] = [
    ...Object.entries(applicant ?? {})
      .filter(([, value]) => value)
      .map(
        ([name, value]): Row => [
          findWord(labels, name),
          name === "id_type" ? findWord(idTypes, String(value)) : String(value),
        ],
      ),
    ...(mayRead(d, "identity") ? [[proof.title, proven] as Row] : []),
    ...listPrincipalRows(rights, d.authority, findHeldPart(d, "principal") as Record<string, unknown> | null),
    ...listCapacityRows(capacity, d.capacity, findHeldPart(d, "relation") as Record<string, unknown> | null),
  ];
  const declared = answers
    ? form.questions.map((q): Row => [q[language], writeAnswer(q, answers[q.key], language) || w.none])
    : [];
  const all = [...general, ...person, ...declared];
  const [typed, setTyped] = useState("");
  const findMatching = (rows: readonly Row[]) => rows.filter((row) => isMatch(row, typed));
  return (
    <section aria-labelledby="summary" data-section tabIndex={-1}>
      <h2 id="summary">{w.title}</h2>
      <SearchBox id="facts-text" label={w.find} value={typed} onInput={setTyped} />
      <p class="found small" role="status">
        {foldText(typed) ? found(findMatching(all).length, all.length) : ""}
      </p>
      <Facts rows={findMatching(general)} />
      {(findMatching(person).length > 0 || !mayRead(d, "name")) && (
        <>
          <h3>{w.applicant}</h3>
          {mayRead(d, "name") ? <Facts rows={findMatching(person)} /> : <NotYours />}
        </>
      )}
      {(findMatching(declared).length > 0 || !mayRead(d, "form")) && (
        <>
          <h3>
            {w.form} {mayRead(d, "form") && <a href={`/dossiers/${d.id}/application`}>{w.look}</a>}
          </h3>
          {mayRead(d, "form") ? <Facts rows={findMatching(declared)} /> : <NotYours />}
        </>
      )}
    </section>
  );
}

/** Whether a row contains the search text, in its label or in a value that is plain text; without accents and case. */
export function isMatch([label, value]: Row, typed: string): boolean {
  const wanted = foldText(typed);
  return foldText(label).includes(wanted) || (typeof value === "string" && foldText(value).includes(wanted));
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
