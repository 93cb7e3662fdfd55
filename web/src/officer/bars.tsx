/** Bars beside a table that says the same: the drawing is decoration, the table is the content. */
export interface Bar {
  readonly label: string;
  readonly open: number;
  readonly overdue: number;
}

const ROW = 18;
const WIDE = 300;

export function Bars({ bars }: { readonly bars: readonly Bar[] }) {
  const most = Math.max(1, ...bars.map((bar) => bar.open));
  const wide = (n: number) => Math.round((n / most) * WIDE);
  return (
    <svg class="bars" viewBox={`0 0 ${WIDE} ${bars.length * ROW}`} aria-hidden="true" focusable="false">
      {bars.map((bar, at) => (
        <g key={bar.label}>
          <rect class="bar-open" x={0} y={at * ROW + 2} width={wide(bar.open)} height={ROW - 6} />
          <rect class="bar-overdue" x={0} y={at * ROW + 2} width={wide(bar.overdue)} height={ROW - 6} />
        </g>
      ))}
    </svg>
  );
}
