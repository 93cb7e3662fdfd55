import { useState } from "preact/hooks";
import { nameAgency } from "../../api/catalogue";
import { api, unwrap } from "../../api/client";
import { useLoad } from "../../api/use_load";
import { toDay } from "../../eform/day_bounds";
import type { components } from "../../generated/api";
import { writeDateTime } from "../../lib/format";
import { useLanguage, useWords } from "../../lib/language";
import { foldText } from "../../lib/text";
import { OfficerPage } from "../../officer/layout/officer_page";
import { populationWords } from "../../officer/people/population_words";
import { loadNames, type Names } from "../../officer/shared/names";
import { findWord } from "../../officer/steps/step_words";
import { Button } from "../../ui/button";
import { type Column, DataTable } from "../../ui/data_table";
import { Select } from "../../ui/inputs";
import { Ready } from "../../ui/loading";
import { SearchBox } from "../../ui/search_box";
import { downloadTable, downloadWorkbook, makeWrittenColumn, type WrittenColumn } from "../../ui/written_table";

type Body = components["schemas"]["PopulationUseBody"];
type View = components["schemas"]["PopulationUseView"];
type Line = View["items"][number];
type Outcome = Line["outcome"];

const OUTCOMES: readonly Outcome[] = ["matched", "mismatch", "unknown", "locked", "deceased", "unanswered", "refused"];
const SHOWN = 100;
const WHOLE = 500;
const MONTHS = 12;

/** The last twelve months, the newest first; records are dated by the clock on the wall. */
function listMonths(): readonly string[] {
  const [year = 2026, month = 1] = toDay(new Date().toISOString()).split("-").map(Number);
  return Array.from({ length: MONTHS }, (_, back) => {
    const n = year * 12 + month - 1 - back;
    return `${Math.floor(n / 12)}-${String((n % 12) + 1).padStart(2, "0")}`;
  });
}

const loadUse = (body: Body) => unwrap(api.POST("/api/population-use", { body }));

/** Look-ups of population data, for the police who grant the right, follow and count its use (LC-17.5). */
export default function PopulationPage() {
  const w = useWords(populationWords);
  const loaded = useLoad(loadNames, []);
  return (
    <OfficerPage title={w.title}>
      <p class="narrow">{w.about}</p>
      <Ready from={loaded}>{(known) => <Use names={known} />}</Ready>
    </OfficerPage>
  );
}

function Use({ names: known }: { readonly names: Names }) {
  const w = useWords(populationWords);
  const language = useLanguage();
  const months = listMonths();
  const [month, setMonth] = useState(months[0] ?? "");
  const [unit, setUnit] = useState("");
  const [outcome, setOutcome] = useState("");
  const [limit, setLimit] = useState(SHOWN);
  const filters = { month, unit: unit || null, outcome: (outcome || null) as Outcome | null };
  const loaded = useLoad(() => loadUse({ ...filters, skip: 0, limit }), [month, unit, outcome, limit]);
  return (
    <>
      <div class="filters">
        <Select
          id="use-month"
          label={w.month}
          value={month}
          options={months.map((each) => ({ value: each, text: each.split("-").reverse().join("/") }))}
          onChoose={setMonth}
        />
        <Select
          id="use-unit"
          label={w.unit}
          value={unit}
          empty={w.all}
          options={known.units.map((each) => ({ value: each.id, text: nameAgency(known.units, each.id, language) }))}
          onChoose={setUnit}
        />
        <Select
          id="use-outcome"
          label={w.outcome}
          value={outcome}
          empty={w.all}
          options={OUTCOMES.map((each) => ({ value: each, text: w[each] }))}
          onChoose={setOutcome}
        />
      </div>
      <Ready from={loaded}>
        {(view) => (
          <>
            <Requests unit={view.requests_at} />
            <Counts view={view} names={known} />
            <Lines view={view} names={known} filters={filters} />
            {view.items.length < view.total && limit < WHOLE && (
              <p class="buttons">
                <Button kind="secondary" onPress={() => setLimit(WHOLE)}>
                  {w.more}
                </Button>
              </p>
            )}
          </>
        )}
      </Ready>
    </>
  );
}

function Counts({ view, names: known }: { readonly view: View; readonly names: Names }) {
  const w = useWords(populationWords);
  const language = useLanguage();
  const columns: readonly WrittenColumn<View["counts"][number]>[] = [
    makeWrittenColumn(w.unit, (each) => nameAgency(known.units, each.unit, language) || each.unit, {}),
    makeWrittenColumn(w.outcome, (each) => w[each.outcome], {}),
    makeWrittenColumn(w.number, (each) => String(each.number), { number: true }),
  ];
  return (
    <>
      <h2 id="counts">{w.counts}</h2>
      <DataTable
        label={w.counts}
        columns={columns}
        rows={view.counts}
        rowKey={(each) => `${each.unit}${each.outcome}`}
        empty={w.noCounts}
      />
      {view.counts.length > 0 && <Save onSave={async (write) => write("population-counts", columns, view.counts)} />}
    </>
  );
}

interface LinesProps {
  readonly view: View;
  readonly names: Names;
  readonly filters: Omit<Body, "skip" | "limit">;
}

function Lines({ view, names: known, filters }: LinesProps) {
  const w = useWords(populationWords);
  const language = useLanguage();
  const [typed, setTyped] = useState("");
  const columns: readonly WrittenColumn<Line>[] = [
    makeWrittenColumn(w.at, (each) => writeDateTime(each.at), {}),
    makeWrittenColumn(w.name, (each) => each.name || each.sub, { names: true }),
    makeWrittenColumn(w.unit, (each) => nameAgency(known.units, each.unit, language) || each.unit, {}),
    makeWrittenColumn(w.purpose, (each) => findWord(w, each.purpose), {}),
    makeWrittenColumn(w.kind, (each) => findWord(w, each.kind), {}),
    makeWrittenColumn(w.outcome, (each) => w[each.outcome], {}),
  ];
  const shown = view.items.filter((each) => foldText(each.name || each.sub).includes(foldText(typed)));
  async function loadWhole(): Promise<readonly Line[]> {
    const found: Line[] = [];
    for (let skip = 0; skip < view.total; skip += WHOLE) {
      found.push(...(await loadUse({ ...filters, skip, limit: WHOLE })).items);
    }
    return found;
  }
  return (
    <>
      <h2 id="uses">{w.uses}</h2>
      {view.items.length > 0 && (
        <search class="filters">
          <SearchBox id="use-who" label={w.who} value={typed} onInput={setTyped} />
        </search>
      )}
      <DataTable
        label={w.uses}
        columns={columns}
        rows={shown}
        rowKey={(each) => `${each.at}${each.sub}`}
        empty={w.none}
        look="stacked"
      />
      <p class="muted small" role="status">
        {w.shown(shown.length, view.total)}
      </p>
      {view.total > 0 && <Save onSave={async (write) => write("population-use", columns, await loadWhole())} />}
    </>
  );
}

function Save({ onSave }: { readonly onSave: (write: typeof downloadTable) => Promise<void> }) {
  const w = useWords(populationWords);
  const [busy, setBusy] = useState(false);
  async function save(write: typeof downloadTable) {
    setBusy(true);
    await onSave(write).finally(() => setBusy(false));
  }
  return (
    <p class="buttons">
      {w.save}{" "}
      <Button kind="secondary" busy={busy} busyText={w.loading} onPress={() => void save(downloadWorkbook)}>
        XLSX
      </Button>
      <Button kind="secondary" busy={busy} busyText={w.loading} onPress={() => void save(downloadTable)}>
        CSV
      </Button>
    </p>
  );
}

type Request = components["schemas"]["MatterLine"];

/** Requests for the right to look up, which the police grant or refuse. */
function Requests({ unit }: { readonly unit: string }) {
  const w = useWords(populationWords);
  const loaded = useLoad(() => unwrap(api.GET("/api/account-requests", { params: { query: { unit } } })), [unit]);
  const columns: readonly Column<Request>[] = [
    { head: w.requests, show: (each) => <a href={`/officer/matters/account-requests/${each.id}`}>{each.number}</a> },
    { head: w.opened, show: (each) => writeDateTime(each.opened_at) },
    { head: w.due, show: (each) => (each.due_at ? writeDateTime(each.due_at) : "") },
  ];
  return (
    <>
      <h2 id="requests">{w.requests}</h2>
      <p class="buttons">
        <a href="/officer/matters/account-requests/moi">{w.ask}</a>
      </p>
      <Ready from={loaded}>
        {({ items }) => (
          <DataTable
            label={w.requests}
            columns={columns}
            rows={items}
            rowKey={(each) => each.id}
            empty={w.noRequests}
          />
        )}
      </Ready>
    </>
  );
}
