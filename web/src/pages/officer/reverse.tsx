import { useState } from "preact/hooks";
import { api, ifMatch, unwrap } from "../../api/client";
import { useAct, useLoad } from "../../api/use_load";
import type { PageProps } from "../../app/route";
import { go } from "../../app/router";
import { type DossierView, loadDossier } from "../../dossier/load";
import { makeIdLookup, useAttempts } from "../../filing/attempts";
import type { components } from "../../generated/api";
import { defineWords, useWords, writeInBoth } from "../../lib/language";
import { readReceiptNumber } from "../../lib/typed_numbers";
import { OfficerPage } from "../../officer/layout/officer_page";
import { Payer } from "../../officer/payments/payer";
import { RegisterEntry } from "../../officer/steps/register_entry";
import { isComplete, REGISTER_IDS, type RegisterLine, toStepLine } from "../../officer/steps/register_line";
import { Button } from "../../ui/button";
import { ErrorSummary } from "../../ui/error_summary";
import { TextField } from "../../ui/inputs";
import { ReadyPage } from "../../ui/loading";
import { Notice } from "../../ui/notice";

const words = defineWords(
  {
    title: "Hủy một khoản thu tiền mặt?",
    what: "Bạn chỉ đề nghị. Người thu phí, lệ phí khác hoặc Trưởng Bộ phận Một cửa quyết định; đến lúc đó khoản thu vẫn còn nguyên.",
    kept: "Đề nghị, người quyết định và lý do được ghi vào nhật ký và không xóa được.",
    number: "Số biên lai đã ghi nhầm",
    reason: "Lý do",
    noNumber: "Nhập số biên lai đã ghi nhầm: chữ không dấu, chữ số và các dấu . / -",
    noReason: "Nêu lý do",
    noLine: "Chọn đợt gián đoạn và ghi đủ ngày giờ trong sổ",
    keep: "Không hủy, quay lại",
    go: "Gửi đề nghị hủy",
    going: "Đang gửi…",
    not: "Hồ sơ này không có khoản nào bạn đề nghị hủy được.",
    waiting: "Đã có một đề nghị hủy khoản thu đang chờ quyết định.",
  },
  {
    title: "Reverse a cash payment?",
    what: "You only propose it. Another cashier or the head of the one-stop unit decides; until then the payment remains.",
    kept: "The proposal, who decides it and the reason are kept in the ledger and cannot be deleted.",
    number: "Receipt number recorded by mistake",
    reason: "Reason",
    noNumber: "Enter the receipt number recorded by mistake: letters, digits and . / -",
    noReason: "Say why",
    noLine: "Choose the outage and give day and time from the register",
    keep: "Do not reverse, go back",
    go: "Send the proposal",
    going: "Sending…",
    not: "There is no payment on this dossier that you could propose to reverse.",
    waiting: "A proposal to reverse a payment is waiting for its decision already.",
  },
);

/** An interruption: it names the irreversible effect before it asks for the decision. */
export default function ReversePage({ params }: PageProps) {
  const id = params.id ?? "";
  const loaded = useLoad(() => loadDossier(id), [id]);
  return (
    <ReadyPage from={loaded} title={useWords(words).title} frame={OfficerPage}>
      {(whole) => <Reverse whole={whole} />}
    </ReadyPage>
  );
}

function Reverse({ whole }: { readonly whole: DossierView }) {
  const w = useWords(words);
  const { dossier: d } = whole;
  const [number, setNumber] = useState("");
  const [reason, setReason] = useState("");
  const attempts = useAttempts();
  const back = `/officer/cashier/${d.id}`;
  const [line, setLine] = useState<RegisterLine | null>(null);
  const act = useAct<components["schemas"]["ReverseBody"]>(async (body, key) => {
    const params = { path: { dossier_id: d.id }, header: { "Idempotency-Key": key, ...ifMatch(d.version) } };
    await unwrap(api.POST("/api/dossiers/{dossier_id}/reverse_payment", { params, body }));
    await go(`/officer/dossiers/${d.id}`, { replace: true });
  });
  async function send(event: Event) {
    event.preventDefault();
    const receipt = readReceiptNumber(number);
    const good = attempts.show([
      ...(receipt ? [] : [{ at: "receipt", text: writeInBoth(words, (s) => s.noNumber) }]),
      ...(reason.trim() ? [] : [{ at: "reason", text: writeInBoth(words, (s) => s.noReason) }]),
      ...(line && !isComplete(line, false) ? [{ at: "register", text: writeInBoth(words, (s) => s.noLine) }] : []),
    ]);
    if (!good || receipt === null) return;
    const onPaper = line ? { paper_register: toStepLine(line) } : {};
    const body = { receipt_number: receipt, reason: reason.trim(), ...onPaper };
    if (!(await act.run(body))) attempts.show([]);
  }
  const may = d.allowed.includes("reverse_payment");
  const found = attempts.withRefused(act.problem, makeIdLookup("", { ...REGISTER_IDS, receipt_number: "receipt" }));
  const faults = found.byField;
  return (
    <OfficerPage title={w.title} above={<Payer of={d} />} failed={attempts.faults.length > 0}>
      <div class="narrow">
        <ErrorSummary faults={found.faults} problem={act.problem} attempt={attempts.attempt} />
        <Notice tone="act">
          <p>{may ? w.what : w.not}</p>
          {may && <p>{w.kept}</p>}
        </Notice>
        {d.requests.some((each) => each.kind === "reversal") && <p>{w.waiting}</p>}
        <form novalidate onSubmit={(event) => void send(event)}>
          {may && (
            <>
              <TextField
                id="receipt"
                label={w.number}
                value={number}
                onInput={setNumber}
                fault={faults.receipt}
                width="medium"
              />
              <TextField
                id="reason"
                label={w.reason}
                value={reason}
                onInput={setReason}
                fault={faults.reason}
                rows={3}
              />
              <RegisterEntry id="register" value={line} faults={faults} onChange={setLine} />
            </>
          )}
          <p class="buttons">
            <a class="button button-secondary" href={back}>
              {w.keep}
            </a>
            {may && (
              <Button type="submit" kind="danger" busy={act.busy} busyText={w.going}>
                {w.go}
              </Button>
            )}
          </p>
        </form>
      </div>
    </OfficerPage>
  );
}
