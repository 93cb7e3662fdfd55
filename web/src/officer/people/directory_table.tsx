import { useState } from "preact/hooks";
import { type Problem, toProblem } from "../../api/problem";
import { toDay } from "../../eform/day_bounds";
import { useLanguage, useWords } from "../../lib/language";
import { readServerTime } from "../../session/clock";
import { Button } from "../../ui/button";
import { type Column, DataTable } from "../../ui/data_table";
import { ErrorSummary } from "../../ui/error_summary";
import { downloadTable, downloadWorkbook } from "../../ui/written_table";
import type { Names } from "../shared/names";
import { roleWords, stageWords } from "../steps/step_words";
import {
  type DirectoryFilters,
  type DirectoryLine,
  type DirectoryNames,
  loadWholeDirectory,
  makeDirectoryColumns,
  writeRight,
  writeSignIn,
} from "./directory";
import { directoryWords } from "./directory_words";
import { hasEnded } from "./rights";

interface DirectoryTableProps {
  readonly rows: readonly DirectoryLine[];
  readonly filters: DirectoryFilters;
  readonly names: Names;
}

/** Officers with their rights and the state of their accounts; the whole list can be saved as a file. */
export function DirectoryTable({ rows, filters, names: known }: DirectoryTableProps) {
  const w = useWords(directoryWords);
  const roles = useWords(roleWords);
  const stages = useWords(stageWords);
  const language = useLanguage();
  const names: DirectoryNames = { words: w, roles, stages, units: known.units, language };
  const now = readServerTime();
  const columns: readonly Column<DirectoryLine>[] = [
    {
      head: w.name,
      names: true,
      show: (each) => (
        <a href={`/officer/people/${encodeURIComponent(each.sub)}`} lang="vi">
          {each.name || each.sub}
        </a>
      ),
    },
    { head: w.job, show: (each) => <span lang="vi">{each.title}</span> },
    {
      head: w.rights,
      show: (each) => (
        <ul class="plain">
          {each.assignments
            .filter((right) => !hasEnded(right, now))
            .map((right) => (
              <li key={`${right.role}${right.unit}${right.valid_from}`}>{writeRight(right, names)}</li>
            ))}
        </ul>
      ),
    },
    { head: w.standing, show: (each) => w[each.standing] },
    { head: w.factor, show: (each) => (each.second_factor ? w.registered : w.unregistered) },
    { head: w.lastSignIn, show: (each) => writeSignIn(each, w) },
    { head: w.email, show: (each) => <span class="wrap">{each.email}</span> },
  ];
  return (
    <>
      <DataTable
        label={w.title}
        columns={columns}
        rows={rows}
        rowKey={(each) => each.sub}
        empty={w.nobody}
        look="stacked"
      />
      {rows.length > 0 && <SaveList filters={filters} names={names} shown={rows.length} />}
    </>
  );
}

interface SaveListProps {
  readonly filters: DirectoryFilters;
  readonly names: DirectoryNames;
  readonly shown: number;
}

function SaveList({ filters, names, shown }: SaveListProps) {
  const w = names.words;
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [attempt, setAttempt] = useState(0);
  async function save(write: typeof downloadTable) {
    setBusy(true);
    try {
      const rows = await loadWholeDirectory(filters);
      write(`officers-${toDay(readServerTime())}`, makeDirectoryColumns(names), rows);
      setProblem(null);
    } catch (thrown) {
      setProblem(toProblem(thrown));
      setAttempt((n) => n + 1);
    } finally {
      setBusy(false);
    }
  }
  return (
    <>
      <ErrorSummary faults={[]} problem={problem} attempt={attempt} />
      <p class="muted small" role="status">
        {w.shown(shown)}
      </p>
      <p class="buttons">
        {w.save}{" "}
        <Button kind="secondary" busy={busy} busyText={w.saving} onPress={() => void save(downloadWorkbook)}>
          XLSX
        </Button>
        <Button kind="secondary" busy={busy} busyText={w.saving} onPress={() => void save(downloadTable)}>
          CSV
        </Button>
      </p>
    </>
  );
}
