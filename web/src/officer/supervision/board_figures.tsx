import type { components } from "../../generated/api";
import { defineWords, useWords } from "../../lib/language";
import { type CountedWork, makeBoardPath } from "./counted_work";
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

interface BoardFiguresProps {
  readonly board: components["schemas"]["BoardView"];
  readonly onChoose: (work: CountedWork) => void;
}

/** The four numbers that a head asks for first; open work leads to the dossiers behind it. */
export function BoardFigures({ board, onChoose }: BoardFiguresProps) {
  const w = useWords(words);
  const { open, overdue, today } = board.total;
  const [before, now] = board.months.slice(-2);
  const change = computeChange(before, now);
  const makeLink = (count: number, work: CountedWork) =>
    count > 0 && { href: makeBoardPath(board.unit, work), onFollow: () => onChoose(work) };
  return (
    <dl class="figures">
      <Figure name={w.open} value={open} {...makeLink(open, {})} />
      <Figure name={w.overdue} value={overdue} tone="bad" shape="●" {...makeLink(overdue, { when: "overdue" })} />
      <Figure name={w.today} value={today} tone="act" shape="◐" {...makeLink(today, { when: "today" })} />
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
  readonly value: number | string;
  readonly tone?: string;
  readonly shape?: string;
  readonly note?: string;
  /** The address of the dossiers that the number counts, which this page shows itself. */
  readonly href?: string;
  readonly onFollow?: () => void;
}

function Figure({ name, value, tone = "", shape = "", note = "", href, onFollow }: FigureProps) {
  function follow(event: MouseEvent) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    onFollow?.();
  }
  return (
    <div>
      <dt>
        {shape && <span aria-hidden="true">{shape} </span>}
        {name}
      </dt>
      <dd class={value && tone ? `due-${tone}` : undefined}>
        {href ? (
          <a href={href} aria-label={`${name}: ${value}`} onClick={follow}>
            <strong>{value}</strong>
          </a>
        ) : (
          <strong>{value}</strong>
        )}
        {note && <span class="muted small">{note}</span>}
      </dd>
    </div>
  );
}
