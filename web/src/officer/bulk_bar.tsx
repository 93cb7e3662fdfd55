import { useRef, useState } from "preact/hooks";
import type { Listed } from "../api/types";
import { useLanguage, useWords, words } from "../lib/language";
import { Button } from "../ui/button";
import { inBulk, type Result } from "./bulk";
import { caseOfficers, type Member } from "./people";
import { PersonPicker } from "./person_picker";
import { receipt, type SlipWanted } from "./prints";
import { stepWords } from "./step_words";
import { type StepBody, stepAsItStands } from "./take_step";

const said = words(
  {
    all: "Chọn cả trang",
    none: "Bỏ chọn",
    selected: (n: number) => `Đã chọn ${n}`,
    receivePrint: (n: number) => `Tiếp nhận và in ${n} giấy`,
    print: (n: number) => `In ${n} giấy tiếp nhận`,
    act: (step: string, n: number) => `${step} ${n} hồ sơ đã chọn`,
    running: (done: number, of: number) => `Đang làm ${done}/${of}…`,
    finished: (done: number, of: number) => `Xong ${done}/${of}.`,
    done: "xong",
    failed: "chưa xong",
    results: "Kết quả từng hồ sơ",
    to: "Người thụ lý",
    missing: "Chọn một người trong danh sách",
  },
  {
    all: "Select the page",
    none: "Unselect",
    selected: (n) => `${n} selected`,
    receivePrint: (n) => `Receive and print ${n}`,
    print: (n) => `Print ${n} receipts`,
    act: (step, n) => `${step}: ${n} selected`,
    running: (done, of) => `Working, ${done} of ${of}…`,
    finished: (done, of) => `${done} of ${of} done.`,
    done: "done",
    failed: "not done",
    results: "Result of each dossier",
    to: "Case officer",
    missing: "Choose a person from the list",
  },
);

export type BulkStep = "receive" | "transfer" | "assign" | "claim" | "hand_over";

const TO_SOMEBODY: ReadonlySet<BulkStep> = new Set(["assign", "hand_over"]);

interface Given {
  /** What the person may do with many at once; at most one of them gives to somebody. */
  readonly steps: readonly BulkStep[];
  readonly members: readonly Member[];
  readonly rows: readonly Listed[];
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (selected: ReadonlySet<string>) => void;
  readonly onDone: () => void;
  /** Print the receipts of these; none where nothing has one. */
  readonly onPrint?: ((slips: readonly SlipWanted[]) => void) | undefined;
}

/** One step for all selected dossiers, with the result of each. */
export function BulkBar({ steps: offered, members, rows, selected, onSelect, onDone, onPrint }: Given) {
  const w = useWords(said);
  const steps = useWords(stepWords);
  const [told, setTold] = useState<readonly Result[]>([]);
  const [of, setOf] = useState(0);
  const [codes, setCodes] = useState<ReadonlyMap<string, string>>(new Map());
  const running = useRef(false);
  const [busy, setBusy] = useState(false);
  const [officer, setOfficer] = useState("");
  const [missing, setMissing] = useState(false);
  const giving = offered.find((each) => TO_SOMEBODY.has(each));
  function bodyFor(step: BulkStep, id: string): StepBody {
    if (!TO_SOMEBODY.has(step)) return {};
    // Whoever gives a share away in bulk has seen who had it; another holder by now is not overwritten.
    const seen = rows.find((row) => row.dossier_id === id)?.holder ?? "";
    return step === "assign" ? { officer, seen_holder: seen } : { officer };
  }
  async function give(event: Event) {
    event.preventDefault();
    setMissing(!officer);
    if (giving && officer && (await run(giving))) {
      setOfficer("");
      document.querySelector<HTMLElement>("[data-list] tr.active a")?.focus();
    }
  }
  async function run(step: BulkStep, print = false): Promise<boolean> {
    if (running.current || selected.size === 0) return false;
    running.current = true;
    setBusy(true);
    setTold([]);
    setOf(selected.size);
    setCodes(new Map(rows.map((row) => [row.dossier_id, row.code ?? row.receipt_no ?? row.dossier_id])));
    const results = await inBulk(
      [...selected],
      (id) => stepAsItStands(id, step, bodyFor(step, id)),
      (result) => setTold((all) => [...all, result]),
    );
    // What was not done stays selected, so that it can be tried again.
    onSelect(new Set(results.filter((each) => !each.done).map((each) => each.id)));
    running.current = false;
    setBusy(false);
    const received = results.filter((each) => each.done).map((each) => receipt(each.id));
    if (print && received.length) onPrint?.(received);
    onDone();
    return true;
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
            {onPrint && offered.includes("receive") && (
              <Button busy={busy} onPress={() => void run("receive", true)}>
                {w.receivePrint(selected.size)}
              </Button>
            )}
            {onPrint && !offered.includes("receive") && (
              <Button kind="secondary" busy={busy} onPress={() => onPrint([...selected].map(receipt))}>
                {w.print(selected.size)}
              </Button>
            )}
            {offered
              .filter((step) => step !== giving)
              .map((step) => (
                <Button
                  key={step}
                  kind={step === "receive" && onPrint ? "secondary" : "primary"}
                  busy={busy}
                  onPress={() => void run(step)}
                >
                  {w.act(steps[step], selected.size)}
                </Button>
              ))}
          </>
        )}
        <span role="status">
          {busy ? w.running(told.length, of) : of > 0 ? w.finished(done, of) : w.selected(selected.size)}
        </span>
      </p>
      {giving && selected.size > 0 && (
        <form class="giving" data-people noValidate onSubmit={(event) => void give(event)}>
          <PersonPicker
            id="bulk-officer"
            label={w.to}
            fault={missing ? w.missing : undefined}
            members={caseOfficers(members)}
            value={officer}
            onChoose={setOfficer}
          />
          <Button type="submit" busy={busy}>
            {w.act(steps[giving], selected.size)}
          </Button>
        </form>
      )}
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
