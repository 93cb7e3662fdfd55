import { useEffect, useState } from "preact/hooks";
import { procedures } from "../api/catalogue";
import { api, got } from "../api/client";
import { asProblem, type Problem } from "../api/problem";
import type { ProcedureLine } from "../api/types";
import { named, useLanguage, useWords, words } from "../lib/language";
import { Button } from "../ui/button";
import { useLate } from "../ui/late";
import { Loading } from "../ui/loading";

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
    again: "Thử lại",
    more: (n: number) => `Hiện thêm ${n} thủ tục`,
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
    again: "Try again",
    more: (n) => `Show ${n} more procedures`,
  },
);

const PAUSE_MS = 250;
const MOST_SHOWN = 8;
const known = new Map<string, readonly ProcedureLine[]>();

type OnlineTime = "" | "shorter" | "same";

async function find(q: string, field: string, online: OnlineTime): Promise<readonly ProcedureLine[]> {
  const at = `${online}|${field}|${q}`;
  const found = known.get(at) ?? (await ask(q, field, online));
  known.set(at, found);
  return found;
}

async function ask(q: string, field: string, online: OnlineTime): Promise<readonly ProcedureLine[]> {
  if (!q && !field && !online) return (await procedures()).items;
  const query = { q: q.slice(0, 100), ...(field && { field }), ...(online && { online_time: online }) };
  return (await got(api.GET("/api/procedures", { params: { query } }))).items;
}

interface Given {
  readonly initial?: string;
  readonly field?: string;
  /** Only those with a shorter time for online filings, or without one. */
  readonly online?: OnlineTime;
  /** Show them, a part at a time, before anything is typed. */
  readonly everything?: boolean;
}

/** One box over all procedures; results appear while one types, and are announced once typing rests. */
export function ProcedureSearch({ initial = "", field = "", online = "", everything = false }: Given) {
  const w = useWords(said);
  const language = useLanguage();
  const [q, setQ] = useState(initial);
  const [found, setFound] = useState<readonly ProcedureLine[] | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const [most, setMost] = useState(MOST_SHOWN);
  const [turn, setTurn] = useState(0);
  const late = useLate(busy);
  const wanted = q.trim();
  useEffect(() => {
    setMost(MOST_SHOWN);
    if (!wanted && !everything) return setFound(null);
    let current = true;
    setBusy(true);
    const timer = setTimeout(
      () => {
        find(wanted, field, online)
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
  }, [wanted, field, online, everything, turn]);
  const shown = found?.slice(0, most);
  const hidden = (found?.length ?? 0) - most;
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
      {problem && (
        <div role="alert">
          <p>{problem.text(language)}</p>
          <Button kind="secondary" onPress={() => setTurn(turn + 1)}>
            {w.again}
          </Button>
        </div>
      )}
      {everything && !found && !problem && <Loading />}
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
      {hidden > 0 && (
        <p>
          {everything ? (
            <Button kind="secondary" onPress={() => setMost(most + hidden)}>
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
