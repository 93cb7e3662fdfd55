import { useRef, useState } from "preact/hooks";
import { nameAgency } from "../../api/catalogue";
import { api, unwrap } from "../../api/client";
import type { Listed as Row, State } from "../../api/types";
import { useLoad } from "../../api/use_load";
import type { PageProps } from "../../app/route";
import { replaceUrl } from "../../app/router";
import { toDay } from "../../eform/day_bounds";
import type { components } from "../../generated/api";
import { writeDateTime, writeDay, writeLongDay } from "../../lib/format";
import { defineWords, type Language, useLanguage, useWords } from "../../lib/language";
import { OfficerPage } from "../../officer/layout/officer_page";
import type { When } from "../../officer/shared/due";
import { DueMark } from "../../officer/shared/due_mark";
import { loadNames, type Names, nameProcedure } from "../../officer/shared/names";
import { OFFICER_STATES } from "../../officer/shared/state_words";
import { BoardFigures } from "../../officer/supervision/board_figures";
import { BoardTable } from "../../officer/supervision/board_table";
import { sortWorstFirst } from "../../officer/supervision/on_time";
import { Trend } from "../../officer/supervision/trend";
import { Urgings } from "../../officer/supervision/unit_reminders";
import { readServerTime } from "../../session/clock";
import { Button } from "../../ui/button";
import { type Column, DataTable } from "../../ui/data_table";
import { Ready } from "../../ui/loading";

const words = defineWords(
  {
    title: "Bảng theo dõi giải quyết hồ sơ",
    units: (since: string) => `Các đơn vị bạn theo dõi, chậm nhất trước (đúng hạn: từ ${since})`,
    idle: (n: number) => `${n} đơn vị không còn hồ sơ`,
    unit: "Đơn vị",
    state: "Trạng thái",
    procedure: "Thủ tục",
    date: "Ngày đến hạn",
    byState: "Theo trạng thái",
    byProcedure: "Theo thủ tục",
    byDate: "Sắp đến hạn theo ngày",
    pastDates: "Đã quá hạn theo ngày",
    open: "Đang giải quyết",
    day: (d: string) => `Số liệu ngày ${d}`,
    what: "Cách tính số liệu",
    whatText:
      "Một hồ sơ được đếm một lần ở Bộ phận Một cửa và một lần ở mỗi cơ quan còn phần việc. Quá hạn: chưa giải quyết xong mà ngày hẹn đã qua. Hạn hôm nay: ngày hẹn là hôm nay, chưa tính là quá hạn. Đúng hạn: có kết quả trước hoặc đúng ngày hẹn; hồ sơ phải xin lỗi và hẹn lại thì tính là trễ.",
    behind: (state: string) => `Hồ sơ: ${state}`,
    empty: "Không có hồ sơ nào.",
    next: "Xem tiếp",
    code: "Mã hồ sơ",
    due: "Hạn",
    filed: "Nộp lúc",
    undated: (n: number) => `${n} hồ sơ không có hạn.`,
  },
  {
    title: "Board",
    units: (since) => `The units that you supervise, those furthest behind first (on time: since ${since})`,
    idle: (n) => (n === 1 ? "1 unit with nothing open" : `${n} units with nothing open`),
    unit: "Unit",
    state: "State",
    procedure: "Procedure",
    date: "Due date",
    byState: "By state",
    byProcedure: "By procedure",
    byDate: "Coming due, by day",
    pastDates: "Overdue, by day",
    open: "Open",
    day: (d) => `Figures of ${d}`,
    what: "How are the figures counted?",
    whatText:
      "A dossier counts once at its one-stop unit and once at each agency that still has a share. Overdue: still open though its due date has passed. Due today: the due date is today, which is not overdue yet. On time: settled by its due time; a dossier for which an apology set a new date counts as late.",
    behind: (state) => `Dossiers: ${state}`,
    empty: "There are none.",
    next: "Show more",
    code: "Code",
    due: "Due",
    filed: "Filed",
    undated: (n) => `${n} have no time limit.`,
  },
);

export default function BoardPage({ query }: PageProps) {
  const w = useWords(words);
  const loaded = useLoad(loadNames, []);
  return (
    <OfficerPage title={w.title}>
      <Ready from={loaded}>{(known) => <Units names={known} first={query.get("unit") ?? ""} />}</Ready>
    </OfficerPage>
  );
}

/** Every unit at once: which one is furthest behind is known of all of them alone. */
async function loadUnits() {
  const units: Tally[] = [];
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
  /** The unit that the address names; empty for the one that is furthest behind. */
  readonly first: string;
}

function Units({ names: known, first }: BoardProps) {
  const loaded = useLoad(loadUnits, []);
  return (
    <Ready from={loaded}>
      {(items) => <Board units={sortWorstFirst(filterShown(items, known))} names={known} first={first} />}
    </Ready>
  );
}

/**
 * The first questions come first: late and due dossiers, results, and the unit that is furthest behind. What is
 * shown of a unit stays until the next one's numbers are there, so that the table in which it was chosen stays too.
 */
function Board({ units, names: known, first }: BoardProps & { readonly units: readonly Tally[] }) {
  const w = useWords(words);
  const language = useLanguage();
  const [chosen, setChosen] = useState(first);
  const unit = chosen || (units[0]?.unit ?? "");
  const loaded = useLoad(() => unwrap(api.GET("/api/board", { params: { query: { unit } } })), [unit]);
  const last = useRef<BoardView | null>(null);
  if (loaded.state === "done") last.current = loaded.data;
  const board = last.current;
  if (!board) return <Ready from={loaded}>{() => null}</Ready>;
  function choose(next: string) {
    setChosen(next);
    replaceUrl(`/officer/board?unit=${encodeURIComponent(next)}`);
  }
  return (
    <section aria-labelledby="one" aria-busy={loaded.state === "loading"}>
      <h2 id="one" class="board-unit">
        {nameAgency(known.units, board.unit, language)}
      </h2>
      {loaded.state === "failed" && <Ready from={loaded}>{() => null}</Ready>}
      <BoardFigures board={board} />
      <div class="boards boards-first">
        <ComparedUnits units={units} names={known} chosen={unit} onChoose={choose} />
        <div>
          <Trend months={board.months} />
          <BoardTable caption={w.byDate} head={w.date} lines={makeDated(board, language, false).slice(0, FORECAST)} />
        </div>
      </div>
      <Parts key={board.unit} board={board} names={known} onUrged={loaded.reload} />
    </section>
  );
}

interface ComparedUnitsProps {
  readonly units: readonly Tally[];
  readonly names: Names;
  readonly chosen: string;
  readonly onChoose: (unit: string) => void;
}

/** The units side by side; those with nothing open are folded into one line. */
function ComparedUnits({ units, names: known, chosen, onChoose }: ComparedUnitsProps) {
  const w = useWords(words);
  const language = useLanguage();
  const [busy, idle] = [units.filter((each) => each.open > 0), units.filter((each) => each.open === 0)];
  const makeTable = (of: readonly Tally[]) => (
    <BoardTable
      caption={w.units(writeSince(readServerTime()))}
      head={w.unit}
      lines={of.map((each) => ({
        ...each,
        key: each.unit,
        label: nameAgency(known.units, each.unit, language),
        done: each,
      }))}
      onChoose={onChoose}
      chosen={chosen}
    />
  );
  return (
    <div>
      {makeTable(busy.length > 0 ? busy : idle)}
      {busy.length > 0 && idle.length > 0 && (
        <details>
          <summary>{w.idle(idle.length)}</summary>
          {makeTable(idle)}
        </details>
      )}
    </div>
  );
}

type BoardView = components["schemas"]["BoardView"];
type Tally = components["schemas"]["UnitTallyView"];
type Page = components["schemas"]["BoardsPage"];

/** The first day of the month before, from which the units' shares are counted. */
function writeSince(now: string): string {
  const [year, month] = toDay(now).split("-").map(Number);
  return writeDay(new Date(Date.UTC(year ?? 0, (month ?? 1) - 2, 1)).toISOString().slice(0, 10));
}

/** Units of an earlier structure are left out once nothing of theirs is open. */
function filterShown(items: readonly Tally[], known: Names): readonly Tally[] {
  return items.filter((each) => each.open > 0 || known.units.some((unit) => unit.id === each.unit));
}

interface Behind {
  readonly state: State;
  readonly when: When | null;
}

interface PartsProps {
  readonly board: BoardView;
  readonly names: Names;
  readonly onUrged: () => void;
}

/** A unit's open work by state, procedure and day, who urged it, and the dossiers behind a number. */
function Parts({ board, names: known, onUrged }: PartsProps) {
  const w = useWords(words);
  const language = useLanguage();
  const [behind, setBehind] = useState<Behind | null>(null);
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
          onChoose={(key, when) => setBehind({ state: key as State, when })}
        />
        <BoardTable
          caption={w.byProcedure}
          head={w.procedure}
          lines={board.procedures.map((each) => ({
            ...each,
            key: each.procedure,
            label: nameProcedure(known, each.procedure, language),
          }))}
        />
        <BoardTable caption={w.pastDates} head={w.date} lines={makeDated(board, language, true).slice(0, MOST_DATES)} />
      </div>
      <Urgings board={board} names={known} onUrged={onUrged} />
      {board.undated > 0 && <p>{w.undated(board.undated)}</p>}
      <details>
        <summary>{w.what}</summary>
        <p class="narrow">{w.whatText}</p>
        <p class="muted small">{w.day(writeLongDay(board.day, language))}</p>
      </details>
      {behind && <DossierLinks key={JSON.stringify(behind)} unit={board.unit} behind={behind} names={known} />}
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

function DossierLinks({
  unit,
  behind,
  names: known,
}: {
  readonly unit: string;
  readonly behind: Behind;
  readonly names: Names;
}) {
  const w = useWords(words);
  const language = useLanguage();
  const [limit, setLimit] = useState(50);
  const loaded = useLoad(() => {
    const query = { unit, state: behind.state, limit, ...(behind.when && { when: behind.when }) };
    return unwrap(api.GET("/api/board/dossiers", { params: { query } }));
  }, [limit]);
  const title = w.behind(OFFICER_STATES[behind.state][language].label);
  const columns: readonly Column<Row>[] = [
    { head: w.due, show: (row) => <DueMark due={row.due_at} /> },
    {
      head: w.code,
      show: (row) => {
        const code = row.code ?? row.receipt_no;
        return row.opens ? <a href={`/officer/dossiers/${row.dossier_id}`}>{code}</a> : code;
      },
    },
    { head: w.procedure, show: (row) => nameProcedure(known, row.procedure, language) },
    { head: w.filed, show: (row) => (row.filed_at ? writeDateTime(row.filed_at) : "") },
  ];
  return (
    <section aria-labelledby="behind">
      <h3 id="behind">{title}</h3>
      <Ready from={loaded}>
        {({ items, cursor }) => (
          <>
            <DataTable
              label={title}
              columns={columns}
              rows={items}
              rowKey={(row) => `${row.dossier_id}${row.kind}`}
              empty={w.empty}
            />
            {cursor && limit < 100 && (
              <Button kind="secondary" onPress={() => setLimit(100)}>
                {w.next}
              </Button>
            )}
          </>
        )}
      </Ready>
    </section>
  );
}
