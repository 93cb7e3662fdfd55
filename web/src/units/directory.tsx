import { useState } from "preact/hooks";
import { writeDay } from "../lib/format";
import { chooseName, useLanguage, useWords } from "../lib/language";
import { Button } from "../ui/button";
import { DataTable } from "../ui/data_table";
import { Select, TextField } from "../ui/inputs";
import { downloadTable, downloadWorkbook, makeWrittenColumn } from "../ui/written_table";
import { type DirectoryWords, directoryWords } from "./directory_words";
import { filterUnits, findSuccessor, hasEnded, NO_FILTERS, type Unit, type UnitFilters, type Units } from "./units";

const MOST_SHOWN = 30;
const AT_FIRST = 10;

export type Named = (name: { readonly vi: string; readonly en: string }) => string;

/** Since when a unit operates, or when it ended and which unit follows it. */
export function describeStanding(units: Units, unit: Unit, w: DirectoryWords, named: Named): string {
  if (unit.active) return unit.active_from ? w.since(writeDay(unit.active_from)) : w.working;
  if (unit.active_from && unit.active_from > units.date) return w.begins(writeDay(unit.active_from));
  const today = findSuccessor(units, unit);
  const end = unit.active_until ? w.ended(writeDay(unit.active_until)) : "";
  const heir = units.items.find((each) => each.id === unit.successor);
  const after = today ? w.now(named(today.name)) : heir ? w.heir(named(heir.name)) : w.unknown;
  return [end, after].filter(Boolean).join("; ");
}

function listColumns(units: Units, w: DirectoryWords, named: Named) {
  const bodies = w as unknown as Readonly<Record<string, string>>;
  return [
    makeWrittenColumn<Unit>(w.name, (each) => named(each.name), { names: true }),
    makeWrittenColumn<Unit>(
      w.kind,
      (each) => `${bodies[each.body] ?? each.body} – ${bodies[each.tier] ?? each.tier}`,
      {},
    ),
    makeWrittenColumn<Unit>(w.standing, (each) => describeStanding(units, each, w, named), {}),
    makeWrittenColumn<Unit>(
      w.basis,
      (each) => [each.article, each.list_number && w.list(each.list_number)].filter(Boolean).join("; "),
      {},
    ),
    { ...makeWrittenColumn<Unit>(w.formerly, (each) => each.formerly_vi.join("; "), {}), lang: "vi" as const },
  ];
}

interface UnitDirectoryProps {
  readonly units: Units;
  readonly onChoose: (unit: string) => void;
}

/** The units of the province on a day: found by old and new names, narrowed by kind, level and standing, and saved. */
export function UnitDirectory({ units, onChoose }: UnitDirectoryProps) {
  const [wanted, setWanted] = useState(NO_FILTERS);
  return (
    <>
      <UnitFilterFields units={units} wanted={wanted} onChange={setWanted} />
      <FoundUnits
        units={units}
        found={filterUnits(units, wanted)}
        most={wanted === NO_FILTERS ? AT_FIRST : MOST_SHOWN}
        onChoose={onChoose}
      />
    </>
  );
}

interface UnitFilterFieldsProps {
  readonly units: Units;
  readonly wanted: UnitFilters;
  readonly onChange: (wanted: UnitFilters) => void;
}

/** What narrows the units. */
export function UnitFilterFields({ units, wanted, onChange }: UnitFilterFieldsProps) {
  const w = useWords(directoryWords);
  const words = w as unknown as Readonly<Record<string, string>>;
  function listOptions(values: readonly string[]) {
    return [...new Set(values)].map((value) => ({ value, text: words[value] ?? value }));
  }
  return (
    <>
      <TextField
        id="find-unit"
        label={w.find}
        help={w.findHelp}
        value={wanted.typed}
        onInput={(typed) => onChange({ ...wanted, typed })}
        type="search"
      />
      <Select
        id="unit-body"
        label={w.body}
        value={wanted.body}
        options={listOptions(units.items.map((each) => each.body))}
        empty={w.all}
        onChoose={(body) => onChange({ ...wanted, body })}
      />
      <Select
        id="unit-tier"
        label={w.tier}
        value={wanted.tier}
        options={listOptions(units.items.map((each) => each.tier))}
        empty={w.all}
        onChoose={(tier) => onChange({ ...wanted, tier })}
      />
      <Select
        id="unit-standing"
        label={w.standing}
        value={wanted.standing}
        options={listOptions(["working", "over"])}
        empty={w.all}
        onChoose={(standing) => onChange({ ...wanted, standing: standing as UnitFilters["standing"] })}
      />
    </>
  );
}

interface FoundUnitsProps {
  readonly units: Units;
  readonly found: readonly Unit[];
  readonly most: number;
  /** The name of a unit is a button that shows more about it. */
  readonly onChoose: (unit: string) => void;
}

/** The found units as a table, all of which can be saved as a file. */
export function FoundUnits({ units, found, most, onChoose }: FoundUnitsProps) {
  const w = useWords(directoryWords);
  const language = useLanguage();
  const named: Named = (name) => chooseName(name, language);
  const columns = listColumns(units, w, named);
  const saved = [
    ...columns,
    makeWrittenColumn<Unit>(w.code, (each) => each.code ?? "", {}),
    makeWrittenColumn<Unit>(w.telephone, (each) => each.hotline ?? "", {}),
  ];
  const [first, ...others] = columns;
  const choose = (each: Unit) => <Name text={named(each.name)} onPress={() => onChoose(each.id)} />;
  return (
    <>
      <p class="muted small" role="status">
        {found.length > most
          ? w.shown(most, found.length)
          : w.counts(
              found.filter((each) => each.active).length,
              found.filter((each) => hasEnded(each, units.date)).length,
            )}
      </p>
      <DataTable
        label={w.units}
        columns={first ? [{ ...first, show: choose }, ...others] : columns}
        rows={found.slice(0, most)}
        rowKey={(each) => each.id}
        empty={w.nothing}
        look="stacked"
      />
      {found.length > 0 && (
        <p class="buttons">
          {w.save}{" "}
          <Button kind="secondary" onPress={() => downloadWorkbook(`units-${units.date}`, saved, found)}>
            XLSX
          </Button>
          <Button kind="secondary" onPress={() => downloadTable(`units-${units.date}`, saved, found)}>
            CSV
          </Button>
        </p>
      )}
    </>
  );
}

function Name({ text, onPress }: { readonly text: string; readonly onPress: () => void }) {
  return (
    <button type="button" class="link" onClick={onPress}>
      {text}
    </button>
  );
}
