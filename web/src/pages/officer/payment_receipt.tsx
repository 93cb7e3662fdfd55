import { useEffect, useState } from "preact/hooks";
import { loadProcedure, nameAgency } from "../../api/catalogue";
import { api, unwrap } from "../../api/client";
import type { Procedure } from "../../api/types";
import { useAct, useLoad } from "../../api/use_load";
import type { PageProps } from "../../app/route";
import { nameFee } from "../../dossier/fee_words";
import type { components } from "../../generated/api";
import { writeLongMoment, writeMoney } from "../../lib/format";
import { chooseName, defineWords, useLanguage, useWords } from "../../lib/language";
import { OfficerPage } from "../../officer/layout/officer_page";
import { methodWords } from "../../officer/shared/method_words";
import { loadNames, type Names } from "../../officer/shared/names";
import { Facts } from "../../officer/workspace/summary";
import { Button } from "../../ui/button";
import { ErrorSummary } from "../../ui/error_summary";
import { Ready } from "../../ui/loading";

const words = defineWords(
  {
    title: (number: string) => `Phiếu xác nhận đã nộp phí, lệ phí: ${number}`,
    back: "Thu phí, lệ phí",
    make: "In phiếu",
    again: "In lại phiếu",
    making: "Đang lập phiếu…",
    counted: "Mỗi lần in đều được ghi lại; từ lần thứ hai phiếu mang dấu bản in lại.",
    copy: (n: number) => `BẢN IN LẠI LẦN ${n}`,
    void: "KHOẢN THU ĐÃ HỦY, PHIẾU KHÔNG CÒN GIÁ TRỊ",
    unit: "Đơn vị thu",
    number: "Số biên lai, chứng từ",
    code: "Mã hồ sơ",
    procedure: "Thủ tục",
    sum: "Khoản nộp",
    total: "Tổng số tiền đã nộp",
    method: "Hình thức",
    at: "Thời điểm nộp",
    cashier: "Người thu",
    not: "Phiếu xác nhận khoản thu đã ghi trong hệ thống, không thay biên lai thu phí, lệ phí.",
  },
  {
    title: (number) => `Confirmation of the payment ${number}`,
    back: "Take payments",
    make: "Print",
    again: "Print again",
    making: "Preparing…",
    counted: "Each print is on record; from the second on it is marked as a copy.",
    copy: (n) => `COPY NO. ${n}`,
    void: "THE PAYMENT WAS REVERSED; THIS HOLDS NO LONGER",
    unit: "Taken at",
    number: "Receipt or voucher",
    code: "Code",
    procedure: "Procedure",
    sum: "Sum",
    total: "Paid in all",
    method: "Method",
    at: "Paid at",
    cashier: "Taken by",
    not: "This confirms a payment that the system has recorded; it is no fiscal receipt.",
  },
);

interface RecordedPayment {
  readonly of: components["schemas"]["ReceiptPrintView"];
  /** The procedure, which names its fees. */
  readonly fees: Procedure;
}

/** The confirmation of a recorded payment: made and counted when it is printed, marked as a copy from then on. */
export default function PaymentReceiptPage({ params, query }: PageProps) {
  const [unit, number] = [query.get("unit") ?? "", query.get("number") ?? ""];
  const w = useWords(words);
  const loaded = useLoad(loadNames, []);
  return (
    <OfficerPage title={w.title(number)} above={<a href={`/officer/cashier/${params.id ?? ""}`}>← {w.back}</a>}>
      <Ready from={loaded}>{(known) => <Confirmation unit={unit} number={number} names={known} />}</Ready>
    </OfficerPage>
  );
}

interface ConfirmationProps {
  readonly unit: string;
  readonly number: string;
  readonly names: Names;
}

function Confirmation({ unit, number, names: known }: ConfirmationProps) {
  const w = useWords(words);
  const [made, setMade] = useState<RecordedPayment | null>(null);
  const act = useAct<null>(async () => {
    const of = await unwrap(api.POST("/api/till/prints", { body: { unit, number } }));
    // Its fees have their names before the printer sees it.
    setMade({ of, fees: await loadProcedure(of.procedure) });
  });
  useEffect(() => {
    if (made) print();
  }, [made]);
  return (
    <>
      <ErrorSummary faults={[]} problem={act.problem} attempt={0} />
      {made && <Slip {...made} names={known} />}
      <p class="muted small screen-only">{w.counted}</p>
      <p class="buttons">
        <Button busy={act.busy} busyText={w.making} onPress={() => void act.run(null)}>
          {made ? w.again : w.make}
        </Button>
      </p>
    </>
  );
}

function Slip({ of, fees, names: known }: RecordedPayment & { readonly names: Names }) {
  const w = useWords(words);
  const methods = useWords(methodWords);
  const language = useLanguage();
  return (
    <article class="payment-slip">
      {of.reversed && <p class="due due-bad">{w.void}</p>}
      {of.copies > 0 && (
        <p>
          <strong>{w.copy(of.copies)}</strong>
        </p>
      )}
      <Facts
        rows={[
          [w.unit, nameAgency(known.units, of.unit, language)],
          [w.number, of.number],
          [w.code, of.code],
          [w.procedure, chooseName(fees.name, language)],
          ...of.sums.map(({ fee_key, amount }): readonly [string, string] => {
            return [w.sum, `${nameFee(fees, fee_key, language)}: ${writeMoney(amount)}`];
          }),
          [w.total, <strong key="total">{writeMoney(of.amount)}</strong>],
          [w.method, methods[of.method]],
          [w.at, writeLongMoment(of.paid_at, language)],
          [w.cashier, of.cashier],
        ]}
      />
      <p class="muted small">{w.not}</p>
    </article>
  );
}
