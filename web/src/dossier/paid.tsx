import { useEffect, useState } from "preact/hooks";
import { api, unwrap } from "../api/client";
import { toProblem } from "../api/problem";
import type { Dossier } from "../api/types";
import { writeMoney } from "../lib/format";
import { defineWords, useWords } from "../lib/language";
import { Notice } from "../ui/notice";

const words = defineWords(
  {
    received: (sum: string) => `Đã nhận ${sum}`,
    waiting: "Đang chờ ngân hàng xác nhận",
    wait: "Đừng nộp lại. Trang này tự cập nhật.",
    nothing: "Chưa nhận được tiền",
    failed: "Thanh toán không thành công",
    cancelled: "Bạn đã hủy giao dịch",
    noMoney: "Chưa có khoản tiền nào được thu. Bạn có thể nộp lại ngay.",
    late: "Nếu bạn đã nộp, đừng nộp lại: ngân hàng xác nhận trong ít phút, và trang này cho biết. Nếu chưa, bạn nộp ở dưới đây.",
  },
  {
    received: (sum) => `${sum} received`,
    waiting: "Waiting for the bank to confirm",
    wait: "Do not pay again. This page updates automatically.",
    nothing: "No money has arrived yet",
    failed: "The payment did not succeed",
    cancelled: "You cancelled the payment",
    noMoney: "No money was taken. You can pay again now.",
    late: "If you have paid, do not pay again: the bank confirms within minutes, and this page shows it. If not, pay below.",
  },
);

const EVERY_MS = 3000;
const TIMES = 20;

interface PaidProps {
  readonly dossier: Dossier;
  /** Ids of the obligations that the payment was for, as the address says to which the gateway sends people back. */
  readonly paid: string;
  /** The attempt that the person comes back from, as the same address names it. */
  readonly attempt: string;
  readonly reload: () => void;
}

/** Result of a payment after the return from the gateway: only sums settled here count as received. An
 * attempt that the gateway says took no money is over: it can be made again below. */
export function Paid({ dossier, paid, attempt, reload }: PaidProps) {
  const w = useWords(words);
  const [looks, setLooks] = useState(0);
  const meant = findSums(dossier, paid);
  const failed = meant.map(findFailure).find((each) => each?.intent === attempt);
  const open = !failed && meant.some((each) => each.state === "open");
  useEffect(() => {
    if (!open || looks >= TIMES) return;
    const timer = setTimeout(async () => {
      const now = await checkPayment(dossier.id);
      if (now && findSums(now, paid).every((each) => each.state !== "open" || each.failed?.intent === attempt))
        reload();
      else setLooks(looks + 1);
    }, EVERY_MS);
    return () => clearTimeout(timer);
  }, [open, looks, dossier]);
  if (!meant.length) return null;
  if (failed) {
    return (
      <Notice tone="act" title={failed.ended_as === "cancelled" ? w.cancelled : w.failed} role="status">
        <p>{w.noMoney}</p>
      </Notice>
    );
  }
  if (open) {
    const over = looks >= TIMES;
    return (
      <Notice tone={over ? "act" : "wait"} title={over ? w.nothing : w.waiting} role="status">
        <p>{over ? w.late : w.wait}</p>
      </Notice>
    );
  }
  const sum = meant.filter((each) => each.state === "settled").reduce((total, each) => total + each.amount, 0);
  return sum > 0 ? <Notice tone="done" title={w.received(writeMoney(sum))} role="status" /> : null;
}

/** The last attempt to pay a sum that is still owed, when it took no money. */
export function findFailure(sum: Dossier["obligations"][number]) {
  return sum.state === "open" ? sum.failed : null;
}

function findSums(dossier: Dossier, paid: string) {
  const ids = new Set(paid.split(","));
  return dossier.obligations.filter((each) => ids.has(each.id));
}

async function checkPayment(id: string): Promise<Dossier | null> {
  try {
    return await unwrap(api.GET("/api/dossiers/{dossier_id}", { params: { path: { dossier_id: id } } }));
  } catch (thrown) {
    // The next look may see it. Anything but a refusal or a lost call is a fault of ours.
    if (toProblem(thrown).code === "client_fault") throw thrown;
    return null;
  }
}
