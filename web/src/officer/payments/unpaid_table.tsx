import { feeDueWords, writeFeeDue } from "../../dossier/fee_words";
import type { components } from "../../generated/api";
import { writeDateTime, writeMoney } from "../../lib/format";
import { defineWords, useLanguage, useWords } from "../../lib/language";
import { type Column, DataTable } from "../../ui/data_table";
import { type Names, nameProcedure } from "../shared/names";
import { OFFICER_STATES } from "../shared/state_words";

export type UnpaidLine = components["schemas"]["UnpaidLineView"];

const words = defineWords(
  {
    code: "Mã hồ sơ",
    applicant: "Người nộp",
    procedure: "Thủ tục",
    state: "Trạng thái",
    sums: "Khoản chưa nộp",
    total: "Tổng cộng",
    filed: "Ngày nộp hồ sơ",
    act: "Việc",
    deferred: "đã cho nộp sau",
    take: "Thu tiền",
    not: "do người thu phí thực hiện",
  },
  {
    code: "Code",
    applicant: "Applicant",
    procedure: "Procedure",
    state: "State",
    sums: "Unpaid",
    total: "Total",
    filed: "Filed",
    act: "Act",
    deferred: "put off",
    take: "Take the payment",
    not: "a cashier takes it",
  },
);

interface UnpaidTableProps {
  readonly label: string;
  readonly rows: readonly UnpaidLine[];
  readonly names: Names;
  readonly empty: string;
}

/** Dossiers with something to pay, each sum with its moment, and the way to take it. */
export function UnpaidTable({ label, rows, names: known, empty }: UnpaidTableProps) {
  const w = useWords(words);
  const due = useWords(feeDueWords);
  const language = useLanguage();
  const columns: readonly Column<UnpaidLine>[] = [
    {
      head: w.code,
      names: true,
      show: (row) => (
        <a class="nowrap" href={`/officer/dossiers/${row.dossier_id}`}>
          {row.code ?? row.receipt_no}
        </a>
      ),
    },
    { head: w.applicant, show: (row) => <span lang="vi">{row.applicant}</span> },
    { head: w.procedure, show: (row) => nameProcedure(known, row.procedure, language) },
    { head: w.state, show: (row) => OFFICER_STATES[row.state][language].label },
    {
      head: w.sums,
      show: (row) => (
        <ul class="plain">
          {row.sums.map((each) => (
            <li key={`${each.fee_key}${each.due}`}>
              {writeMoney(each.amount)}: {writeFeeDue(due, each.due)}
              {each.deferred && ` (${w.deferred})`}
            </li>
          ))}
        </ul>
      ),
    },
    { head: w.total, number: true, show: (row) => <strong>{writeMoney(row.total)}</strong> },
    { head: w.filed, show: (row) => writeDateTime(row.filed_at) },
    {
      head: w.act,
      show: (row) =>
        row.payable ? (
          <a class="nowrap" href={`/officer/cashier/${row.dossier_id}`}>
            {w.take}
            <span class="hidden"> {row.code ?? row.receipt_no}</span>
          </a>
        ) : (
          <span class="muted">{w.not}</span>
        ),
    },
  ];
  return <DataTable label={label} columns={columns} rows={rows} rowKey={(row) => row.dossier_id} empty={empty} />;
}
