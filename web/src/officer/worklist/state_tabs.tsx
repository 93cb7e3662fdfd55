import { useState } from "preact/hooks";
import type { State } from "../../api/types";
import type { components } from "../../generated/api";
import { defineWords, useLanguage, useWords } from "../../lib/language";
import { OFFICER_STATES } from "../shared/state_words";
import { STATES } from "./filters";

const words = defineWords(
  {
    nav: "Danh sách theo trạng thái",
    all: "Tất cả",
    overdue: "quá hạn",
    today: "hạn hôm nay",
    empty: (n: number) => `${n} mục trống`,
  },
  {
    nav: "Lists by state",
    all: "All",
    overdue: "overdue",
    today: "due today",
    empty: (n) => `${n} empty`,
  },
);

interface StateTabsProps {
  readonly now: State | "";
  readonly counts: components["schemas"]["WorkCountsView"] | null;
  /** Number of rows in the present queue, when all of it was read. */
  readonly seen: number | null;
  readonly onChoose: (state: State | "") => void;
}

/** The queues of a unit, each with its number of open, overdue and due dossiers. Empty ones are folded. */
export function StateTabs({ now, counts, seen, onChoose }: StateTabsProps) {
  const w = useWords(words);
  const language = useLanguage();
  const [unfolded, setUnfolded] = useState(false);
  const countState = (state: State) => counts?.states.find((each) => each.state === state);
  const isCounted = (state: State) => counts?.counted.includes(state) ?? false;
  /** Counts follow an act within moments: the rows seen in the present queue count in the total too. */
  const behind = now && seen !== null ? seen - (countState(now)?.open ?? 0) : 0;
  const empty = STATES.filter((state) => isCounted(state) && state !== now && !countState(state)?.open);
  const shown = STATES.filter((state) => unfolded || !empty.includes(state));
  return (
    <nav class="queues" aria-label={w.nav}>
      <ul>
        <li>
          <button
            type="button"
            class="queue"
            aria-current={now === "" ? "true" : undefined}
            onClick={() => onChoose("")}
          >
            {w.all}{" "}
            {counts && STATES.every(isCounted) && (
              <strong>{now ? counts.total.open + behind : (seen ?? counts.total.open)}</strong>
            )}
          </button>
        </li>
        {shown.map((state) => {
          const tally = countState(state);
          return (
            <li key={state}>
              <button
                type="button"
                class="queue"
                aria-current={state === now ? "true" : undefined}
                onClick={() => onChoose(state)}
              >
                {OFFICER_STATES[state][language].label}{" "}
                {isCounted(state) && <strong>{(state === now ? seen : null) ?? tally?.open ?? 0}</strong>}
                {tally && tally.overdue > 0 && (
                  <span class="due due-bad" title={w.overdue}>
                    {" "}
                    ● {tally.overdue} <span class="queue-word">{w.overdue}</span>
                  </span>
                )}
                {tally && tally.today > 0 && (
                  <span class="due due-act" title={w.today}>
                    {" "}
                    ◐ {tally.today} <span class="queue-word">{w.today}</span>
                  </span>
                )}
              </button>
            </li>
          );
        })}
        {empty.length > 0 && (
          <li>
            <button
              type="button"
              class="queue queue-fold"
              aria-expanded={unfolded}
              onClick={() => setUnfolded(!unfolded)}
            >
              {w.empty(empty.length)} {unfolded ? "▴" : "▾"}
            </button>
          </li>
        )}
      </ul>
    </nav>
  );
}
