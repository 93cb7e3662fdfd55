import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Listed, State } from "../../api/types";
import { go } from "../../app/router";
import { writeDateTime } from "../../lib/format";
import { defineWords, useLanguage, useWords } from "../../lib/language";
import { useStore } from "../../lib/store";
import { session } from "../../session/session";
import { WayIcon } from "../../ui/icons";
import { DueMark } from "../shared/due_mark";
import { type Names, nameProcedure } from "../shared/names";
import { OFFICER_STATES } from "../shared/state_words";
import { changeSort, type Filters, type Sort } from "./filters";
import { readListKey, selectRange, toggleRow } from "./list_keys";
import { switchPreview } from "./preview_drawer";
import { COLUMNS, type Column, savedViews } from "./saved_views";

const words = defineWords(
  {
    caption: "Hồ sơ",
    select: "Chọn",
    due: "Hạn",
    code: "Mã hồ sơ",
    procedure: "Thủ tục",
    applicant: "Người nộp",
    state: "Trạng thái",
    filed: "Ngày nộp",
    channel: "Cách nộp",
    holder: "Người thụ lý",
    me: "tôi",
    none: "chưa phân công",
    other: "người khác",
    share: "phần việc của đơn vị",
    desk: "tại quầy",
    post: "bưu chính công ích",
    agent: "đại lý",
    own_portal: "trực tuyến",
    national_portal: "Cổng quốc gia",
    vneid: "VNeID",
    kiosk: "kiosk",
  },
  {
    caption: "Dossiers",
    select: "Select",
    due: "Due",
    code: "Code",
    procedure: "Procedure",
    applicant: "Applicant",
    state: "State",
    filed: "Filed",
    channel: "Channel",
    holder: "In charge",
    me: "me",
    none: "nobody yet",
    other: "somebody else",
    share: "the unit's share",
    desk: "counter",
    post: "post",
    agent: "agent",
    own_portal: "online",
    national_portal: "national portal",
    vneid: "VNeID",
    kiosk: "kiosk",
  },
);

interface WorkTableProps {
  readonly rows: readonly Listed[];
  readonly names: Names;
  /** Names of the unit's people by account. */
  readonly people: ReadonlyMap<string, string>;
  /** None when nothing can be done in bulk. */
  readonly selected: ReadonlySet<string> | null;
  readonly onSelect: (selected: ReadonlySet<string>) => void;
  readonly filters: Filters;
  readonly onSort: (order: Pick<Filters, "sort" | "descending">) => void;
  /** The row that the keys act on is another one. */
  readonly onActive: (dossier: string) => void;
}

/** The order that a column's heading puts the list into. */
const SORT_OF: Partial<Record<Column | "due", Sort>> = {
  due: "due",
  procedure: "procedure",
  state: "state",
  filed: "received",
  holder: "holder",
};

/** The heading that was pressed: another order is another list, and the focus comes back to where it was. */
let pressed: string | null = null;

/** Rows of a worklist. One row at a time is in the tab order; arrows move between rows (the list's own keys). */
export function WorkTable({ rows, names, people, selected, onSelect, filters, onSort, onActive }: WorkTableProps) {
  const w = useWords(words);
  const language = useLanguage();
  const { me } = useStore(session);
  const chosen = useStore(savedViews).columns;
  const columns = COLUMNS.filter((each) => chosen.includes(each) || (each === "state" && !filters.state));
  const [at, setAt] = useState(0);
  const body = useRef<HTMLTableSectionElement>(null);
  const active = Math.min(at, rows.length - 1);
  const current = rows[active]?.dossier_id ?? "";
  /** An agency's list is of its shares alone: they are named where dossiers of a desk stand among them. */
  const mixed = rows.some((each) => each.kind !== "task");
  useLayoutEffect(() => onActive(current), [current]);
  /** Start of a selection with Shift, and the selection at that time. */
  const began = useRef<{ readonly at: number; readonly selected: ReadonlySet<string> } | null>(null);
  const inside = useRef(false);
  // A row that leaves the list takes the focus with it: people who use a keyboard stay at that place.
  useLayoutEffect(() => {
    if (inside.current && document.activeElement === document.body) focusRow(active);
  }, [rows]);
  function focusRow(place: number) {
    setAt(place);
    body.current?.querySelectorAll<HTMLElement>("a")[place]?.focus();
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const act = readListKey(event.key, active, rows.length, event.shiftKey);
    const row = rows[active];
    if (!act || !row) return;
    if (!selected && !("move" in act || "open" in act || "preview" in act)) return;
    event.preventDefault();
    const start = began.current ?? { at: active, selected: selected ?? new Set() };
    began.current = "reach" in act ? start : null;
    if ("move" in act) focusRow(act.move);
    else if ("reach" in act) {
      focusRow(act.reach);
      const ids = rows.map((each) => each.dossier_id);
      onSelect(selectRange(start.selected, ids, start.at, act.reach));
    } else if ("people" in act) document.querySelector<HTMLElement>("[data-people] input")?.focus();
    else if ("preview" in act) switchPreview();
    else if ("open" in act) void go(`/officer/dossiers/${row.dossier_id}`);
    else if (selected) onSelect(toggleRow(selected, row.dossier_id));
  }
  const nameHolder = (row: Listed) =>
    !row.holder ? w.none : row.holder === me?.sub ? w.me : (people.get(row.holder) ?? w.other);
  const makeHeading = (column: Column | "due") => {
    const sort = SORT_OF[column];
    const on = sort === filters.sort;
    return (
      <th
        key={column}
        scope="col"
        class={`col-${column}`}
        aria-sort={on ? (filters.descending ? "descending" : "ascending") : undefined}
      >
        {sort ? (
          <button
            type="button"
            class="sort"
            ref={(at) => {
              if (pressed !== column || !at) return;
              pressed = null;
              at.focus({ preventScroll: true });
            }}
            onClick={() => {
              pressed = column;
              onSort(changeSort(filters, sort));
            }}
          >
            {w[column]} <span aria-hidden="true">{on ? (filters.descending ? "▼" : "▲") : ""}</span>
          </button>
        ) : (
          w[column]
        )}
      </th>
    );
  };
  const writeText = (row: Listed, column: Column): string => {
    if (column === "applicant") return row.applicant ?? "";
    if (column === "procedure") return nameProcedure(names, row.procedure, language);
    if (column === "state") return row.state ? OFFICER_STATES[row.state as State][language].label : "";
    if (column === "filed") return row.filed_at ? writeDateTime(row.filed_at) : "";
    if (column === "channel") return nameChannel(w, row.channel);
    return row.kind === "task" ? nameHolder(row) : "";
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled with keys once it has the focus
    <section class="scroll" aria-label={w.caption} tabIndex={0}>
      <table class="work">
        <thead>
          <tr>
            {selected && (
              <th scope="col" class="pick">
                <span class="hidden">{w.select}</span>
              </th>
            )}
            {makeHeading("due")}
            <th scope="col">{w.code}</th>
            {columns.map(makeHeading)}
          </tr>
        </thead>
        <tbody
          ref={body}
          data-list
          onKeyDown={onKeyDown}
          onFocusIn={() => {
            inside.current = true;
          }}
        >
          {rows.map((row, count) => {
            const code = row.code ?? row.receipt_no ?? row.dossier_id;
            return (
              <tr
                key={`${row.dossier_id}${row.kind}`}
                class={count === active ? "active" : ""}
                onFocusIn={() => setAt(count)}
              >
                {selected && (
                  <td class="pick">
                    <input
                      type="checkbox"
                      id={`pick-${row.dossier_id}`}
                      aria-label={`${w.select} ${code}`}
                      tabIndex={count === active ? 0 : -1}
                      checked={selected.has(row.dossier_id)}
                      onChange={() => onSelect(toggleRow(selected, row.dossier_id))}
                    />
                  </td>
                )}
                <td class="nowrap">
                  <DueMark due={row.due_at} late={row.late} short />
                </td>
                <td class="nowrap">
                  <a href={`/officer/dossiers/${row.dossier_id}`} tabIndex={count === active ? 0 : -1}>
                    {code}
                  </a>
                  {mixed && row.kind === "task" && <span class="muted small"> ({w.share})</span>}
                </td>
                {columns.map((column) => (
                  <td key={column} class={`col-${column}`} title={writeText(row, column)}>
                    {column === "channel" && row.channel && <WayIcon way={row.channel} />} {writeText(row, column)}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

function nameChannel(text: Readonly<Record<string, string>>, channel: string | null): string {
  return channel ? (text[channel] ?? channel) : "";
}
