import type { components } from "../../generated/api";
import { defineWords, useWords } from "../../lib/language";
import { computeChange, writeShare } from "./on_time";

const words = defineWords(
  {
    open: "Đang giải quyết",
    overdue: "Quá hạn",
    today: "Hạn hôm nay",
    onTime: "Đúng hạn tháng này",
    of: (onTime: number, settled: number) => `${onTime}/${settled} hồ sơ`,
    none: "chưa có hồ sơ nào xong",
    up: (n: number) => `tăng ${n} điểm so với tháng trước`,
    down: (n: number) => `giảm ${n} điểm so với tháng trước`,
    same: "bằng tháng trước",
  },
  {
    open: "Open",
    overdue: "Overdue",
    today: "Due today",
    onTime: "On time this month",
    of: (onTime, settled) => `${onTime} of ${settled}`,
    none: "nothing settled yet",
    up: (n) => `${n} points up on last month`,
    down: (n) => `${n} points down on last month`,
    same: "as last month",
  },
);

/** The four numbers that a head asks for first. */
export function BoardFigures({ board }: { readonly board: components["schemas"]["BoardView"] }) {
  const w = useWords(words);
  const { open, overdue, today } = board.total;
  const [before, now] = board.months.slice(-2);
  const change = computeChange(before, now);
  return (
    <dl class="figures">
      <Figure name={w.open} value={String(open)} />
      <Figure name={w.overdue} value={String(overdue)} tone={overdue ? "bad" : ""} shape="●" />
      <Figure name={w.today} value={String(today)} tone={today ? "act" : ""} shape="◐" />
      <Figure
        name={w.onTime}
        value={now ? writeShare(now) : "–"}
        note={[
          now?.settled ? w.of(now.on_time, now.settled) : w.none,
          ...(change === null ? [] : [change > 0 ? w.up(change) : change < 0 ? w.down(-change) : w.same]),
        ].join(" · ")}
      />
    </dl>
  );
}

interface FigureProps {
  readonly name: string;
  readonly value: string;
  readonly tone?: string;
  readonly shape?: string;
  readonly note?: string;
}

function Figure({ name, value, tone = "", shape = "", note = "" }: FigureProps) {
  return (
    <div>
      <dt>
        {shape && <span aria-hidden="true">{shape} </span>}
        {name}
      </dt>
      <dd class={tone ? `due-${tone}` : undefined}>
        <strong>{value}</strong>
        {note && <span class="muted small">{note}</span>}
      </dd>
    </div>
  );
}
