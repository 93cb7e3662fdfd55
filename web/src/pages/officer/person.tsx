import { useState } from "preact/hooks";
import { api, unwrap } from "../../api/client";
import { combineLoads, useLoad } from "../../api/use_load";
import type { PageProps } from "../../app/route";
import type { components } from "../../generated/api";
import { writeDateTime } from "../../lib/format";
import { useLanguage, useWords } from "../../lib/language";
import { foldText } from "../../lib/text";
import { OfficerPage } from "../../officer/layout/officer_page";
import { type DirectoryNames, writeRight, writeSignIn } from "../../officer/people/directory";
import { directoryWords } from "../../officer/people/directory_words";
import type { Right } from "../../officer/people/rights";
import { loadNames, type Names } from "../../officer/shared/names";
import { SaveList } from "../../officer/shared/save_list";
import { roleWords, stageWords } from "../../officer/steps/step_words";
import { type Column, DataTable } from "../../ui/data_table";
import { ReadyPage } from "../../ui/loading";
import { SearchBox } from "../../ui/search_box";
import { makeWrittenColumn, type WrittenColumn } from "../../ui/written_table";

type History = components["schemas"]["OfficerHistoryView"];
type Change = components["schemas"]["RightsChangeView"];

/** An officer: the account's state, the present rights, and which request and article gave and ended each right. */
export default function PersonPage({ params }: PageProps) {
  const w = useWords(directoryWords);
  const sub = params.sub ?? "";
  const history = useLoad(() => unwrap(api.GET("/api/officers/{sub}/history", { params: { path: { sub } } })), [sub]);
  const loaded = combineLoads(history, useLoad(loadNames, []));
  return (
    <ReadyPage from={loaded} title={w.title} frame={OfficerPage}>
      {([found, known]) => <Person history={found} names={known} />}
    </ReadyPage>
  );
}

function Person({ history, names: known }: { readonly history: History; readonly names: Names }) {
  const w = useWords(directoryWords);
  const roles = useWords(roleWords);
  const stages = useWords(stageWords);
  const language = useLanguage();
  const names: DirectoryNames = { words: w, roles, stages, units: known.units, language };
  const [typed, setTyped] = useState("");
  const { officer } = history;
  const facts: readonly (readonly [string, string])[] = [
    [w.job, officer.title],
    [w.email, officer.email],
    [w.standing, w[officer.standing]],
    [w.factor, officer.second_factor ? w.registered : w.unregistered],
    [w.lastSignIn, writeSignIn(officer, w)],
  ];
  const columns: readonly Column<Change>[] = [
    { head: w.at, show: (each) => writeDateTime(each.at) },
    { head: w.given, show: (each) => <Rights rights={each.given} names={names} /> },
    {
      head: w.taken,
      show: (each) => (
        <>
          <Rights rights={each.ended} names={names} />
          {each.given.length + each.ended.length === 0 && w.data}
        </>
      ),
    },
    {
      head: w.request_ref,
      show: (each) => (
        <>
          {each.matter ? (
            <>
              <a href={`/officer/matters/account-requests/${each.matter}`}>{each.request_ref}</a>
              <p class="small">
                <a
                  href={`/officer/matters/account-requests/${each.matter}?paper`}
                  aria-label={w.paperOf(each.request_ref)}
                >
                  {w.paper}
                </a>
              </p>
            </>
          ) : (
            each.request_ref
          )}
          {each.article && <p class="muted small">{each.article}</p>}
        </>
      ),
    },
    { head: w.by, names: true, show: (each) => <span lang="vi">{each.by_name || each.by}</span> },
  ];
  const writeAll = (rights: readonly Right[]) => rights.map((each) => writeRight(each, names)).join("; ");
  const written: readonly WrittenColumn<Change>[] = [
    makeWrittenColumn(w.at, (each) => writeDateTime(each.at), {}),
    makeWrittenColumn(w.given, (each) => writeAll(each.given), {}),
    makeWrittenColumn(w.taken, (each) => writeAll(each.ended), {}),
    makeWrittenColumn(w.request_ref, (each) => each.request_ref, {}),
    makeWrittenColumn(w.basis, (each) => each.article, {}),
    makeWrittenColumn(w.by, (each) => each.by_name || each.by, {}),
  ];
  const shown = history.changes.filter((each) =>
    foldText(written.map(({ write }) => write(each)).join(" ")).includes(foldText(typed)),
  );
  return (
    <OfficerPage title={officer.name || w.title} above={<a href="/officer/people">← {w.back}</a>}>
      <dl class="facts">
        {facts.map(
          ([name, value]) =>
            value && (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
      <p class="buttons">
        <a href={`/officer/rights?account=${encodeURIComponent(officer.sub)}`}>{w.change}</a>
        <a href={`/officer/hand-over?account=${encodeURIComponent(officer.sub)}`}>{w.handOver}</a>
      </p>
      <h2>{w.history}</h2>
      {history.changes.length > 0 && (
        <search class="filters">
          <SearchBox id="find-change" label={w.findChange} value={typed} onInput={setTyped} />
        </search>
      )}
      <DataTable
        label={w.history}
        columns={columns}
        rows={shown}
        rowKey={(each) => `${each.at}${each.request_ref}`}
        empty={history.changes.length > 0 ? w.noChange : w.noHistory}
        look="stacked"
      />
      <SaveList file="rights" columns={written} rows={shown} />
    </OfficerPage>
  );
}

function Rights({ rights, names }: { readonly rights: readonly Right[]; readonly names: DirectoryNames }) {
  return (
    <ul class="plain">
      {rights.map((each) => (
        <li key={`${each.role}${each.unit}${each.valid_from}`}>{writeRight(each, names)}</li>
      ))}
    </ul>
  );
}
