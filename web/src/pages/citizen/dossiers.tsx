import { loadAgencies, loadProcedures, nameAgency } from "../../api/catalogue";
import { api, unwrap } from "../../api/client";
import type { Agency, Listed, ProcedureLine, State } from "../../api/types";
import { useLoad } from "../../api/use_load";
import { useNextPage } from "../../app/page_modules";
import { chooseListedDate, dateWords } from "../../dossier/dates";
import { rememberProcedures } from "../../dossier/listed_procedures";
import { LABELS } from "../../dossier/state_words";
import { TONES } from "../../dossier/tones";
import { loadUnjoined, Unjoined } from "../../dossier/unjoined";
import { writeDateTime, writeLongMoment, writeMoney } from "../../lib/format";
import { chooseName, defineWords, useLanguage, useWords } from "../../lib/language";
import { useStore } from "../../lib/store";
import { TermsDue } from "../../session/accept_terms";
import { acting } from "../../session/acting";
import { type Acceptance, loadAcceptance } from "../../session/terms";
import { Ready } from "../../ui/loading";
import { Tag } from "../../ui/notice";
import { Page } from "../../ui/page";

const words = defineWords(
  {
    title: "Hồ sơ của tôi",
    titleOf: (name: string) => `Hồ sơ của ${name}`,
    authorisations: "Ủy quyền, làm thay người khác",
    act: "Việc bạn cần làm",
    nothing: "Hiện bạn không cần làm gì.",
    drafts: "Bản nháp",
    running: "Đang giải quyết",
    done: "Đã xong",
    empty: "Bạn chưa có hồ sơ nào.",
    find: "Tìm thủ tục để bắt đầu",
    filed: (t: string) => `Nộp lúc ${t}`,
    begun: (t: string) => `Bắt đầu lúc ${t}, chưa nộp`,
    pay: (sum: string) => `Cần nộp ${sum}`,
  },
  {
    title: "My dossiers",
    titleOf: (name) => `Dossiers of ${name}`,
    authorisations: "Authorisations, acting for others",
    act: "You need to act",
    nothing: "Nothing to do right now.",
    drafts: "Drafts",
    running: "In progress",
    done: "Done",
    empty: "You have no dossiers yet.",
    find: "Find a procedure to start",
    filed: (t) => `Filed at ${t}`,
    begun: (t) => `Started at ${t}, not filed`,
    pay: (sum) => `${sum} to pay`,
  },
);

const ACT: ReadonlySet<string> = new Set(["supplement_requested", "payment_requested", "resolved"]);
const DONE: ReadonlySet<string> = new Set(["returned", "closed", "withdrawn", "stopped", "not_received"]);
const MOST_PAGES = 10;

interface Lists {
  readonly drafts: readonly Listed[];
  readonly dossiers: readonly Listed[];
  readonly names: ReadonlyMap<string, ProcedureLine>;
  readonly units: readonly Agency[];
  readonly terms: Acceptance | null;
}

async function loadLists(): Promise<Lists> {
  const [drafts, dossiers, found, units, terms] = await Promise.all([
    loadAll((cursor) => unwrap(api.GET("/api/me/drafts", { params: { query: { limit: 100, cursor } } }))),
    loadAll((cursor) => unwrap(api.GET("/api/me/dossiers", { params: { query: { limit: 100, cursor } } }))),
    loadProcedures(),
    loadAgencies(),
    // The lists are shown all the same.
    loadAcceptance().catch(() => null),
  ]);
  rememberProcedures(dossiers);
  return { drafts, dossiers, names: new Map(found.items.map((each) => [each.id, each])), units, terms };
}

/** All pages of a person's own list: grouping by the party that must act needs the whole of it. */
async function loadAll(ask: (cursor: string | null) => Promise<{ items: readonly Listed[]; cursor: string | null }>) {
  const found: Listed[] = [];
  let cursor: string | null = null;
  for (let turn = 0; turn < MOST_PAGES; turn += 1) {
    const page: { items: readonly Listed[]; cursor: string | null } = await ask(cursor);
    found.push(...page.items);
    cursor = page.cursor;
    if (!cursor) break;
  }
  return found;
}

export default function Dossiers() {
  const w = useWords(words);
  const other = useStore(acting);
  const loaded = useLoad(loadLists, [other]);
  const unjoined = useLoad(loadUnjoined, [other]);
  const reload = () => {
    loaded.reload();
    unjoined.reload();
  };
  useNextPage("/dossiers/:id", loaded.state === "done");
  return (
    <Page title={other ? w.titleOf(other.full_name) : w.title}>
      <p>
        <a href="/uy-quyen">{w.authorisations}</a>
      </p>
      <Ready from={loaded}>
        {(lists) => (
          <>
            <TermsDue of={lists.terms} />
            <Ready from={unjoined}>
              {(items) => <Unjoined items={items} names={lists.names} units={lists.units} onJoined={reload} />}
            </Ready>
            <Groups lists={lists} />
          </>
        )}
      </Ready>
    </Page>
  );
}

function Groups({ lists }: { readonly lists: Lists }) {
  const w = useWords(words);
  const { drafts, dossiers } = lists;
  const done = dossiers.filter((each) => DONE.has(each.state ?? ""));
  const act = dossiers.filter((each) => !done.includes(each) && (ACT.has(each.state ?? "") || each.to_pay));
  const running = dossiers.filter((each) => !act.includes(each) && !done.includes(each));
  if (!drafts.length && !dossiers.length) {
    return (
      <>
        <p>{w.empty}</p>
        <p>
          <a class="button" href="/procedures">
            {w.find}
          </a>
        </p>
      </>
    );
  }
  return (
    <>
      <h2>{w.act}</h2>
      {act.length + drafts.length === 0 && <p>{w.nothing}</p>}
      <Cards of={act} lists={lists} />
      <Cards of={drafts} lists={lists} draft />
      {running.length > 0 && <h2>{w.running}</h2>}
      <Cards of={running} lists={lists} />
      {done.length > 0 && <h2>{w.done}</h2>}
      <Cards of={done} lists={lists} />
    </>
  );
}

function Cards({
  of,
  lists,
  draft = false,
}: {
  readonly of: readonly Listed[];
  readonly lists: Lists;
  readonly draft?: boolean;
}) {
  const w = useWords(words);
  const dates = useWords(dateWords);
  const language = useLanguage();
  if (!of.length) return null;
  return (
    <ul class="cards">
      {of.map((each) => {
        const state = (draft ? "draft" : (each.state ?? "submitted")) as State;
        const line = lists.names.get(each.procedure ?? "");
        return (
          <li class="card" key={each.dossier_id}>
            <h3>
              <a href={draft ? `/drafts/${each.dossier_id}` : `/dossiers/${each.dossier_id}`}>
                {line ? chooseName(line.name, language) : each.procedure}
              </a>
            </h3>
            <p>
              <Tag tone={TONES[state]}>{LABELS[state][language]}</Tag>{" "}
              <span class="nowrap">{each.code ?? each.receipt_no}</span>
            </p>
            {each.to_pay ? <p>{w.pay(writeMoney(each.to_pay))}</p> : null}
            <p class="muted small">
              {each.due_at
                ? `${dates[chooseListedDate(state)]}: ${writeLongMoment(each.due_at, language)}`
                : each.filed_at
                  ? (draft ? w.begun : w.filed)(writeDateTime(each.filed_at))
                  : ""}
              {each.unit && ` · ${nameAgency(lists.units, each.unit, language)}`}
            </p>
          </li>
        );
      })}
    </ul>
  );
}
