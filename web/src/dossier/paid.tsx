import { useEffect, useState } from "preact/hooks";
import { api, got } from "../api/client";
import { asProblem } from "../api/problem";
import type { Dossier } from "../api/types";
import { money } from "../lib/format";
import { useWords, words } from "../lib/language";
import { Notice } from "../ui/notice";

const said = words(
  {
    received: (sum: string) => `Đã nhận ${sum}`,
    waiting: "Đang chờ ngân hàng xác nhận",
    wait: "Đừng nộp lại. Trang này tự cập nhật.",
    nothing: "Chưa nhận được tiền",
    late: "Nếu bạn đã nộp, đừng nộp lại: ngân hàng xác nhận trong ít phút, và bạn được báo. Nếu chưa, bạn nộp ở dưới đây.",
  },
  {
    received: (sum) => `${sum} received`,
    waiting: "Waiting for the bank to confirm",
    wait: "Do not pay again. This page updates by itself.",
    nothing: "No money has arrived yet",
    late: "If you have paid, do not pay again: the bank confirms within minutes and you are notified. If not, pay below.",
  },
);

const EVERY_MS = 3000;
const TIMES = 20;

interface Given {
  readonly dossier: Dossier;
  /** Ids of the obligations that the payment was for, as the address says to which the gateway sends people back. */
  readonly paid: string;
  readonly reload: () => void;
}

/** What has become of a payment that the person comes back from: only what was settled here counts as received. */
export function Paid({ dossier, paid, reload }: Given) {
  const w = useWords(said);
  const [looks, setLooks] = useState(0);
  const meant = sumsOf(dossier, paid);
  const open = meant.some((each) => each.state === "open");
  useEffect(() => {
    if (!open || looks >= TIMES) return;
    const timer = setTimeout(async () => {
      const now = await look(dossier.id);
      if (now && sumsOf(now, paid).every((each) => each.state !== "open")) reload();
      else setLooks(looks + 1);
    }, EVERY_MS);
    return () => clearTimeout(timer);
  }, [open, looks, dossier]);
  if (!meant.length) return null;
  if (open) {
    const over = looks >= TIMES;
    return (
      <Notice tone={over ? "act" : "wait"} title={over ? w.nothing : w.waiting} role="status">
        <p>{over ? w.late : w.wait}</p>
      </Notice>
    );
  }
  const sum = meant.filter((each) => each.state === "settled").reduce((total, each) => total + each.amount, 0);
  return sum > 0 ? <Notice tone="done" title={w.received(money(sum))} role="status" /> : null;
}

function sumsOf(dossier: Dossier, paid: string) {
  const ids = new Set(paid.split(","));
  return dossier.obligations.filter((each) => ids.has(each.id));
}

async function look(id: string): Promise<Dossier | null> {
  try {
    return await got(api.GET("/api/dossiers/{dossier_id}", { params: { path: { dossier_id: id } } }));
  } catch (thrown) {
    // The next look may see it. Anything but a refusal or a lost call is a fault of ours.
    if (asProblem(thrown).code === "client_fault") throw thrown;
    return null;
  }
}
