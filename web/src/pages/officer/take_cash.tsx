import { useState } from "preact/hooks";
import { api, ifMatch, unwrap } from "../../api/client";
import { useAct, useLoad } from "../../api/use_load";
import type { PageProps } from "../../app/route";
import { feeDueWords, nameFee, writeFeeDue } from "../../dossier/fee_words";
import { type DossierView, loadDossier } from "../../dossier/load";
import { type PayWay, payWayWords } from "../../dossier/pay_ways";
import { CarriedMoney } from "../../dossier/refiled";
import { makeIdLookup, useAttempts } from "../../filing/attempts";
import type { components } from "../../generated/api";
import { writeMoney } from "../../lib/format";
import { defineWords, useLanguage, useWords, writeInBoth } from "../../lib/language";
import { useStore } from "../../lib/store";
import { readReceiptNumber } from "../../lib/typed_numbers";
import { OfficerPage } from "../../officer/layout/officer_page";
import { Payer } from "../../officer/payments/payer";
import { makeReceiptPath } from "../../officer/payments/receipt_address";
import { findUnits } from "../../officer/people/units";
import { RegisterEntry } from "../../officer/steps/register_entry";
import { isComplete, REGISTER_IDS, type RegisterLine, toStepLine } from "../../officer/steps/register_line";
import { session } from "../../session/session";
import { Button } from "../../ui/button";
import { ErrorSummary } from "../../ui/error_summary";
import { FormButtons } from "../../ui/form_buttons";
import { Check, Radios, TextField } from "../../ui/inputs";
import { ReadyPage } from "../../ui/loading";
import { Notice } from "../../ui/notice";

const words = defineWords(
  {
    title: "Thu phí, lệ phí",
    back: "Thu phí, lệ phí",
    owed: "Khoản phải thu",
    total: "Tổng số tiền thu",
    way: "Cách nộp",
    number: "Số biên lai hoặc chứng từ",
    take: (sum: string) => `Đã nhận ${sum}`,
    taking: "Đang ghi…",
    none: "Hồ sơ này không còn khoản nào phải thu.",
    not: "Bạn không thu được khoản của hồ sơ này ở bước hiện tại.",
    noChoice: "Chọn ít nhất một khoản",
    noNumber: "Nhập số biên lai: chữ không dấu, chữ số và các dấu . / -, nhiều nhất 32 ký tự",
    noLine: "Chọn đợt gián đoạn và ghi đủ ngày giờ trong sổ",
    done: (sum: string, number: string) => `Đã ghi nhận ${sum}, biên lai ${number}.`,
    print: "In phiếu xác nhận đã nộp",
    next: "Thu của hồ sơ khác",
    reverse: "Ghi nhầm? Đề nghị hủy khoản thu",
    open: "Xem hồ sơ",
    again: "Tải lại hồ sơ; số biên lai vẫn còn",
    settled: "đã nộp",
    exempted: "được miễn",
    cancelled: "không phải nộp",
  },
  {
    title: "Record a payment",
    back: "Cashier",
    owed: "Amounts due",
    total: "Take exactly",
    way: "Way of paying",
    number: "Receipt or voucher number",
    take: (sum) => `${sum} received`,
    taking: "Saving…",
    none: "This dossier has no amount due.",
    not: "You cannot take money for this dossier at its present step.",
    noChoice: "Choose at least one sum",
    noNumber: "Enter the receipt number: letters, digits and . / -, at most 32 characters",
    noLine: "Choose the outage and give day and time from the register",
    done: (sum, number) => `${sum} recorded, receipt ${number}.`,
    print: "Print a confirmation of the payment",
    next: "Take another payment",
    reverse: "Recorded by mistake? Propose a reversal",
    open: "See the dossier",
    again: "Reload the dossier; the receipt number stays",
    settled: "paid",
    exempted: "exempt",
    cancelled: "nothing to pay",
  },
);

/** Focus after the form is closed. */
const focusFirst = (link: HTMLAnchorElement | null) => link?.focus();

type RecordedWay = Exclude<PayWay, "online">;

export default function TakeCashPage({ params }: PageProps) {
  const id = params.id ?? "";
  const loaded = useLoad(() => loadDossier(id), [id]);
  return (
    <ReadyPage from={loaded} title={useWords(words).title} frame={OfficerPage}>
      {(whole) => <TakeCash whole={whole} reload={loaded.reload} refreshing={loaded.refreshing} />}
    </ReadyPage>
  );
}

interface TakeCashProps {
  readonly whole: DossierView;
  readonly reload: () => void;
  readonly refreshing: boolean;
}

function TakeCash({ whole, reload, refreshing }: TakeCashProps) {
  const w = useWords(words);
  const due = useWords(feeDueWords);
  const language = useLanguage();
  const { dossier: d, procedure } = whole;
  const open = d.obligations.filter((each) => each.state === "open");
  const [left, setLeft] = useState<readonly string[]>([]);
  const [number, setNumber] = useState("");
  const ways = useWords(payWayWords);
  const recorded = d.pay_ways.filter((each): each is RecordedWay => each !== "online");
  const [way, setWay] = useState<RecordedWay>(recorded[0] ?? "counter");
  const [taken, setTaken] = useState<{ readonly text: string; readonly receipt: string } | null>(null);
  const { me } = useStore(session);
  const tills = findUnits(me, ["cashier"]);
  const till = tills.includes(d.one_stop) ? d.one_stop : (tills[0] ?? "");
  const attempts = useAttempts();
  const chosen = open.filter((each) => !left.includes(each.id));
  const sum = chosen.reduce((total, each) => total + each.amount, 0);
  const [line, setLine] = useState<RegisterLine | null>(null);
  const act = useAct<components["schemas"]["CashBody"]>(async (body, key) => {
    const params = { path: { dossier_id: d.id }, header: { "Idempotency-Key": key, ...ifMatch(d.version) } };
    await unwrap(api.POST("/api/dossiers/{dossier_id}/pay", { params, body }));
  });
  async function take(event: Event) {
    event.preventDefault();
    if (refreshing) return;
    setTaken(null);
    const receipt = readReceiptNumber(number);
    const good = attempts.show([
      ...(chosen.length ? [] : [{ text: writeInBoth(words, (s) => s.noChoice) }]),
      ...(receipt ? [] : [{ at: "receipt", text: writeInBoth(words, (s) => s.noNumber) }]),
      ...(line && !isComplete(line, false) ? [{ at: "register", text: writeInBoth(words, (s) => s.noLine) }] : []),
    ]);
    if (!good || receipt === null) return;
    const onPaper = line ? { paper_register: toStepLine(line) } : {};
    const body = {
      obligations: chosen.map((each) => each.id),
      amount: sum,
      receipt_number: receipt,
      way,
      ...onPaper,
    };
    if (!(await act.run(body))) return void attempts.show([]);
    setTaken({ text: w.done(writeMoney(sum), receipt), receipt });
    setNumber("");
    reload();
  }
  const found = attempts.withRefused(act.problem, makeIdLookup("", { ...REGISTER_IDS, receipt_number: "receipt" }));
  const nameWay = (key: string) => nameFee(procedure, key, language);
  const stale = act.problem?.status === 412;
  return (
    <OfficerPage
      title={w.title}
      failed={attempts.faults.length > 0}
      above={
        <>
          <a href="/officer/cashier">← {w.back}</a> · <Payer of={d} />
        </>
      }
    >
      <div class="narrow">
        {taken && (
          <Notice tone="done" role="status">
            <p>{taken.text}</p>
            <p>
              <a href={makeReceiptPath(d.id, till, taken.receipt)} ref={focusFirst}>
                {w.print}
              </a>
            </p>
            <p>
              <a href="/officer/cashier">{w.next}</a>
            </p>
          </Notice>
        )}
        <ErrorSummary faults={found.faults} problem={act.problem} attempt={attempts.attempt} />
        {stale && (
          <Button kind="secondary" onPress={reload}>
            {w.again}
          </Button>
        )}
        {d.refiled_from && d.refiled_from.carried + d.refiled_from.owed_back > 0 && (
          <Notice tone="info">
            <CarriedMoney of={d.refiled_from} />
          </Notice>
        )}
        <h2>{w.owed}</h2>
        <ul>
          {d.obligations
            .filter((each) => each.state !== "open")
            .map((each) => (
              <li key={each.id}>
                {nameWay(each.fee_key)}: {writeMoney(each.amount)} · ✓ {each.state === "open" ? "" : w[each.state]}
              </li>
            ))}
        </ul>
        {open.length === 0 && <p>{w.none}</p>}
        {open.length > 0 && !d.allowed.includes("pay") && <p>{w.not}</p>}
        {open.length > 0 && d.allowed.includes("pay") && (
          <form novalidate onSubmit={(event) => void take(event)}>
            {open.map((each) => (
              <Check
                key={each.id}
                id={`o-${each.id}`}
                label={`${nameWay(each.fee_key)}: ${writeMoney(each.amount)} (${writeFeeDue(due, each.due)})`}
                checked={!left.includes(each.id)}
                onChange={(on) => setLeft(on ? left.filter((one) => one !== each.id) : [...left, each.id])}
              />
            ))}
            <p class="total">
              {w.total} <strong>{writeMoney(sum)}</strong>
            </p>
            {recorded.length > 1 && (
              <Radios
                id="way"
                label={w.way}
                value={way}
                options={recorded.map((each) => ({ value: each, text: ways[each] }))}
                onChoose={(value) => setWay(value as RecordedWay)}
              />
            )}
            <TextField
              id="receipt"
              label={w.number}
              value={number}
              onInput={setNumber}
              fault={found.byField.receipt}
              width="medium"
            />
            <RegisterEntry id="register" value={line} faults={found.byField} onChange={setLine} />
            <FormButtons submit={w.take(writeMoney(sum))} busy={act.busy || refreshing} busyText={w.taking} />
          </form>
        )}
        <p class="buttons">
          {d.allowed.includes("reverse_payment") && <a href={`/officer/cashier/${d.id}/reverse`}>{w.reverse}</a>}
          <a href={`/officer/dossiers/${d.id}`}>{w.open}</a>
        </p>
      </div>
    </OfficerPage>
  );
}
