import type { State } from "../api/types";
import type { components } from "../generated/api";
import { useLanguage, useWords, words } from "../lib/language";
import { STATES } from "./filters";
import { OFFICER_STATES } from "./state_words";

const said = words(
  {
    nav: "Danh sách theo trạng thái",
    overdue: (n: number) => `${n} quá hạn`,
    today: (n: number) => `${n} hạn hôm nay`,
  },
  { nav: "Lists by state", overdue: (n) => `${n} overdue`, today: (n) => `${n} due today` },
);

interface Given {
  readonly now: State;
  readonly counts: components["schemas"]["WorkCountsView"] | null;
  /** How many the present queue holds, when all of it has been read. */
  readonly seen: number | null;
  readonly onChoose: (state: State) => void;
}

/** The queues of a unit with how much is in each, what is overdue and what is due today. */
export function StateTabs({ now, counts, seen, onChoose }: Given) {
  const w = useWords(said);
  const language = useLanguage();
  return (
    <nav class="queues" aria-label={w.nav}>
      <ul>
        {STATES.map((state) => {
          const tally = counts?.states.find((each) => each.state === state);
          return (
            <li key={state}>
              <button
                type="button"
                class="queue"
                aria-current={state === now ? "true" : undefined}
                onClick={() => onChoose(state)}
              >
                <span>
                  {OFFICER_STATES[state][language].label}{" "}
                  {counts && <strong>{(state === now ? seen : null) ?? tally?.open ?? 0}</strong>}
                </span>
                {tally && tally.overdue > 0 && <span class="due due-bad">● {w.overdue(tally.overdue)}</span>}
                {tally && tally.today > 0 && <span class="due due-act">◐ {w.today(tally.today)}</span>}
              </button>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
