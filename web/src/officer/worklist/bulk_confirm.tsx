import { useLayoutEffect, useRef } from "preact/hooks";
import { chooseName, defineWords, useLanguage, useWords } from "../../lib/language";
import { Button } from "../../ui/button";
import { countProcedures, type Planned } from "./bulk_plan";

const words = defineWords(
  {
    title: (act: string, n: number) => `${act}: sẽ thực hiện ${n} hồ sơ`,
    each: (n: number, name: string) => `${n} hồ sơ: ${name}`,
    to: (name: string) => `Giao cho ${name}`,
    print: (n: number) => `In ${n} giấy tiếp nhận hồ sơ và hẹn trả kết quả`,
    not: (n: number) => `Không thực hiện ${n} hồ sơ:`,
    none: "Không có hồ sơ nào thực hiện được bước này.",
    confirm: (act: string, n: number) => `${act} ${n} hồ sơ`,
    cancel: "Hủy",
  },
  {
    title: (act, n) => `${act}: ${n} dossiers`,
    each: (n, name) => `${n}: ${name}`,
    to: (name) => `Given to ${name}`,
    print: (n) => `${n} receipts are printed`,
    not: (n) => `Left out: ${n}`,
    none: "The step is possible for none of them.",
    confirm: (act, n) => `${act}: ${n}`,
    cancel: "Cancel",
  },
);

interface BulkConfirmProps {
  readonly act: string;
  readonly plan: readonly Planned[];
  readonly codes: ReadonlyMap<string, string>;
  /** To whom the dossiers are given, by name. */
  readonly to: string | undefined;
  readonly print: boolean;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

/** Confirmation of a bulk step: its effects, and the excluded dossiers with reasons. Nothing is done before. */
export function BulkConfirm({ act, plan, codes, to, print, onConfirm, onCancel }: BulkConfirmProps) {
  const w = useWords(words);
  const language = useLanguage();
  const able = plan.filter((each) => !each.why).length;
  const left = plan.filter((each) => each.why);
  const buttons = useRef<HTMLParagraphElement>(null);
  useLayoutEffect(() => buttons.current?.querySelector("button")?.focus(), []);
  return (
    <section class="bulk-plan" aria-labelledby="bulk-plan" onKeyDown={(event) => event.key === "Escape" && onCancel()}>
      <h2 id="bulk-plan">{w.title(act, able)}</h2>
      <ul class="tight">
        {countProcedures(plan).map(({ name, n }) => (
          <li key={name.vi}>{w.each(n, chooseName(name, language))}</li>
        ))}
        {able > 0 && to && <li>{w.to(to)}</li>}
        {able > 0 && print && <li>{w.print(able)}</li>}
      </ul>
      {able === 0 && <p>{w.none}</p>}
      {left.length > 0 && (
        <>
          <p class="due due-bad">● {w.not(left.length)}</p>
          <ul class="tight">
            {left.map(({ id, why }) => (
              <li key={id}>
                <a href={`/officer/dossiers/${id}`}>{codes.get(id)}</a>: {why?.[language]}
              </li>
            ))}
          </ul>
        </>
      )}
      <p class="buttons" ref={buttons}>
        {able > 0 && <Button onPress={onConfirm}>{w.confirm(act, able)}</Button>}
        <Button kind="plain" onPress={onCancel}>
          {w.cancel}
        </Button>
      </p>
    </section>
  );
}
