import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { useAct } from "../../api/use_load";
import { defineWords, useLanguage, useWords } from "../../lib/language";
import { Button } from "../../ui/button";
import { Notice } from "../../ui/notice";
import { MOST_SHEETS, type Print, printSlips, type SlipWanted } from "./prints";

const words = defineWords(
  {
    title: "In giấy",
    waiting: (count: number) => (count > 1 ? `Đang lập giấy, còn ${count}…` : "Đang lập giấy…"),
    printed: (count: number) =>
      count === 1 ? "Đã chuyển giấy tới máy in." : `Đã chuyển ${count} giấy và danh sách tới máy in.`,
    part: (at: number, of: number) => `Tập ${at}/${of}`,
    without: (count: number) => `${count} hồ sơ không có giấy này (giải quyết ngay, người nộp không cần giấy).`,
    again: "In lại",
    retry: "Thử in lại",
    copies: "Đã đánh dấu bản in lại:",
    copy: (code: string, count: number) => `${code} (lần ${count})`,
  },
  {
    title: "Print",
    waiting: (count) => (count > 1 ? `The slips are being made, ${count} to go…` : "The slip is being made…"),
    printed: (count) =>
      count === 1 ? "The slip was sent to the printer." : `${count} slips and their list were sent to the printer.`,
    part: (at, of) => `File ${at} of ${of}`,
    without: (count) => `${count} dossiers have no such slip (settled at once, none was wanted).`,
    again: "Print again",
    retry: "Try again",
    copies: "Marked as a copy:",
    copy: (code, count) => `${code} (no. ${count})`,
  },
);

/** A print request of a page. Each request is printed, also for the same slip again: its `turn` is the key of
 * the panel. */
export function usePrinting() {
  const [asked, setAsked] = useState<{ readonly slips: readonly SlipWanted[]; readonly turn: number }>({
    slips: [],
    turn: 0,
  });
  return { ...asked, print: (slips: readonly SlipWanted[]) => setAsked(({ turn }) => ({ slips, turn: turn + 1 })) };
}

interface PrintPanelProps {
  readonly slips: readonly SlipWanted[];
  /** Next actions; the first takes the focus after printing. */
  readonly children?: ComponentChildren;
  readonly onDone?: () => void;
}

/** Slips on their way to the printer: waiting, printed, and the next act. */
export function PrintPanel({ slips, children, onDone }: PrintPanelProps) {
  const w = useWords(words);
  const language = useLanguage();
  const [missing, setMissing] = useState(0);
  const [made, setMade] = useState<Print | null>(null);
  const [part, setPart] = useState(0);
  const next = useRef<HTMLParagraphElement>(null);
  const parts = Math.ceil(slips.length / MOST_SHEETS);
  const act = useAct<number>(async (at) => {
    setMissing(0);
    setMade(await printSlips(slips.slice(at * MOST_SHEETS, (at + 1) * MOST_SHEETS), setMissing));
    setPart(at);
  });
  async function printAll(at: number) {
    if (await act.run(at)) onDone?.();
  }
  useEffect(() => void printAll(0), []);
  useLayoutEffect(() => next.current?.querySelector<HTMLElement>("a, button")?.focus(), [made]);
  const copies = made?.sheets.filter((sheet) => sheet.copies > 0) ?? [];
  const more = made && part + 1 < parts;
  const asked = slips.slice(part * MOST_SHEETS, (part + 1) * MOST_SHEETS).length;
  const without = made ? asked - made.sheets.length : 0;
  return (
    <section class="printing" aria-label={w.title}>
      <p role="status">
        {act.busy ? w.waiting(missing || 1) : made && w.printed(made.sheets.length)}{" "}
        {made && parts > 1 && w.part(part + 1, parts)} {made && without > 0 && <strong>{w.without(without)} </strong>}
        {copies.length > 0 && (
          <strong class="copies">
            {w.copies} {copies.map((sheet) => w.copy(sheet.code, sheet.copies)).join(", ")}
          </strong>
        )}
      </p>
      {act.busy && <progress aria-label={w.title} />}
      {act.problem && (
        <Notice tone="bad" role="alert">
          <p>{act.problem.text(language)}</p>
        </Notice>
      )}
      <p class="buttons" ref={next}>
        {more && <Button onPress={() => void printAll(part + 1)}>{w.part(part + 2, parts)}</Button>}
        {(made || act.problem) && children}
        {(made || act.problem) && (
          <Button kind="plain" busy={act.busy} onPress={() => void printAll(part)}>
            {act.problem ? w.retry : w.again}
          </Button>
        )}
      </p>
    </section>
  );
}
