import { useEffect, useState } from "preact/hooks";
import { api, got } from "../api/client";
import { asProblem, type Problem } from "../api/problem";
import type { ProcedureLine } from "../api/types";
import { named, useLanguage, useWords, words } from "../lib/language";
import { useLate } from "../ui/late";

const said = words(
  {
    label: "Tìm thủ tục",
    help: "Gõ tên việc cần làm, có dấu hay không dấu đều được. Ví dụ: khai sinh, ho kinh doanh",
    found: (n: number) => `${n} thủ tục`,
    none: (q: string) => `Không có thủ tục nào khớp “${q}”. Thử từ ngắn hơn hoặc xem theo lĩnh vực.`,
    searching: "Đang tìm…",
    commune: "Cấp xã",
    province: "Cấp tỉnh",
    all: "Xem tất cả thủ tục",
  },
  {
    label: "Find a procedure",
    help: "Type what you need to do, with or without marks. For example: birth, ho kinh doanh",
    found: (n) => `${n} procedures`,
    none: (q) => `No procedure matches “${q}”. Try a shorter word or browse by topic.`,
    searching: "Searching…",
    commune: "Commune level",
    province: "Provincial level",
    all: "See all procedures",
  },
);

const PAUSE_MS = 250;
const MOST_SHOWN = 8;
const known = new Map<string, readonly ProcedureLine[]>();

async function find(q: string, field: string): Promise<readonly ProcedureLine[]> {
  const at = `${field}|${q}`;
  const found = known.get(at) ?? (await ask(q, field));
  known.set(at, found);
  return found;
}

async function ask(q: string, field: string): Promise<readonly ProcedureLine[]> {
  const query = { q: q.slice(0, 100), ...(field ? { field } : {}) };
  return (await got(api.GET("/api/procedures", { params: { query } }))).items;
}

interface Given {
  readonly initial?: string;
  readonly field?: string;
  /** Show all of them before anything is typed. */
  readonly everything?: boolean;
}

/** One box over all procedures; results appear while one types, and are announced once typing rests. */
export function ProcedureSearch({ initial = "", field = "", everything = false }: Given) {
  const w = useWords(said);
  const language = useLanguage();
  const [q, setQ] = useState(initial);
  const [found, setFound] = useState<readonly ProcedureLine[] | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const late = useLate(busy);
  const wanted = q.trim();
  useEffect(() => {
    if (!wanted && !everything) return setFound(null);
    let current = true;
    setBusy(true);
    const timer = setTimeout(
      () => {
        find(wanted, field)
          .then((lines) => {
            if (!current) return;
            setFound(lines);
            setProblem(null);
          })
          .catch((thrown) => current && setProblem(asProblem(thrown)))
          .finally(() => current && setBusy(false));
      },
      wanted ? PAUSE_MS : 0,
    );
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [wanted, field, everything]);
  const shown = everything ? found : found?.slice(0, MOST_SHOWN);
  return (
    <search>
      <div class="field">
        <label for="q">{w.label}</label>
        <p class="help" id="q-help">
          {w.help}
        </p>
        <input
          id="q"
          name="q"
          class="input input-search"
          type="search"
          autocomplete="off"
          spellcheck={false}
          maxLength={100}
          value={q}
          aria-describedby="q-help"
          onInput={(event) => setQ(event.currentTarget.value)}
        />
      </div>
      <p role="status" class="found">
        {late ? w.searching : found ? (found.length ? w.found(found.length) : w.none(wanted)) : ""}
      </p>
      {problem && <p role="alert">{problem.text(language)}</p>}
      {shown && shown.length > 0 && (
        <ul class="cards">
          {shown.map((line) => (
            <li key={line.id} class="card">
              <a href={`/procedures/${line.id}`}>{named(line.name, language)}</a>
              <p class="muted small">
                {named(line.field.name, language)} · {line.level === "commune" ? w.commune : w.province} · {line.code}
              </p>
            </li>
          ))}
        </ul>
      )}
      {found && !everything && found.length > MOST_SHOWN && (
        <p>
          <a href={`/procedures?q=${encodeURIComponent(wanted)}`}>{w.all}</a>
        </p>
      )}
    </search>
  );
}
