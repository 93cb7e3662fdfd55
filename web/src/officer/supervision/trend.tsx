import { defineWords, useWords } from "../../lib/language";
import { type Settled, writeShare } from "./on_time";

const words = defineWords(
  {
    title: "Tỷ lệ giải quyết đúng hạn, 12 tháng",
    month: (n: number, year: number) => `tháng ${n} năm ${year}`,
    short: (n: number) => `T${n}`,
    of: (onTime: number, settled: number) => `${onTime} trên ${settled} hồ sơ`,
    none: "không có hồ sơ nào được giải quyết",
  },
  {
    title: "Settled on time, 12 months",
    month: (n, year) => `${NAMES[n - 1]} ${year}`,
    short: (n) => NAMES[n - 1] ?? "",
    of: (onTime, settled) => `${onTime} of ${settled} dossiers`,
    none: "nothing was settled",
  },
);

const NAMES = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const WIDE = 24;
const HIGH = 96;

interface TrendProps {
  /** Oldest first. */
  readonly months: readonly (Settled & { readonly month: string })[];
}

/** The share that was settled on time in each month: a table whose cells are drawn as columns. */
export function Trend({ months }: TrendProps) {
  const w = useWords(words);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled with keys once it has the focus
    <section class="board" aria-label={w.title} tabIndex={0}>
      <table class="trend">
        <caption>{w.title}</caption>
        <tbody>
          <tr>
            {months.map((each) => (
              <td key={each.month}>
                <Column of={each} />
                <span class="trend-share">{writeShare(each)}</span>
                <span class="hidden"> {each.settled ? w.of(each.on_time, each.settled) : w.none}</span>
              </td>
            ))}
          </tr>
        </tbody>
        <tfoot>
          <tr>
            {months.map(({ month }) => {
              const [year, n] = [Number(month.slice(0, 4)), Number(month.slice(5))];
              return (
                <th key={month} scope="col">
                  <span aria-hidden="true">{w.short(n)}</span>
                  <span class="hidden">{w.month(n, year)}</span>
                </th>
              );
            })}
          </tr>
        </tfoot>
      </table>
    </section>
  );
}

/** Late settlements are stacked on timely ones; empty without settlements. */
function Column({ of }: { readonly of: Settled }) {
  const onTime = of.settled ? Math.round((of.on_time / of.settled) * HIGH) : 0;
  return (
    <svg class="column" viewBox={`0 0 ${WIDE} ${HIGH}`} aria-hidden="true" focusable="false">
      <rect class="column-ground" width={WIDE} height={HIGH} />
      {of.settled > 0 && <rect class="bar-overdue" width={WIDE} height={HIGH - onTime} />}
      <rect class="bar-open" y={HIGH - onTime} width={WIDE} height={onTime} />
    </svg>
  );
}
