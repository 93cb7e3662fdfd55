import { useRef, useState } from "preact/hooks";
import type { Listed } from "../api/types";
import { useLanguage, useWords, words } from "../lib/language";
import { Button } from "../ui/button";
import { inBulk, type Result } from "./bulk";
import { stepWords } from "./step_words";
import { stepAsItStands } from "./take_step";

const said = words(
  {
    all: "Chọn cả trang",
    none: "Bỏ chọn",
    selected: (n: number) => `Đã chọn ${n}`,
    act: (step: string, n: number) => `${step} ${n} hồ sơ đã chọn`,
    running: (done: number, of: number) => `Đang làm ${done}/${of}…`,
    finished: (done: number, of: number) => `Xong ${done}/${of}.`,
    done: "xong",
    failed: "chưa xong",
    results: "Kết quả từng hồ sơ",
  },
  {
    all: "Select the page",
    none: "Unselect",
    selected: (n) => `${n} selected`,
    act: (step, n) => `${step}: ${n} selected`,
    running: (done, of) => `Working, ${done} of ${of}…`,
    finished: (done, of) => `${done} of ${of} done.`,
    done: "done",
    failed: "not done",
    results: "Result of each dossier",
  },
);

interface Given {
  readonly step: "receive" | "transfer";
  readonly rows: readonly Listed[];
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (selected: ReadonlySet<string>) => void;
  readonly onDone: () => void;
}

/** One step for all selected dossiers, with the result of each. */
export function BulkBar({ step, rows, selected, onSelect, onDone }: Given) {
  const w = useWords(said);
  const steps = useWords(stepWords);
  const [told, setTold] = useState<readonly Result[]>([]);
  const [of, setOf] = useState(0);
  const [codes, setCodes] = useState<ReadonlyMap<string, string>>(new Map());
  const running = useRef(false);
  const [busy, setBusy] = useState(false);
  async function run() {
    if (running.current || selected.size === 0) return;
    running.current = true;
    setBusy(true);
    setTold([]);
    setOf(selected.size);
    setCodes(new Map(rows.map((row) => [row.dossier_id, row.code ?? row.receipt_no ?? row.dossier_id])));
    const results = await inBulk(
      [...selected],
      (id) => stepAsItStands(id, step),
      (result) => setTold((all) => [...all, result]),
    );
    // What was not done stays selected, so that it can be tried again.
    onSelect(new Set(results.filter((each) => !each.done).map((each) => each.id)));
    running.current = false;
    setBusy(false);
    onDone();
  }
  const done = told.filter((each) => each.done).length;
  return (
    <section class="bulk">
      <p class="buttons">
        <Button kind="plain" onPress={() => onSelect(new Set(rows.map((row) => row.dossier_id)))}>
          {w.all}
        </Button>
        {selected.size > 0 && (
          <>
            <Button kind="plain" onPress={() => onSelect(new Set())}>
              {w.none}
            </Button>
            <Button busy={busy} onPress={() => void run()}>
              {w.act(steps[step], selected.size)}
            </Button>
          </>
        )}
        <span role="status">
          {busy ? w.running(told.length, of) : of > 0 ? w.finished(done, of) : w.selected(selected.size)}
        </span>
      </p>
      {told.length > 0 && <Results told={told} codes={codes} />}
    </section>
  );
}

function Results({ told, codes }: { readonly told: readonly Result[]; readonly codes: ReadonlyMap<string, string> }) {
  const w = useWords(said);
  const language = useLanguage();
  return (
    <details open={told.some((each) => !each.done)}>
      <summary>{w.results}</summary>
      <ul>
        {told.map(({ id, done, problem }) => (
          <li key={id}>
            <a href={`/officer/dossiers/${id}`}>{codes.get(id)}</a>:{" "}
            <span class={done ? "due due-done" : "due due-bad"}>{done ? `✓ ${w.done}` : `× ${w.failed}`}</span>{" "}
            {problem?.text(language)}
          </li>
        ))}
      </ul>
    </details>
  );
}
