import { nameAgency } from "../api/catalogue";
import type { Agency } from "../api/types";
import { useLoad } from "../api/use_load";
import { useRemembered } from "../app/use_remembered";
import type { Choice } from "../eform/schema";
import { writeDay } from "../lib/format";
import { chooseName, useLanguage, useWords } from "../lib/language";
import { Select } from "../ui/inputs";
import { Ready } from "../ui/loading";
import { Pager } from "../ui/pager";
import { useTyped } from "../ui/use_typed";
import { listQuestions, type MatterKind } from "./kinds";
import { KindLabel } from "./matter_parts";
import { makePublicPath } from "./matter_paths";
import { matterWords } from "./matter_words";
import { MOST_SEARCHED, namePublic, searchPublic } from "./public_calls";

interface PublicListProps {
  readonly kind: MatterKind;
  readonly units: readonly Agency[];
  readonly groups?: readonly Choice[];
  /** The group with which the page begins. */
  readonly asked?: string;
}

/** What was published of a kind, with one box that searches it, in one group or in all. */
export function PublicList({ kind, units, groups = [], asked = "" }: PublicListProps) {
  const w = useWords(matterWords);
  const language = useLanguage();
  const [q, setQ] = useRemembered("q", "");
  const [group, setGroup] = useRemembered("group", groups.some(({ value }) => value === asked) ? asked : "");
  const typed = useTyped(q);
  return (
    <section aria-labelledby="published">
      <h2 id="published">{w.published}</h2>
      <KindLabel kind={kind} />
      <search class="field">
        <label for="q">{w.search}</label>
        <p class="help" id="q-help">
          {w.searchHelp}
        </p>
        <input
          id="q"
          class="input input-search"
          type="search"
          autocomplete="off"
          spellcheck={false}
          maxLength={MOST_SEARCHED}
          value={q}
          aria-describedby="q-help"
          onInput={(event) => setQ(event.currentTarget.value)}
        />
      </search>
      {groups.length > 0 && (
        <Select
          id="group"
          label={w.group}
          empty={w.everyGroup}
          value={group}
          options={groups.map((each) => ({ value: each.value, text: each[language] }))}
          onChoose={setGroup}
        />
      )}
      <FoundMatters key={`${group} ${typed}`} kind={kind} units={units} q={typed} group={group} />
    </section>
  );
}

interface FoundMattersProps {
  readonly kind: MatterKind;
  readonly units: readonly Agency[];
  readonly q: string;
  readonly group: string;
}

function FoundMatters({ kind, units, q, group }: FoundMattersProps) {
  const w = useWords(matterWords);
  const language = useLanguage();
  const [cursor, setCursor] = useRemembered<string | null>(`page ${group} ${q}`, null);
  const loaded = useLoad(() => searchPublic(kind.name, q, cursor, group), [q, cursor, group]);
  const questions = listQuestions(kind, units);
  return (
    <Ready from={loaded}>
      {({ items, cursor: following }) => (
        <>
          <p role="status" class="found">
            {q.trim() && items.length > 0 ? w.found(items.length) : ""}
          </p>
          {items.length === 0 && <p class="empty">{q.trim() ? w.none(q.trim()) : chooseName(kind.empty, language)}</p>}
          <ul class="cards">
            {items.map((each) => (
              <li key={each.id} class="card">
                <a href={makePublicPath(kind.plural, each.id)} lang="vi">
                  {namePublic(kind, questions, each)}
                </a>
                <p class="muted small">
                  {nameAgency(units, each.unit, language)} · {w.publishedAt(writeDay(each.published_at))}
                </p>
              </li>
            ))}
          </ul>
          <Pager cursor={cursor} following={following ?? null} onTurn={setCursor} />
        </>
      )}
    </Ready>
  );
}
