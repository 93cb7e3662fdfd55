import "../../styles/officer/matters.css";
import { nameAgency } from "../../api/catalogue";
import type { Agency } from "../../api/types";
import { writeLongDay } from "../../lib/format";
import { chooseName, type Language, useLanguage, useWords } from "../../lib/language";
import type { MatterKind } from "../../matters/kinds";
import { writeMonth } from "../../ratings/figures";
import { Button } from "../../ui/button";
import { DataTable } from "../../ui/data_table";
import { downloadTable, makeWrittenColumn, type WrittenColumn } from "../../ui/written_table";
import { makeMattersPath } from "./matter_filters";
import type { StatisticsFilters } from "./statistics_filters";
import { listRows, makeTotal, type Statistics, type StatisticsRow, TOTAL, writeOnTime } from "./statistics_rows";
import { statisticsWords } from "./statistics_words";

export interface StatisticsNames {
  readonly kinds: readonly MatterKind[];
  readonly units: readonly Agency[];
}

interface TablesProps extends StatisticsNames {
  readonly found: Statistics;
  readonly filters: StatisticsFilters;
  /** Whether the reader may open the lists behind the numbers. */
  readonly lists: boolean;
}

/** The figures of a period with their totals, and what was rejected on which ground. */
export function StatisticsTables({ found, filters, kinds, units, lists }: TablesProps) {
  const w = useWords(statisticsWords);
  const language = useLanguage();
  const caption = w.caption(writeMonth(found.since), writeMonth(found.until));
  const keys = filters.by === "unit" ? units.map((each) => each.id) : listKinds(kinds, filters.kind);
  const rows = [...listRows(found, filters.by, keys), makeTotal(found)];
  const head = { kind: w.kind, unit: w.unit, month: w.month }[filters.by];
  const name = (row: StatisticsRow) =>
    row.key === TOTAL ? w.total : nameRow(row.key, filters, { kinds, units }, language);
  const columns = listColumns(head, name, w, filters.by === "month");
  const find = (row: StatisticsRow) => (lists ? findList(row.key, filters, kinds) : null);
  const file = [w.file, found.unit, found.since, found.until].filter(Boolean).join("-");
  return (
    <>
      <h2>{caption}</h2>
      <DataTable
        label={caption}
        columns={columns.map((each) => (each.head === w.open ? linkColumn(each, find, name, w.show) : each))}
        rows={rows}
        rowKey={(row) => row.key}
        look="statistics"
      />
      {found.items.length === 0 && <p class="empty">{w.empty}</p>}
      <p class="buttons">
        <Button kind="secondary" onPress={() => downloadTable(file, columns, rows)}>
          {w.save}
        </Button>
      </p>
      {found.rejections.length > 0 && <Grounds found={found} kinds={kinds} />}
      <details>
        <summary>{w.how}</summary>
        <ul class="narrow">
          {[w.howReceived, w.howEnded, w.howOnTime, w.howOpen, w.howPublished].map((each) => (
            <li key={each}>{each}</li>
          ))}
        </ul>
        <p class="muted small">{w.day(writeLongDay(found.day, language))}</p>
      </details>
    </>
  );
}

function Grounds({ found, kinds }: Pick<TablesProps, "found" | "kinds">) {
  const w = useWords(statisticsWords);
  const language = useLanguage();
  return (
    <>
      <h2>{w.grounds}</h2>
      <DataTable
        label={w.grounds}
        columns={[
          {
            head: w.ground,
            names: true,
            show: (each) => (each.name ? chooseName(each.name, language) : `${w.noGround}: ${each.code}`),
          },
          { head: w.kind, show: (each) => nameKind(each.kind, kinds, language) },
          { head: w.number, number: true, show: (each) => String(each.number) },
        ]}
        rows={found.rejections}
        rowKey={(each) => `${each.kind} ${each.code}`}
      />
    </>
  );
}

const listKinds = (kinds: readonly MatterKind[], only: string): readonly string[] =>
  kinds.map((each) => each.name).filter((name) => !only || name === only);

function nameKind(name: string, kinds: readonly MatterKind[], language: Language): string {
  const kind = kinds.find((each) => each.name === name);
  return kind ? chooseName(kind.title, language) : name;
}

function nameRow(key: string, { by }: StatisticsFilters, { kinds, units }: StatisticsNames, language: Language) {
  if (by === "month") return writeMonth(key);
  return by === "unit" ? nameAgency(units, key, language) : nameKind(key, kinds, language);
}

/** The list whose matters a row counts as open: it is of one kind and one unit. */
function findList(key: string, { by, unit, kind }: StatisticsFilters, kinds: readonly MatterKind[]): string | null {
  const [name, whose] = by === "kind" ? [key === TOTAL ? kind : key, unit] : [kind, key === TOTAL ? unit : key];
  const plural = kinds.find((each) => each.name === name)?.plural;
  if (by === "month" || !plural || !whose) return null;
  return makeMattersPath({ plural, unit: whose, ended: false, state: "" });
}

function listColumns(
  head: string,
  name: (row: StatisticsRow) => string,
  w: typeof statisticsWords.vi,
  flowAlone: boolean,
): readonly WrittenColumn<StatisticsRow>[] {
  const figure = (title: string, write: (row: StatisticsRow) => string) =>
    makeWrittenColumn(title, write, { number: true });
  return [
    makeWrittenColumn(head, name, { names: true }),
    figure(w.received, (row) => String(row.received)),
    figure(w.ended, (row) => String(row.ended)),
    figure(w.onTime, (row) => String(row.on_time)),
    figure(w.late, (row) => String(row.late)),
    figure(w.share, writeOnTime),
    figure(w.rejected, (row) => String(row.rejected)),
    figure(w.forwarded, (row) => String(row.forwarded)),
    figure(w.reclassified, (row) => String(row.reclassified)),
    figure(w.reopened, (row) => String(row.reopened)),
    figure(w.published, (row) => String(row.published)),
    ...(flowAlone
      ? []
      : [figure(w.open, (row) => String(row.open ?? "")), figure(w.overdue, (row) => String(row.overdue ?? ""))]),
  ];
}

function linkColumn(
  column: WrittenColumn<StatisticsRow>,
  find: (row: StatisticsRow) => string | null,
  name: (row: StatisticsRow) => string,
  show: string,
): WrittenColumn<StatisticsRow> {
  return {
    ...column,
    show: (row) => {
      const href = find(row);
      if (!href || !row.open) return column.write(row);
      return (
        <a href={href}>
          {row.open}
          <span class="hidden">
            {" "}
            {name(row)}, {column.head}, {show}
          </span>
        </a>
      );
    },
  };
}
