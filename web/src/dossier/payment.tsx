import { api, unwrap } from "../api/client";
import { useAct } from "../api/use_load";
import { writeDateTime, writeMoney } from "../lib/format";
import { defineWords, useLanguage, useWords } from "../lib/language";
import { Button } from "../ui/button";
import { ErrorSummary } from "../ui/error_summary";
import { Tag } from "../ui/notice";
import { byOfficerWords, feeDueWords, isProvisional, nameFee, sumPayableAtReception, writeFeeDue } from "./fee_words";
import type { DossierView } from "./load";
import { findFailure } from "./paid";
import { type PayWay, payWayWords } from "./pay_ways";

const words = defineWords(
  {
    title: "Phí, lệ phí",
    open: "chưa nộp",
    settled: "đã nộp",
    exempted: "được miễn",
    cancelled: "không phải nộp",
    total: "Còn phải nộp",
    pay: "Nộp trực tuyến",
    again: "Thử nộp lại",
    failed: (at: string) => `Lần nộp trực tuyến lúc ${at} không thành công; chưa có khoản tiền nào được thu.`,
    paying: "Đang mở trang thanh toán…",
    desk: "Bạn cũng có thể nộp tại quầy Bộ phận Một cửa.",
    anywhere:
      "Bạn cũng có thể nộp tại quầy của bất kỳ Trung tâm Phục vụ hành chính công nào trong tỉnh; đưa mã hồ sơ hoặc số xác nhận nộp hồ sơ.",
    first: "Hồ sơ được tiếp nhận sau khi nộp khoản này.",
    ways: "Các cách nộp theo quy định",
    proof: "Nộp cách khác thì gửi chứng từ cho Bộ phận Một cửa để ghi nhận.",
    check: "Vừa nộp xong mà chưa được ghi nhận? Đừng nộp lại; ngân hàng xác nhận trong ít phút.",
    look: "Kiểm tra lại",
  },
  {
    title: "Fees",
    open: "not paid",
    settled: "paid",
    exempted: "exempt",
    cancelled: "nothing to pay",
    total: "Still to pay",
    pay: "Pay online",
    again: "Try again",
    failed: (at) => `The online payment at ${at} did not succeed; no money was taken.`,
    paying: "Opening the payment page…",
    desk: "You can also pay at the counter of the one-stop unit.",
    anywhere:
      "You can also pay at any public administration centre of the province; show the dossier code or the receipt number.",
    first: "The dossier is accepted once this is paid.",
    ways: "Ways of paying under the rules",
    proof: "If you pay another way, give the voucher to the one-stop unit so that it is recorded.",
    check: "Just paid and not shown yet? Do not pay again; the bank confirms within minutes.",
    look: "Check again",
  },
);

/** Ways of which the system learns without the payer's word. */
const DIRECT: readonly PayWay[] = ["online", "counter"];

/** Owed sums and their payment. The gateway takes the money; only its callback settles a sum here. */
export function Payment({ whole, reload }: { readonly whole: DossierView; readonly reload: () => void }) {
  const w = useWords(words);
  const due = useWords(feeDueWords);
  const provisional = useWords(byOfficerWords);
  const ways = useWords(payWayWords);
  const language = useLanguage();
  const { dossier, procedure } = whole;
  const before = ["submitted", "supplement_requested"].includes(dossier.state) && !dossier.received_at;
  const owed = dossier.obligations.filter((each) => each.state === "open");
  const failed = owed.map(findFailure).find((each) => each);
  const act = useAct<{ obligations: string[] }>(async (body, key) => {
    const params = { path: { dossier_id: dossier.id }, header: { "Idempotency-Key": key } };
    const intent = await unwrap(api.POST("/api/dossiers/{dossier_id}/payments", { params, body }));
    location.assign(intent.pay_url);
  });
  if (!dossier.obligations.length) return null;
  return (
    <section aria-labelledby="fees">
      <h2 id="fees">{w.title}</h2>
      <ErrorSummary faults={[]} problem={act.problem} attempt={0} />
      <ul class="plain">
        {dossier.obligations.map((each) => (
          <li key={each.id}>
            {nameFee(procedure, each.fee_key, language)}: <strong>{writeMoney(each.amount)}</strong>{" "}
            <Tag tone={each.state === "open" ? "act" : "done"}>{w[each.state]}</Tag>
            {each.state === "open" && <span class="muted small"> {writeFeeDue(due, each.due)}</span>}
          </li>
        ))}
      </ul>
      {owed.length > 0 && (
        <>
          {isProvisional(
            procedure,
            owed.map((each) => each.fee_key),
          ) && <p>{provisional.byOfficer}</p>}
          {before && sumPayableAtReception(dossier) > 0 && <p>{w.first}</p>}
          <p>
            {w.total}: <strong>{writeMoney(owed.reduce((sum, each) => sum + each.amount, 0))}</strong>.{" "}
            {dossier.pay_ways.includes("counter") && (dossier.pays_anywhere ? w.anywhere : w.desk)}
          </p>
          <p id="ways">{w.ways}:</p>
          <ul aria-labelledby="ways">
            {dossier.pay_ways.map((each) => (
              <li key={each}>{ways[each]}</li>
            ))}
          </ul>
          {dossier.pay_ways.some((each) => !DIRECT.includes(each)) && <p class="muted small">{w.proof}</p>}
          {failed && <p>{w.failed(writeDateTime(failed.at))}</p>}
          <p class="buttons">
            {dossier.pay_ways.includes("online") && (
              <Button
                busy={act.busy}
                busyText={w.paying}
                onPress={() => void act.run({ obligations: owed.map((each) => each.id) })}
              >
                {failed ? w.again : w.pay}
              </Button>
            )}
            <Button kind="plain" onPress={reload}>
              {w.look}
            </Button>
          </p>
          <p class="muted small">{w.check}</p>
        </>
      )}
    </section>
  );
}
