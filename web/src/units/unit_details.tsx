import { useState } from "preact/hooks";
import { writeDay } from "../lib/format";
import { chooseName, useLanguage, useWords } from "../lib/language";
import { Button } from "../ui/button";
import { DataTable } from "../ui/data_table";
import { Select, TextField } from "../ui/inputs";
import { downloadTable, downloadWorkbook, makeWrittenColumn } from "../ui/written_table";
import {
  ALL_WORKS,
  filterWorks,
  type NameUnit,
  type UnitChange,
  type UnitDetails,
  type UnitWork,
  workWords,
  writeChange,
  writePeriod,
  writeWork,
} from "./unit_works";
import type { Unit, Units } from "./units";

interface DetailsProps {
  readonly details: UnitDetails;
  readonly units: Units;
  /** The page that shows a unit on a day, by `date` and `unit`. */
  readonly page: string;
}

/** What a unit is competent for on a day, which units it follows and which follows it, and what was decided about it. */
export function Details({ details, units, page }: DetailsProps) {
  const w = useWords(workWords);
  const language = useLanguage();
  const unit = units.items.find((each) => each.id === details.unit);
  const nameUnit: NameUnit = (id) => {
    const found = units.items.find((each) => each.id === id);
    return found ? chooseName(found.name, language) : id;
  };
  const links: readonly (readonly [string, readonly string[]])[] = [
    [w.follows, details.predecessors],
    [w.followed, details.successor ? [details.successor] : []],
  ];
  return (
    <>
      <dl class="facts">
        {links.map(
          ([name, ids]) =>
            ids.length > 0 && (
              <div key={name}>
                <dt>{name}</dt>
                <dd>
                  {ids.map((id, at) => (
                    <span key={id}>
                      {at > 0 && "; "}
                      <a href={makeUnitPath(page, id, units.date)}>{nameUnit(id)}</a>
                    </span>
                  ))}
                </dd>
              </div>
            ),
        )}
      </dl>
      <h3>{w.competence(writeDay(details.date))}</h3>
      {details.active ? (
        <Works details={details} nameUnit={nameUnit} />
      ) : (
        <p class="empty">
          {w.inactive} {unit && <OtherDay unit={unit} page={page} day={details.date} />}
        </p>
      )}
      <h3>{w.changes}</h3>
      <Changes details={details} nameUnit={nameUnit} />
    </>
  );
}

const makeUnitPath = (page: string, unit: string, date: string): string =>
  `${page}?${new URLSearchParams({ date, unit })}`;

/** The nearest day on which the unit operates. */
function OtherDay({ unit, page, day }: { readonly unit: Unit; readonly page: string; readonly day: string }) {
  const w = useWords(workWords);
  const isOver = unit.active_until !== null && unit.active_until < day;
  const other = isOver ? unit.active_until : unit.active_from;
  if (!other) return null;
  return (
    <a href={makeUnitPath(page, unit.id, other)}>{isOver ? w.lastDay(writeDay(other)) : w.firstDay(writeDay(other))}</a>
  );
}

interface WorksProps {
  readonly details: UnitDetails;
  readonly nameUnit: NameUnit;
}

function Works({ details, nameUnit }: WorksProps) {
  const w = useWords(workWords);
  const language = useLanguage();
  const named = (name: { readonly vi: string; readonly en: string }) => chooseName(name, language);
  const [wanted, setWanted] = useState(ALL_WORKS);
  if (details.works.length === 0) return <p class="empty">{w.nothing}</p>;
  const found = filterWorks(details.works, wanted);
  const kinds = [...new Set(details.works.map((each) => each.work))];
  const words = w as unknown as Readonly<Record<string, string>>;
  const procedure = makeWrittenColumn<UnitWork>(w.procedure, (each) => named(each.name), { names: true });
  const others = [
    makeWrittenColumn<UnitWork>(w.work, (each) => writeWork(each, w, nameUnit, named), {}),
    makeWrittenColumn<UnitWork>(w.period, (each) => writePeriod(each, w), {}),
    { ...makeWrittenColumn<UnitWork>(w.basis, (each) => each.note_vi, {}), lang: "vi" as const },
  ];
  const saved = [
    makeWrittenColumn<UnitWork>(w.code, (each) => each.code, {}),
    procedure,
    ...others,
    makeWrittenColumn<UnitWork>(w.law, (each) => each.legal_basis.join("; "), {}),
  ];
  const file = `competence-${details.unit}-${details.date}`;
  return (
    <>
      <div class="filters">
        <TextField
          id="find-work"
          label={w.find}
          value={wanted.typed}
          onInput={(typed) => setWanted({ ...wanted, typed })}
          type="search"
        />
        {kinds.length > 1 && (
          <Select
            id="work-kind"
            label={w.work}
            value={wanted.work}
            options={kinds.map((value) => ({ value, text: words[value] ?? value }))}
            empty={w.all}
            onChoose={(work) => setWanted({ ...wanted, work })}
          />
        )}
      </div>
      <p class="muted small" role="status">
        {w.count(found.length, details.works.length)}
      </p>
      <DataTable
        label={w.competence(writeDay(details.date))}
        columns={[
          { ...procedure, show: (each) => <a href={`/procedures/${each.procedure}`}>{named(each.name)}</a> },
          ...others,
        ]}
        rows={found}
        rowKey={(each) => `${each.procedure}${each.work}${each.task?.vi ?? ""}`}
        empty={w.notFound}
        look="stacked"
      />
      {found.length > 0 && (
        <p class="buttons">
          {w.save}{" "}
          <Button kind="secondary" onPress={() => downloadWorkbook(file, saved, found)}>
            XLSX
          </Button>
          <Button kind="secondary" onPress={() => downloadTable(file, saved, found)}>
            CSV
          </Button>
        </p>
      )}
    </>
  );
}

function Changes({ details, nameUnit }: WorksProps) {
  const w = useWords(workWords);
  const language = useLanguage();
  const changes = [...details.changes].sort((a, b) => b.effective.localeCompare(a.effective));
  const isOffice = changes.some((each) => each.matter);
  return (
    <DataTable
      label={w.changes}
      columns={[
        { head: w.from, show: (each) => writeDay(each.effective), nowrap: true },
        {
          head: w.what,
          names: true,
          show: (each) => writeChange(each, w, nameUnit, (name) => chooseName(name, language)),
        },
        ...(isOffice ? [{ head: w.decided, show: (each: UnitChange) => <Decided change={each} /> }] : []),
      ]}
      rows={changes}
      rowKey={(each) => `${each.effective}${each.kind}${each.units.join()}${each.opened.join()}`}
      empty={w.noChanges}
      look="stacked"
    />
  );
}

function Decided({ change }: { readonly change: UnitChange }) {
  const w = useWords(workWords);
  return change.matter ? <a href={`/officer/matters/unit-changes/${change.matter}`}>{w.look}</a> : null;
}
