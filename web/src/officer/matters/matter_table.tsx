import "../../styles/officer/matters.css";
import { useRef, useState } from "preact/hooks";
import { go } from "../../app/router";
import { writeDateTime } from "../../lib/format";
import { useWords } from "../../lib/language";
import type { MatterKind } from "../../matters/kinds";
import type { MatterLine } from "../../matters/matter_calls";
import { MatterOrigin, StateTag } from "../../matters/matter_parts";
import { makeWorkPath } from "../../matters/matter_paths";
import { DueMark } from "../shared/due_mark";
import { readListKey, selectRange, toggleRow } from "../worklist/list_keys";
import { officerMatterWords } from "./officer_matter_words";

interface MatterTableProps {
  readonly kind: MatterKind;
  readonly rows: readonly MatterLine[];
  /** Ended matters have no due time. */
  readonly ended: boolean;
  /** None where nothing can be done in bulk. */
  readonly selected: ReadonlySet<string> | null;
  readonly onSelect: (selected: ReadonlySet<string>) => void;
}

/** Matters as rows. One row at a time is in the tab order; the list's keys move between rows and open one. */
export function MatterTable({ kind, rows, ended, selected, onSelect }: MatterTableProps) {
  const w = useWords(officerMatterWords);
  const [at, setAt] = useState(0);
  const body = useRef<HTMLTableSectionElement>(null);
  const active = Math.min(at, rows.length - 1);
  /** Start of a selection with Shift, and the selection at that time. */
  const began = useRef({ at: -1, selected: new Set() as ReadonlySet<string> });
  function onKeyDown(event: KeyboardEvent) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const act = readListKey(event.key, active, rows.length, event.shiftKey);
    const row = rows[active];
    if (!act || !row || "people" in act || "preview" in act) return;
    if (!selected && ("toggle" in act || "reach" in act)) return;
    event.preventDefault();
    if (!("reach" in act)) began.current = { at: -1, selected: new Set() };
    if ("open" in act) return void go(makeWorkPath(kind.plural, row.id));
    if ("toggle" in act) return onSelect(toggleRow(selected ?? new Set(), row.id));
    const to = "reach" in act ? act.reach : act.move;
    if ("reach" in act && selected) {
      if (began.current.at < 0) began.current = { at: active, selected };
      const ids = rows.map((each) => each.id);
      onSelect(selectRange(began.current.selected, ids, began.current.at, to));
    }
    setAt(to);
    body.current?.querySelectorAll<HTMLElement>("a")[to]?.focus();
  }
  const heads = [...(ended ? [] : [w.due]), w.subject, w.number, w.state, w.opened, w.changed];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled with keys once it has the focus
    <section class="scroll" aria-label={w.title} tabIndex={0}>
      <table class="work">
        <thead>
          <tr>
            {selected && (
              <th scope="col" class="pick">
                <span class="hidden">{w.select}</span>
              </th>
            )}
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body} data-list onKeyDown={onKeyDown}>
          {rows.map((row, count) => (
            <tr key={row.id} class={count === active ? "active" : ""} onFocusIn={() => setAt(count)}>
              {selected && (
                <td class="pick">
                  <input
                    type="checkbox"
                    aria-label={`${w.select} ${row.number}`}
                    tabIndex={count === active ? 0 : -1}
                    checked={selected.has(row.id)}
                    onChange={() => onSelect(toggleRow(selected, row.id))}
                  />
                </td>
              )}
              {!ended && (
                <td class="nowrap">
                  <DueMark due={row.due_at ?? null} late={row.late ?? null} short />
                </td>
              )}
              <td class="wrap matter-subject">
                <a
                  href={makeWorkPath(kind.plural, row.id)}
                  tabIndex={count === active ? 0 : -1}
                  lang={row.subject ? "vi" : undefined}
                >
                  {row.subject ?? w.unnamed}
                </a>
                {row.concerns && (
                  <span class="muted block" lang="vi">
                    {row.concerns}
                  </span>
                )}
              </td>
              <td class="matter-number">
                {row.number}
                <MatterOrigin national={row.national} />
              </td>
              <td>
                <StateTag kind={kind} state={row.state} />
              </td>
              <td class="nowrap">{writeDateTime(row.opened_at)}</td>
              <td class="nowrap">{writeDateTime(row.changed_at)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
