import { defineWords, useWords } from "../../lib/language";
import type { When } from "../shared/due";
import { Bar } from "./bar";
import { type Settled, writeShare } from "./on_time";

const words = defineWords(
  {
    open: "Đang giải quyết",
    overdue: "Quá hạn",
    today: "Hạn hôm nay",
    none: "Không có gì.",
    show: "xem",
    onTime: "Đúng hạn",
  },
  { open: "Open", overdue: "Overdue", today: "Due today", none: "Nothing.", show: "show", onTime: "On time" },
);

export interface Line {
  readonly key: string;
  readonly label: string;
  readonly open: number;
  readonly overdue: number;
  readonly today: number;
  /** Recent settlements, where the table shows the on-time share. */
  readonly done?: Settled;
}

interface BoardTableProps {
  readonly caption: string;
  readonly head: string;
  readonly lines: readonly Line[];
  readonly chosen?: string;
  /** Dossiers behind a number: all of the line, or only those overdue or due today. */
  readonly onChoose?: (key: string, when: When | null) => void;
}

/** Numbers of a board as a table, with bars of the same numbers. */
export function BoardTable({ caption, head, lines, chosen, onChoose }: BoardTableProps) {
  const w = useWords(words);
  if (!lines.length) {
    return (
      <div>
        <p class="caption">{caption}</p>
        <p class="empty">{w.none}</p>
      </div>
    );
  }
  const most = Math.max(...lines.map((line) => line.open));
  const writeNumber = (line: Line, count: number, when: When | null, tone: string) => {
    const text = <span class={count && tone ? `due due-${tone}` : ""}>{count}</span>;
    if (!onChoose || !count) return text;
    return (
      <button type="button" class="link number" onClick={() => onChoose(line.key, when)}>
        {text}
        <span class="hidden">
          {" "}
          {line.label}, {when === null ? w.open : when === "overdue" ? w.overdue : w.today}, {w.show}
        </span>
      </button>
    );
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled with keys once it has the focus
    <section class="board" aria-label={caption} tabIndex={0}>
      <table class="work">
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{head}</th>
            <th scope="col">{w.open}</th>
            <th scope="col">● {w.overdue}</th>
            <th scope="col">◐ {w.today}</th>
            <td />
            {lines[0]?.done && <th scope="col">{w.onTime}</th>}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.key} class={line.key === chosen ? "active" : ""}>
              <th scope="row">{line.label}</th>
              <td>{writeNumber(line, line.open, null, "")}</td>
              <td>{writeNumber(line, line.overdue, "overdue", "bad")}</td>
              <td>{writeNumber(line, line.today, "today", "act")}</td>
              <td>
                <Bar open={line.open} overdue={line.overdue} most={most} />
              </td>
              {line.done && <td>{writeShare(line.done)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
