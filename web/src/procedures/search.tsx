import { useRef } from "preact/hooks";
import type { ProcedureLine } from "../api/types";
import { useRemembered } from "../app/use_remembered";
import { chooseName, defineWords, useLanguage, useWords } from "../lib/language";
import { Button } from "../ui/button";
import { Loading } from "../ui/loading";
import { useDelayed } from "../ui/use_delayed";
import { HandledElsewhere, useNotHere } from "./elsewhere";
import { FoundName, useFoundBy } from "./found_name";
import { MOST_TYPED, type OnlineTime, type ProcedurePage, useProcedureSearch } from "./use_search";

const words = defineWords(
  {
    label: "Tìm thủ tục",
    help: "Gõ việc cần làm hoặc mã thủ tục, có dấu hay không dấu đều được. Ví dụ: sinh con, mo quan",
    found: (n: number) => `${n} thủ tục`,
    none: (q: string) => `Không có thủ tục nào khớp “${q}”. Thử từ khác, hoặc chọn một việc dưới đây.`,
    related: "Có thể liên quan",
    nothing: "Không có thủ tục nào.",
    events: "Tìm theo việc trong đời sống",
    searching: "Đang tìm…",
    commune: "Cấp xã",
    province: "Cấp tỉnh",
    all: "Xem tất cả thủ tục",
    again: "Thử lại",
    more: (n: number) => `Hiện thêm ${n} thủ tục`,
  },
  {
    label: "Find a procedure",
    help: "Type what you need to do, or a code, with or without accents. For example: birth, mo quan",
    found: (n) => (n === 1 ? "1 procedure" : `${n} procedures`),
    none: (q) => `No procedure matches “${q}”. Try another word, or choose one of the events below.`,
    related: "Possibly related",
    nothing: "There are no procedures.",
    events: "Look by life event",
    searching: "Searching…",
    commune: "Commune level",
    province: "Provincial level",
    all: "See all procedures",
    again: "Try again",
    more: (n) => `Show ${n} more procedures`,
  },
);

const MOST_SHOWN = 8;

interface ProcedureSearchProps {
  readonly initial?: string;
  readonly field?: string;
  /** Only those with a shorter time for online filings, or without one. */
  readonly online?: OnlineTime;
  /** Show them, a part at a time, before anything is typed. */
  readonly everything?: boolean;
}

/** One box over all procedures; results appear while one types, and are announced once typing rests. */
export function ProcedureSearch({ initial = "", field = "", online = "", everything = false }: ProcedureSearchProps) {
  const w = useWords(words);
  const language = useLanguage();
  const [q, setQ] = useRemembered("q", initial);
  /** Number of shown results by query: a new query starts with the first few. */
  const [shownOf, setShownOf] = useRemembered("shown", { of: "", most: MOST_SHOWN });
  const wanted = q.trim();
  const question = `${online}|${field}|${wanted}`;
  const most = shownOf.of === question ? shownOf.most : MOST_SHOWN;
  const { page, typed, busy, problem, again } = useProcedureSearch({ q, field, online }, everything || wanted !== "");
  const late = useDelayed(busy);
  const box = useRef<HTMLInputElement>(null);
  const lines = page?.items.length ? page.items : (page?.nearest ?? []);
  const hidden = lines.length - most;
  const notHere = useNotHere();
  const related = page?.items.length === 0 && page.nearest.length > 0;
  function count({ items, nearest, elsewhere }: ProcedurePage): string {
    if (items.length) return w.found(items.length);
    if (!typed) return w.nothing;
    return nearest.length || elsewhere ? notHere(typed) : w.none(typed);
  }
  function look(event: string) {
    setQ(event);
    // The button disappears with the results; the box shows its effect.
    box.current?.focus();
  }
  return (
    <search>
      <div class="field">
        <label for="q">{w.label}</label>
        <p class="help" id="q-help">
          {w.help}
        </p>
        <input
          ref={box}
          id="q"
          name="q"
          class="input input-search"
          type="search"
          autocomplete="off"
          spellcheck={false}
          maxLength={MOST_TYPED}
          value={q}
          aria-describedby="q-help"
          onInput={(event) => setQ(event.currentTarget.value)}
        />
      </div>
      <p role="status" class="found">
        {late ? w.searching : page ? count(page) : ""}
      </p>
      {problem && (
        <div role="alert">
          <p>{problem.text(language)}</p>
          <Button kind="secondary" onPress={again}>
            {w.again}
          </Button>
        </div>
      )}
      {everything && !page && !problem && <Loading />}
      {page?.elsewhere && <HandledElsewhere subject={page.elsewhere} />}
      {related && <h2>{w.related}</h2>}
      {lines.length > 0 && <Lines lines={lines.slice(0, most)} />}
      {page && page.life_events.length > 0 && (
        <>
          <h2>{w.events}</h2>
          <ul class="topics">
            {page.life_events.map((each) => (
              <li key={each.key}>
                <button type="button" class="link" onClick={() => look(chooseName(each.name, language))}>
                  {chooseName(each.name, language)}
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
      {hidden > 0 && (
        <p>
          {everything ? (
            <Button kind="secondary" onPress={() => setShownOf({ of: question, most: most + hidden })}>
              {w.more(hidden)}
            </Button>
          ) : (
            <a href={`/procedures?q=${encodeURIComponent(wanted)}`}>{w.all}</a>
          )}
        </p>
      )}
    </search>
  );
}

function Lines({ lines }: { readonly lines: readonly ProcedureLine[] }) {
  const w = useWords(words);
  const language = useLanguage();
  const foundBy = useFoundBy();
  return (
    <ul class="cards">
      {lines.map((line) => (
        <li key={line.id} class="card">
          <a href={`/procedures/${line.id}`}>
            <FoundName line={line} />
          </a>
          <p class="muted small">
            {chooseName(line.field.name, language)} · {line.level === "commune" ? w.commune : w.province} · {line.code}
            {foundBy(line) && ` · ${foundBy(line)}`}
          </p>
        </li>
      ))}
    </ul>
  );
}
