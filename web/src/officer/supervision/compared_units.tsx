import { nameAgency } from "../../api/catalogue";
import { toDay } from "../../eform/day_bounds";
import type { components } from "../../generated/api";
import { writeDay } from "../../lib/format";
import { useLanguage, useWords } from "../../lib/language";
import { readServerTime } from "../../session/clock";
import type { When } from "../shared/due";
import type { Names } from "../shared/names";
import { BoardTable } from "./board_table";
import { boardWords } from "./board_words";

export type UnitTally = components["schemas"]["UnitTallyView"];

interface ComparedUnitsProps {
  readonly units: readonly UnitTally[];
  readonly names: Names;
  readonly chosen: string;
  /** A unit, or its dossiers behind a number. */
  readonly onChoose: (unit: string, when: When | null) => void;
}

/** The units side by side; those with nothing open are folded into one line. */
export function ComparedUnits({ units, names: known, chosen, onChoose }: ComparedUnitsProps) {
  const w = useWords(boardWords);
  const language = useLanguage();
  const [busy, idle] = [units.filter((each) => each.open > 0), units.filter((each) => each.open === 0)];
  const makeTable = (of: readonly UnitTally[]) => (
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

/** The first day of the month before, from which the units' shares are counted. */
function writeSince(now: string): string {
  const [year, month] = toDay(now).split("-").map(Number);
  return writeDay(new Date(Date.UTC(year ?? 0, (month ?? 1) - 2, 1)).toISOString().slice(0, 10));
}
