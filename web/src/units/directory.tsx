import { useState } from "preact/hooks";
import { writeDay } from "../lib/format";
import { chooseName, useLanguage, useWords } from "../lib/language";
import { Button } from "../ui/button";
import { DataTable } from "../ui/data_table";
import { Select, TextField } from "../ui/inputs";
import { downloadTable, downloadWorkbook, makeWrittenColumn } from "../ui/written_table";
import { type DirectoryWords, directoryWords } from "./directory_words";
import { filterUnits, findSuccessor, hasEnded, NO_FILTERS, type Unit, type Units } from "./units";

const MOST_SHOWN = 30;
const AT_FIRST = 10;

type Named = (name: { readonly vi: string; readonly en: string }) => string;

function describeStanding(units: Units, unit: Unit, w: DirectoryWords, named: Named): string {
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

/** The units of the province on a day: found by old and new names, narrowed by kind, level and standing, and saved. */
export function UnitDirectory({ units }: { readonly units: Units }) {
  const w = useWords(directoryWords);
  const language = useLanguage();
  const [wanted, setWanted] = useState(NO_FILTERS);
  const named: Named = (name) => chooseName(name, language);
  const words = w as unknown as Readonly<Record<string, string>>;
  const found = filterUnits(units, wanted);
  const most = wanted === NO_FILTERS ? AT_FIRST : MOST_SHOWN;
  const columns = listColumns(units, w, named);
  const saved = [
    ...columns,
    makeWrittenColumn<Unit>(w.code, (each) => each.code ?? "", {}),
    makeWrittenColumn<Unit>(w.telephone, (each) => each.hotline ?? "", {}),
  ];
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
        onInput={(typed) => setWanted({ ...wanted, typed })}
        type="search"
      />
      <Select
        id="unit-body"
        label={w.body}
        value={wanted.body}
        options={listOptions(units.items.map((each) => each.body))}
        empty={w.all}
        onChoose={(body) => setWanted({ ...wanted, body })}
      />
      <Select
        id="unit-tier"
        label={w.tier}
        value={wanted.tier}
        options={listOptions(units.items.map((each) => each.tier))}
        empty={w.all}
        onChoose={(tier) => setWanted({ ...wanted, tier })}
      />
      <Select
        id="unit-standing"
        label={w.standing}
        value={wanted.standing}
        options={listOptions(["working", "over"])}
        empty={w.all}
        onChoose={(standing) => setWanted({ ...wanted, standing: standing as typeof wanted.standing })}
      />
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
        columns={columns}
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
