interface BarProps {
  readonly open: number;
  readonly overdue: number;
  /** The longest bar of the table. */
  readonly most: number;
}

const WIDE = 120;
const HIGH = 12;

/** A bar next to the numbers that say the same: the drawing is decoration, the table is the content. */
export function Bar({ open, overdue, most }: BarProps) {
  const toWidth = (n: number) => Math.round((n / Math.max(1, most)) * WIDE);
  return (
    <svg class="bar" viewBox={`0 0 ${WIDE} ${HIGH}`} aria-hidden="true" focusable="false">
      <rect class="bar-open" width={toWidth(open)} height={HIGH} />
      <rect class="bar-overdue" width={toWidth(overdue)} height={HIGH} />
    </svg>
  );
}
