import { useState } from "preact/hooks";
import { agencyName } from "../../api/catalogue";
import { api, got } from "../../api/client";
import type { State } from "../../api/types";
import { useLoad } from "../../api/use";
import { say } from "../../app/router";
import type { PageProps } from "../../app/routes";
import type { components } from "../../generated/api";
import { dateTime, longDay } from "../../lib/format";
import { useLanguage, useWords, words } from "../../lib/language";
import { BoardTable } from "../../officer/board_table";
import type { When } from "../../officer/due";
import { DueMark } from "../../officer/due_mark";
import { OfficerPage } from "../../officer/frame";
import { type Names, names, procedureName } from "../../officer/names";
import { OFFICER_STATES } from "../../officer/state_words";
import { Urgings } from "../../officer/urgings";
import { Button } from "../../ui/button";
import { Ready } from "../../ui/loading";

const said = words(
  {
    title: "Bảng theo dõi giải quyết hồ sơ",
    units: "Các đơn vị bạn theo dõi",
    unit: "Đơn vị",
    state: "Trạng thái",
    procedure: "Thủ tục",
    date: "Ngày đến hạn",
    byState: "Theo trạng thái",
    byProcedure: "Theo thủ tục",
    byDate: "Sắp đến hạn theo ngày",
    open: "Đang giải quyết",
    day: (d: string) => `Số liệu ngày ${d}`,
    what: "Cách tính số liệu",
    whatText:
      "Một hồ sơ được đếm một lần ở Bộ phận Một cửa và một lần ở mỗi cơ quan còn phần việc. Quá hạn: chưa giải quyết xong mà ngày hẹn đã qua. Hạn hôm nay: ngày hẹn là hôm nay, chưa tính là quá hạn.",
    more: "Xem thêm đơn vị",
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
    units: "The units that you supervise",
    unit: "Unit",
    state: "State",
    procedure: "Procedure",
    date: "Due date",
    byState: "By state",
    byProcedure: "By procedure",
    byDate: "Coming due, by day",
    open: "Open",
    day: (d) => `Figures of ${d}`,
    what: "How are the figures counted?",
    whatText:
      "A dossier counts once at its one-stop unit and once at each agency that still has a share. Overdue: still open though its due date has passed. Due today: the due date is today, which is not overdue yet.",
    more: "More units",
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
  const w = useWords(said);
  const loaded = useLoad(names, []);
  return (
    <OfficerPage title={w.title}>
      <Ready from={loaded}>{(known) => <Units names={known} first={query.get("unit") ?? ""} />}</Ready>
    </OfficerPage>
  );
}

function Units({ names: known, first }: { readonly names: Names; readonly first: string }) {
  const w = useWords(said);
  const language = useLanguage();
  const [unit, setUnit] = useState(first);
  const [cursors, setCursors] = useState<readonly (string | null)[]>([null]);
  const loaded = useLoad(async () => {
    const pages = await Promise.all(
      cursors.map((cursor) => got(api.GET("/api/boards", { params: { query: { limit: 20, cursor } } }))),
    );
    return { items: pages.flatMap((page) => page.items), following: pages.at(-1)?.cursor ?? null };
  }, [cursors]);
  function choose(next: string) {
    setUnit(next);
    say(`/officer/board?unit=${encodeURIComponent(next)}`);
  }
  return (
    <>
      <details>
        <summary>{w.what}</summary>
        <p class="narrow">{w.whatText}</p>
      </details>
      <Ready from={loaded}>
        {({ items, following }) => (
          <>
            <BoardTable
              caption={w.units}
              head={w.unit}
              lines={shown(items, known).map((each) => ({
                ...each,
                key: each.unit,
                label: agencyName(known.units, each.unit, language),
              }))}
              onChoose={(key) => choose(key)}
              chosen={unit}
            />
            {following && (
              <Button kind="secondary" onPress={() => setCursors([...cursors, following])}>
                {w.more}
              </Button>
            )}
            {(unit || items[0]) && (
              <One key={unit || busiest(items)?.unit} unit={unit || (busiest(items)?.unit ?? "")} names={known} />
            )}
          </>
        )}
      </Ready>
    </>
  );
}

type Tally = components["schemas"]["UnitTallyView"];

/** Units of an earlier structure are left out once nothing of theirs is open. */
function shown(items: readonly Tally[], known: Names): readonly Tally[] {
  return items.filter((each) => each.open > 0 || known.units.some((unit) => unit.id === each.unit));
}

/** The unit to begin with: the first that has work open. */
function busiest(items: readonly Tally[]): Tally | undefined {
  return items.find((each) => each.open > 0) ?? items[0];
}

interface Behind {
  readonly state: State;
  readonly when: When | null;
}

function One({ unit, names: known }: { readonly unit: string; readonly names: Names }) {
  const w = useWords(said);
  const language = useLanguage();
  const [behind, setBehind] = useState<Behind | null>(null);
  const loaded = useLoad(() => got(api.GET("/api/board", { params: { query: { unit } } })), [unit]);
  const title = agencyName(known.units, unit, language);
  return (
    <section aria-labelledby="one">
      <h2 id="one">{title}</h2>
      <Ready from={loaded}>
        {(board) => (
          <>
            <p class="muted small">{w.day(longDay(board.day, language))}</p>
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
                  label: procedureName(known, each.procedure, language),
                }))}
              />
              <BoardTable
                caption={w.byDate}
                head={w.date}
                lines={board.dates.slice(0, 14).map((each) => ({
                  key: each.date,
                  label: longDay(each.date, language),
                  open: each.open,
                  overdue: each.date < board.day ? each.open : 0,
                  today: each.date === board.day ? each.open : 0,
                }))}
              />
            </div>
            <Urgings board={board} names={known} onUrged={loaded.reload} />
            {board.undated > 0 && <p>{w.undated(board.undated)}</p>}
            {behind && <Listed key={JSON.stringify(behind)} unit={unit} behind={behind} names={known} />}
          </>
        )}
      </Ready>
    </section>
  );
}

function Listed({
  unit,
  behind,
  names: known,
}: {
  readonly unit: string;
  readonly behind: Behind;
  readonly names: Names;
}) {
  const w = useWords(said);
  const language = useLanguage();
  const [limit, setLimit] = useState(50);
  const loaded = useLoad(() => {
    const query = { unit, state: behind.state, limit, ...(behind.when && { when: behind.when }) };
    return got(api.GET("/api/board/dossiers", { params: { query } }));
  }, [limit]);
  const title = w.behind(OFFICER_STATES[behind.state][language].label);
  return (
    <section aria-labelledby="behind">
      <h3 id="behind">{title}</h3>
      <Ready from={loaded}>
        {({ items, cursor }) =>
          items.length === 0 ? (
            <p class="empty">{w.empty}</p>
          ) : (
            <>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled with the keys of who focuses it */}
              <section class="scroll" aria-label={title} tabIndex={0}>
                <table class="work">
                  <thead>
                    <tr>
                      <th scope="col">{w.due}</th>
                      <th scope="col">{w.code}</th>
                      <th scope="col">{w.procedure}</th>
                      <th scope="col">{w.filed}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {items.map((row) => (
                      <tr key={`${row.dossier_id}${row.kind}`}>
                        <td>
                          <DueMark due={row.due_at} />
                        </td>
                        <td>
                          {row.opens ? (
                            <a href={`/officer/dossiers/${row.dossier_id}`}>{row.code ?? row.receipt_no}</a>
                          ) : (
                            (row.code ?? row.receipt_no)
                          )}
                        </td>
                        <td>{procedureName(known, row.procedure, language)}</td>
                        <td>{row.filed_at ? dateTime(row.filed_at) : ""}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </section>
              {cursor && limit < 100 && (
                <Button kind="secondary" onPress={() => setLimit(100)}>
                  {w.next}
                </Button>
              )}
            </>
          )
        }
      </Ready>
    </section>
  );
}
