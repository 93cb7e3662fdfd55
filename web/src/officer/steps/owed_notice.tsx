import { nameAgency } from "../../api/catalogue";
import { feeDueWords, nameFee, writeFeeDue } from "../../dossier/fee_words";
import type { DossierView } from "../../dossier/load";
import { payWayWords } from "../../dossier/pay_ways";
import { writeMoney } from "../../lib/format";
import { defineWords, useLanguage, useWords } from "../../lib/language";
import { Notice } from "../../ui/notice";

const words = defineWords(
  {
    give_back: "Chưa trả được kết quả: còn phí, lệ phí chưa nộp",
    receive: "Còn phí, lệ phí phải nộp khi tiếp nhận",
    deferred: "đã cho nộp sau khi tiếp nhận",
    total: "Tổng cộng",
    unit: (name: string) => `Nộp tại quầy thu phí, lệ phí của ${name}`,
    anywhere: "Nộp tại quầy của bất kỳ Trung tâm hành chính công nào trong tỉnh",
    ways: "Các cách nộp khác",
    later: "Chưa nộp mà vẫn tiếp nhận thì phải chọn căn cứ cho nộp sau.",
    take: "Thu tiền",
  },
  {
    give_back: "The result cannot be handed over yet: fees are unpaid",
    receive: "Fees are due at reception",
    deferred: "put off at reception",
    total: "Total",
    unit: (name) => `Paid at the counter of ${name}`,
    anywhere: "Paid at the counter of any public administration centre of the province",
    ways: "Other ways of paying",
    later: "To receive the dossier unpaid, choose a ground for paying later.",
    take: "Take the payment",
  },
);

export type WaitsForMoney = "receive" | "give_back";

/** Sums owed by the time of a step. */
export function sumOwedBy(whole: DossierView, step: WaitsForMoney) {
  const open = whole.dossier.obligations.filter((each) => each.state === "open");
  return step === "receive" ? open.filter((each) => each.due === "reception") : open;
}

/** Sums to be paid before a step, and the place: the officer at the counter informs the payer. */
export function OwedNotice({ whole, step }: { readonly whole: DossierView; readonly step: WaitsForMoney }) {
  const w = useWords(words);
  const due = useWords(feeDueWords);
  const ways = useWords(payWayWords);
  const language = useLanguage();
  const { dossier: d, procedure, units } = whole;
  const owed = sumOwedBy(whole, step);
  if (owed.length === 0) return null;
  const other = d.pay_ways.filter((each) => each !== "counter");
  return (
    <Notice tone="act" title={w[step]}>
      <ul>
        {owed.map((each) => (
          <li key={each.id}>
            {nameFee(procedure, each.fee_key, language)}: <strong>{writeMoney(each.amount)}</strong>{" "}
            <span class="muted">({each.deferred ? w.deferred : writeFeeDue(due, each.due)})</span>
          </li>
        ))}
      </ul>
      <p>
        {w.total}: <strong>{writeMoney(owed.reduce((sum, each) => sum + each.amount, 0))}</strong>.{" "}
        {d.pay_ways.includes("counter") &&
          `${d.pays_anywhere ? w.anywhere : w.unit(nameAgency(units, d.one_stop, language))}. `}
        {other.length > 0 && `${w.ways}: ${other.map((each) => ways[each]).join("; ")}.`}
      </p>
      {step === "receive" && <p>{w.later}</p>}
      {d.allowed.includes("pay") && (
        <p>
          <a href={`/officer/cashier/${d.id}`}>{w.take}</a>
        </p>
      )}
    </Notice>
  );
}
