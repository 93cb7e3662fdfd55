import { nameAgency } from "../../api/catalogue";
import { api, unwrap } from "../../api/client";
import { useLoad } from "../../api/use_load";
import type { components } from "../../generated/api";
import { writeClock, writeDay, writeMoney } from "../../lib/format";
import { defineWords, useLanguage, useWords } from "../../lib/language";
import { OfficerPage } from "../../officer/layout/officer_page";
import { UnitDayForm } from "../../officer/layout/unit_day_form";
import { makeReceiptPath } from "../../officer/payments/receipt_address";
import { OPEN_TO } from "../../officer/people/units";
import { methodWords } from "../../officer/shared/method_words";
import { loadNames, type Names, nameProcedure } from "../../officer/shared/names";
import { Button } from "../../ui/button";
import { type Column, DataTable } from "../../ui/data_table";
import { Ready } from "../../ui/loading";

const words = defineWords(
  {
    title: "Các khoản đã thu trong ngày",
    back: "Thu phí, lệ phí",
    show: "Xem",
    nowhere: "Bộ phận Một cửa thu phí, lệ phí; tài khoản của bạn không có quyền xem khoản thu của Bộ phận Một cửa nào.",
    sheet: (t: string) => `Bảng kê thu phí, lệ phí ngày ${t}`,
    empty: "Không thu khoản nào trong ngày này.",
    totals: "Tổng theo hình thức thu",
    method: "Hình thức",
    taken: "Số lượng biên lai",
    takenSum: "Đã thu",
    undone: "Số lượng biên lai hủy",
    undoneSum: "Đã hủy",
    left: "Còn lại",
    all: "Tổng cộng",
    receipts: "Chi tiết từng khoản",
    at: "Giờ",
    number: "Số biên lai, chứng từ",
    code: "Mã hồ sơ",
    procedure: "Thủ tục",
    cashier: "Người thu",
    amount: "Số tiền",
    reversed: "hủy khoản thu",
    print: "In bảng kê",
    taker: "Người thu phí, lệ phí",
    head: "Phụ trách Bộ phận Một cửa",
    sign: "(ký, ghi rõ họ tên)",
  },
  {
    title: "What was taken on a day",
    back: "Take payments",
    show: "Show",
    nowhere: "One-stop units take payments; your account may see those of none.",
    sheet: (t) => `Receipts of ${t}`,
    empty: "Nothing was taken on this day.",
    totals: "Totals by method",
    method: "Method",
    taken: "Receipts",
    takenSum: "Taken",
    undone: "Reversed receipts",
    undoneSum: "Reversed",
    left: "Left",
    all: "In all",
    receipts: "Each receipt",
    at: "Time",
    number: "Receipt or voucher",
    code: "Code",
    procedure: "Procedure",
    cashier: "Taken by",
    amount: "Amount",
    reversed: "reversed",
    print: "Print the sheet",
    taker: "Cashier",
    head: "Head of the one-stop unit",
    sign: "(signature and name)",
  },
);

type Till = components["schemas"]["TillView"];
type Entry = Till["entries"][number];
type Total = Till["totals"][number];

/** A day of the centre's till: totals by method, each receipt, and the sheet to print and sign. */
export default function TillPage() {
  const w = useWords(words);
  const loaded = useLoad(loadNames, []);
  return (
    <OfficerPage title={w.title} above={<a href="/officer/cashier">← {w.back}</a>}>
      <Ready from={loaded}>{(known) => <Days names={known} />}</Ready>
    </OfficerPage>
  );
}

function Days({ names: known }: { readonly names: Names }) {
  const w = useWords(words);
  return (
    <UnitDayForm
      roles={OPEN_TO.cashier}
      known={known.units}
      field="till_day"
      button={w.show}
      nowhere={w.nowhere}
      first=""
    >
      {(unit, day) => <Day unit={unit} day={day} names={known} />}
    </UnitDayForm>
  );
}

interface DayProps {
  readonly unit: string;
  /** Today without one. */
  readonly day: string;
  readonly names: Names;
}

function Day({ unit, day, names: known }: DayProps) {
  const loaded = useLoad(
    () => unwrap(api.GET("/api/till", { params: { query: { unit, ...(day ? { day } : {}) } } })),
    [unit, day],
  );
  return <Ready from={loaded}>{(till) => <Sheet till={till} names={known} />}</Ready>;
}

function Sheet({ till, names: known }: { readonly till: Till; readonly names: Names }) {
  const w = useWords(words);
  const methods = useWords(methodWords);
  const language = useLanguage();
  const title = w.sheet(writeDay(till.day));
  const { entries } = till;
  const receipts: readonly Column<Entry>[] = [
    { head: w.at, show: (each) => writeClock(each.at) },
    {
      head: w.number,
      names: true,
      show: (each) => (
        <>
          {each.cashier ? (
            <a href={makeReceiptPath(each.dossier_id, till.unit, each.number)}>{each.number}</a>
          ) : (
            each.number
          )}
          {each.reversal && ` (${w.reversed})`}
        </>
      ),
    },
    { head: w.method, show: (each) => methods[each.method] },
    { head: w.code, show: (each) => <a href={`/officer/cashier/${each.dossier_id}`}>{each.code}</a> },
    { head: w.procedure, show: (each) => nameProcedure(known, each.procedure, language) },
    { head: w.cashier, show: (each) => <span lang="vi">{each.cashier}</span> },
    { head: w.amount, number: true, show: (each) => `${each.reversal ? "−" : ""}${writeMoney(each.amount)}` },
  ];
  return (
    <>
      <h2>{title}</h2>
      <p>{nameAgency(known.units, till.unit, language)}</p>
      {entries.length === 0 ? (
        <p class="empty">{w.empty}</p>
      ) : (
        <>
          <h3>{w.totals}</h3>
          <Totals totals={till.totals} />
          <h3>{w.receipts}</h3>
          <DataTable
            label={w.receipts}
            columns={receipts}
            rows={entries}
            rowKey={(each) => `${each.at}${each.number}${each.reversal}`}
            empty={w.empty}
          />
          <p class="buttons">
            <Button onPress={() => print()}>{w.print}</Button>
          </p>
          <div class="signatures print-only">
            {[w.taker, w.head].map((who) => (
              <p key={who}>
                <strong>{who}</strong>
                <br />
                {w.sign}
              </p>
            ))}
          </div>
        </>
      )}
    </>
  );
}

type Line = Omit<Total, "method"> & { readonly name: string };

const LINE = { taken: 0, taken_amount: 0, reversed: 0, reversed_amount: 0 };

/** The sum of all methods. */
function sumAmounts(totals: readonly Omit<Total, "method">[]) {
  return totals.reduce(
    (sum, each) => ({
      taken: sum.taken + each.taken,
      taken_amount: sum.taken_amount + each.taken_amount,
      reversed: sum.reversed + each.reversed,
      reversed_amount: sum.reversed_amount + each.reversed_amount,
    }),
    LINE,
  );
}

function Totals({ totals }: { readonly totals: readonly Total[] }) {
  const w = useWords(words);
  const methods = useWords(methodWords);
  const lines: readonly Line[] = [
    ...totals.map(({ method, ...each }) => ({ ...each, name: methods[method] })),
    { ...sumAmounts(totals), name: w.all },
  ];
  const columns: readonly Column<Line>[] = [
    { head: w.method, names: true, show: (each) => each.name },
    { head: w.taken, number: true, show: (each) => each.taken },
    { head: w.takenSum, number: true, show: (each) => writeMoney(each.taken_amount) },
    { head: w.undone, number: true, show: (each) => each.reversed },
    { head: w.undoneSum, number: true, show: (each) => writeMoney(each.reversed_amount) },
    {
      head: w.left,
      number: true,
      show: (each) => <strong>{writeMoney(each.taken_amount - each.reversed_amount)}</strong>,
    },
  ];
  return <DataTable label={w.totals} columns={columns} rows={lines} rowKey={(each) => each.name} empty="" />;
}
