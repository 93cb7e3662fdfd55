import { useLoad } from "../../api/use_load";
import { toDay } from "../../eform/day_bounds";
import type { components } from "../../generated/api";
import { writeDateTime } from "../../lib/format";
import { useLanguage, useWords } from "../../lib/language";
import { loadKinds } from "../../matters/kinds";
import { Button } from "../../ui/button";
import { type Column, DataTable } from "../../ui/data_table";
import { downloadTable, downloadWorkbook, makeWrittenColumn, type WrittenColumn } from "../../ui/written_table";
import { actWords, nameAct } from "./act_words";
import { type Finding, makeCasePath } from "./alarm_case";
import { matterActWords, nameMatterAct } from "./matter_acts";
import { securityLogWords } from "./security_log_words";

export type SecurityLogPage = components["schemas"]["SecurityLogView"];
type Entry = SecurityLogPage["items"][number];
type People = SecurityLogPage["people"];

export function namePerson(people: People, account: string, nobody: string): string {
  if (!account) return nobody;
  return people.find((each) => each.sub === account)?.name ?? account;
}

type LogWords = (typeof securityLogWords)["vi"];

/** Outcome of a request, by the status of its answer. */
function nameOutcome(status: number, text: LogWords): string {
  if (status < 400) return text.done;
  if (status >= 500) return status === 503 ? text.busy : text.fault;
  const named = { 400: text.malformed, 401: text.unknown, 403: text.forbidden, 404: text.missing, 429: text.tooMany };
  return named[status as keyof typeof named] ?? text.refused;
}

/** A dossier by its ID; a list or a search by the unit that it is of. */
function nameDossier(id: string, text: LogWords): string {
  const [kind, unit] = id.split("#", 2);
  if (!unit) return id;
  return kind === "LIST" ? text.listOf(unit) : kind === "SEARCH" ? text.searchIn(unit) : id;
}

/** Leads to the form of a case about the account; nothing where nobody was signed in. */
export function CaseLink({ of }: { readonly of: Finding }) {
  const w = useWords(securityLogWords);
  return of.who ? <a href={makeCasePath(of)}>{w.open}</a> : null;
}

/** Records of the security log, with their export. */
export function Records({ of }: { readonly of: SecurityLogPage }) {
  const w = useWords(securityLogWords);
  const acts = useWords(actWords);
  const matterActs = useWords(matterActWords);
  const language = useLanguage();
  const loaded = useLoad(loadKinds, []);
  const kinds = loaded.state === "done" ? loaded.data : [];
  const columns: readonly Column<Entry>[] = [
    { head: w.at, show: (each) => writeDateTime(each.at) },
    { head: w.who, names: true, show: (each) => namePerson(of.people, each.who, w.nobody) },
    { head: w.address, show: (each) => each.address },
    {
      head: w.act,
      show: (each) => (
        <>
          {nameMatterAct(each.act, kinds, matterActs, language) ?? nameAct(each.act, acts)}
          {each.seen && <p class="muted small">{w.seen}</p>}
          {each.listed.length > 0 && <p class="muted small">{w.listed(each.listed.length)}</p>}
        </>
      ),
    },
    {
      head: w.dossier,
      show: (each) => <code class="wrap">{each.dossiers.map((id) => nameDossier(id, w)).join(", ")}</code>,
    },
    {
      head: w.outcome,
      show: (each) => (
        <>
          {nameOutcome(each.status, w)}
          {each.status >= 400 && <p class="muted small">{each.outcome}</p>}
        </>
      ),
    },
    {
      head: w.measure,
      show: ({ who, outcome, at, trace_id }) => <CaseLink of={{ who, cause: outcome, at, traceId: trace_id }} />,
    },
  ];
  return (
    <>
      {of.items.length > 0 && (
        <p class="buttons">
          <Button kind="secondary" onPress={() => downloadWorkbook(nameFile(of.items), EXPORTED, of.items)}>
            {w.xlsx}
          </Button>
          <Button kind="secondary" onPress={() => downloadTable(nameFile(of.items), EXPORTED, of.items)}>
            {w.csv}
          </Button>
        </p>
      )}
      <DataTable
        label={w.records}
        columns={columns}
        rows={of.items}
        rowKey={(each) => `${each.at}${each.trace_id}`}
        empty={w.none}
      />
    </>
  );
}

const EXPORTED: readonly WrittenColumn<Entry>[] = (
  [
    "at",
    "trace_id",
    "who",
    "address",
    "method",
    "route",
    "act",
    "dossiers",
    "status",
    "outcome",
    "officer",
    "seen",
    "device",
    "about",
    "listed",
  ] as const
).map((name) => makeWrittenColumn(name, (each) => String(each[name]), {}));

/** The day is Vietnam's, as it was asked for. */
function nameFile(items: readonly Entry[]): string {
  return `security-log-${items[0] ? toDay(items[0].at) : ""}`;
}
