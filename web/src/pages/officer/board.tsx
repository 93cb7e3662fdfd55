import { useRef, useState } from "preact/hooks";
import { nameAgency } from "../../api/catalogue";
import { api, unwrap } from "../../api/client";
import type { State } from "../../api/types";
import { useLoad } from "../../api/use_load";
import type { PageProps } from "../../app/route";
import { replaceUrl } from "../../app/router";
import type { components } from "../../generated/api";
import { writeLongDay } from "../../lib/format";
import { type Language, useLanguage, useWords } from "../../lib/language";
import { OfficerPage } from "../../officer/layout/officer_page";
import { loadNames, type Names, nameProcedure } from "../../officer/shared/names";
import { OFFICER_STATES } from "../../officer/shared/state_words";
import { BoardFigures } from "../../officer/supervision/board_figures";
import { BoardTable } from "../../officer/supervision/board_table";
import { boardWords } from "../../officer/supervision/board_words";
import { ComparedUnits, type UnitTally } from "../../officer/supervision/compared_units";
import { type CountedWork, makeBoardPath, readCountedWork } from "../../officer/supervision/counted_work";
import { DossierLinks } from "../../officer/supervision/dossier_links";
import { OfficerRatings } from "../../officer/supervision/officer_ratings";
import { sortWorstFirst } from "../../officer/supervision/on_time";
import { Trend } from "../../officer/supervision/trend";
import { UnitReminders } from "../../officer/supervision/unit_reminders";
import { Ready } from "../../ui/loading";

export default function BoardPage({ query }: PageProps) {
  const w = useWords(boardWords);
  const loaded = useLoad(loadNames, []);
  return (
    <OfficerPage title={w.title}>
      <Ready from={loaded}>{(known) => <Units names={known} query={query} />}</Ready>
    </OfficerPage>
  );
}

/** Every unit at once: which one is furthest behind is known of all of them alone. */
async function loadUnits() {
  const units: UnitTally[] = [];
  let cursor: string | null = null;
  do {
    const page: Page = await unwrap(api.GET("/api/boards", { params: { query: { limit: 50, cursor } } }));
    units.push(...page.items);
    cursor = page.cursor;
  } while (cursor);
  return units;
}

interface BoardProps {
  readonly names: Names;
  /** Names the unit; without it, the one that is furthest behind. */
  readonly query: URLSearchParams;
}

function Units({ names: known, query }: BoardProps) {
  const loaded = useLoad(loadUnits, []);
  return (
    <Ready from={loaded}>
      {(items) => <Board units={sortWorstFirst(filterShown(items, known))} names={known} query={query} />}
    </Ready>
  );
}

/**
 * The first questions come first: late and due dossiers, results, and the unit that is furthest behind. The
 * numbers of a unit stay until the next one's are loaded, so that the table in which it was chosen stays too.
 */
function Board({ units, names: known, query }: BoardProps & { readonly units: readonly UnitTally[] }) {
  const w = useWords(boardWords);
  const language = useLanguage();
  const [chosen, setChosen] = useState(query.get("unit") ?? "");
  const [behind, setBehind] = useState(() => readCountedWork(query));
  const unit = chosen || (units[0]?.unit ?? "");
  const loaded = useLoad(() => unwrap(api.GET("/api/board", { params: { query: { unit } } })), [unit]);
  const last = useRef<BoardView | null>(null);
  if (loaded.state === "done") last.current = loaded.data;
  const board = last.current;
  if (!board) return <Ready from={loaded}>{() => null}</Ready>;
  function choose(next: string, work: CountedWork | null) {
    setChosen(next);
    setBehind(work);
    replaceUrl(makeBoardPath(next, work));
  }
  const show = (work: CountedWork) => choose(unit, work);
  return (
    <section aria-labelledby="one" aria-busy={loaded.state === "loading"}>
      <h2 id="one" class="board-unit">
        {nameAgency(known.units, board.unit, language)}
      </h2>
      {loaded.state === "failed" && <Ready from={loaded}>{() => null}</Ready>}
      <BoardFigures board={board} onChoose={show} />
      <div class="boards boards-first">
        <ComparedUnits
          units={units}
          names={known}
          chosen={unit}
          onChoose={(next, when) => choose(next, when && { when })}
        />
        <div>
          <Trend months={board.months} />
          <BoardTable
            caption={w.byDate}
            head={w.date}
            lines={makeDated(board, language, false).slice(0, FORECAST)}
            onChoose={(on) => show({ on })}
          />
        </div>
      </div>
      <Parts key={board.unit} board={board} names={known} onChoose={show} onUrged={loaded.reload} />
      {behind && unit === board.unit && (
        <DossierLinks key={makeBoardPath(unit, behind)} unit={unit} behind={behind} names={known} />
      )}
    </section>
  );
}

type BoardView = components["schemas"]["BoardView"];
type Page = components["schemas"]["BoardsPage"];

/** Units of an earlier structure are left out once nothing of theirs is open. */
function filterShown(items: readonly UnitTally[], known: Names): readonly UnitTally[] {
  return items.filter((each) => each.open > 0 || known.units.some((unit) => unit.id === each.unit));
}

interface PartsProps {
  readonly board: BoardView;
  readonly names: Names;
  readonly onChoose: (work: CountedWork) => void;
  readonly onUrged: () => void;
}

/** A unit's open work by state, procedure and day, and who urged it. */
function Parts({ board, names: known, onChoose, onUrged }: PartsProps) {
  const w = useWords(boardWords);
  const language = useLanguage();
  return (
    <>
      <div class="boards">
        <BoardTable
          caption={w.byState}
          head={w.state}
          lines={board.states.map((each) => ({
            ...each,
            key: each.state,
            label: OFFICER_STATES[each.state as State][language].label,
          }))}
          onChoose={(key, when) => onChoose({ state: key as State, ...(when && { when }) })}
        />
        <BoardTable
          caption={w.byProcedure}
          head={w.procedure}
          lines={board.procedures.map((each) => ({
            ...each,
            key: each.procedure,
            label: nameProcedure(known, each.procedure, language),
          }))}
          onChoose={(procedure, when) => onChoose({ procedure, ...(when && { when }) })}
        />
        <BoardTable
          caption={w.pastDates}
          head={w.date}
          lines={makeDated(board, language, true).slice(0, MOST_DATES)}
          onChoose={(on) => onChoose({ on })}
        />
      </div>
      <UnitReminders board={board} names={known} onUrged={onUrged} />
      <OfficerRatings unit={board.unit} />
      {board.undated > 0 && <p>{w.undated(board.undated)}</p>}
      <details>
        <summary>{w.what}</summary>
        <p class="narrow">{w.whatText}</p>
        <p class="muted small">{w.day(writeLongDay(board.day, language))}</p>
      </details>
    </>
  );
}

const FORECAST = 5;
const MOST_DATES = 14;

/** Due dossiers by day: past days, or today and coming ones. */
function makeDated(board: BoardView, language: Language, past: boolean) {
  return board.dates
    .filter((each) => each.date < board.day === past)
    .map((each) => ({
      key: each.date,
      label: writeLongDay(each.date, language),
      open: each.open,
      overdue: past ? each.open : 0,
      today: each.date === board.day ? each.open : 0,
    }));
}
