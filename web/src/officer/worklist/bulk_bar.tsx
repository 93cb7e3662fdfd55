import { useEffect, useRef, useState } from "preact/hooks";
import { api, unwrap } from "../../api/client";
import { Problem } from "../../api/problem";
import type { Listed } from "../../api/types";
import { defineWords, useLanguage, useWords } from "../../lib/language";
import { Button } from "../../ui/button";
import { makeReceiptSlip, type SlipWanted } from "../intake/prints";
import { filterCaseOfficers, type Member } from "../people/people";
import { PersonPicker } from "../people/person_picker";
import { stepWords } from "../steps/step_words";
import { type StepBody, takeStep } from "../steps/take_step";
import { actOnEach, type Result } from "./bulk";
import { BulkConfirm } from "./bulk_confirm";
import { type Planned, planBulk } from "./bulk_plan";

const words = defineWords(
  {
    all: "Chọn cả trang",
    none: "Bỏ chọn",
    selected: (n: number) => `Đã chọn ${n}`,
    receivePrint: (n: number) => `Tiếp nhận và in ${n} giấy`,
    print: (n: number) => `In ${n} giấy tiếp nhận`,
    act: (step: string, n: number) => `${step} ${n} hồ sơ đã chọn`,
    looking: (done: number, of: number) => `Đang kiểm tra ${done}/${of}…`,
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
    looking: (done, of) => `Looking, ${done} of ${of}…`,
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

interface BulkBarProps {
  /** Bulk steps of the person; at most one of them assigns to somebody. */
  readonly steps: readonly BulkStep[];
  readonly members: readonly Member[];
  readonly rows: readonly Listed[];
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (selected: ReadonlySet<string>) => void;
  readonly onDone: () => void;
  /** Print the receipts of these; none where nothing has one. */
  readonly onPrint?: ((slips: readonly SlipWanted[]) => void) | undefined;
}

const chooseFirst = (rows: readonly Listed[], row: Listed): number =>
  rows.findIndex((each) => each.dossier_id === row.dossier_id);

interface Prepared {
  readonly step: BulkStep;
  readonly print: boolean;
  readonly plan: readonly Planned[];
}

const readDossier = (id: string) =>
  unwrap(api.GET("/api/dossiers/{dossier_id}", { params: { path: { dossier_id: id } } }));

/** One step for all selected dossiers: its effects are shown first, the result of each after it. */
export function BulkBar({ steps: offered, members, rows, selected, onSelect, onDone, onPrint }: BulkBarProps) {
  const w = useWords(words);
  const steps = useWords(stepWords);
  const [results, setResults] = useState<readonly Result[]>([]);
  const [of, setOf] = useState(0);
  const [codes, setCodes] = useState<ReadonlyMap<string, string>>(new Map());
  const running = useRef(false);
  /** Focus after the plan is cancelled. */
  const opener = useRef<Element | null>(null);
  /** The selection at the present moment, while dossiers are looked up. */
  const now = useRef(selected);
  now.current = selected;
  const [busy, setBusy] = useState<"" | "looking" | "running">("");
  const [looked, setLooked] = useState(0);
  const [prepared, setPrepared] = useState<Prepared | null>(null);
  const [officer, setOfficer] = useState("");
  const [missing, setMissing] = useState(false);
  const giving = offered.find((each) => TO_SOMEBODY.has(each));
  const chosen = members.find((each) => each.sub === officer)?.name;
  // The plan is for these dossiers and this person: another choice starts again.
  useEffect(() => setPrepared(null), [selected, officer]);
  function makeBody(step: BulkStep, id: string, print: boolean): StepBody {
    // A dossier settled at once gets a receipt only on request, as when receipts are printed.
    if (step === "receive" && print) return { receipt_wanted: true };
    if (!TO_SOMEBODY.has(step)) return {};
    // The officer has seen the holder of each share; a holder who changed since is not overwritten.
    const seen = rows.find((row) => row.dossier_id === id)?.holder ?? "";
    return step === "assign" ? { officer, seen_holder: seen } : { officer };
  }
  function give(event: Event) {
    event.preventDefault();
    setMissing(!officer);
    if (giving && officer) void prepare(giving);
  }
  async function prepare(step: BulkStep, print = false) {
    if (running.current || selected.size === 0) return;
    running.current = true;
    opener.current = document.activeElement;
    setBusy("looking");
    setLooked(0);
    setResults([]);
    setOf(selected.size);
    setCodes(new Map(rows.map((row) => [row.dossier_id, row.code ?? row.receipt_no ?? row.dossier_id])));
    const wanted = rows.filter((row, at) => selected.has(row.dossier_id) && chooseFirst(rows, row) === at);
    const plan = await planBulk(wanted, step, readDossier, setLooked);
    running.current = false;
    setBusy("");
    if (now.current === selected) setPrepared({ step, print, plan });
  }
  async function run({ step, print, plan }: Prepared) {
    if (running.current) return;
    running.current = true;
    setBusy("running");
    setPrepared(null);
    const versions = new Map(plan.map((each) => [each.id, each.version]));
    const left = plan.flatMap(({ id, why }) =>
      why ? [{ id, done: false, problem: new Problem(409, "not_possible", why.vi, why.en) }] : [],
    );
    setResults(left);
    const results = await actOnEach(
      plan.filter((each) => !each.why).map((each) => each.id),
      (id) => takeStep(id, versions.get(id) ?? 0, step, makeBody(step, id, print)),
      (result) => setResults((all) => [...all, result]),
    );
    // Failed dossiers stay selected for a retry.
    onSelect(new Set([...left, ...results].filter((each) => !each.done).map((each) => each.id)));
    running.current = false;
    setBusy("");
    const received = results.filter((each) => each.done).map((each) => makeReceiptSlip(each.id));
    if (print && received.length) onPrint?.(received);
    if (TO_SOMEBODY.has(step)) setOfficer("");
    if (!print) document.querySelector<HTMLElement>("[data-list] tr.active a")?.focus();
    onDone();
  }
  const done = results.filter((each) => each.done).length;
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
              <Button busy={busy !== ""} onPress={() => void prepare("receive", true)}>
                {w.receivePrint(selected.size)}
              </Button>
            )}
            {onPrint && !offered.includes("receive") && (
              <Button kind="secondary" busy={busy !== ""} onPress={() => onPrint([...selected].map(makeReceiptSlip))}>
                {w.print(selected.size)}
              </Button>
            )}
            {offered
              .filter((step) => step !== giving)
              .map((step) => (
                <Button
                  key={step}
                  kind={step === "receive" && onPrint ? "secondary" : "primary"}
                  busy={busy !== ""}
                  onPress={() => void prepare(step)}
                >
                  {w.act(steps[step], selected.size)}
                </Button>
              ))}
          </>
        )}
        <span role="status">
          {busy === "looking" && w.looking(looked, of)}
          {busy === "running" && w.running(results.length, of)}
          {busy === "" && (results.length > 0 ? w.finished(done, of) : w.selected(selected.size))}
        </span>
      </p>
      {giving && selected.size > 0 && (
        <form class="giving" data-people noValidate onSubmit={give}>
          <PersonPicker
            id="bulk-officer"
            label={w.to}
            fault={missing ? w.missing : undefined}
            members={filterCaseOfficers(members)}
            value={officer}
            onChoose={setOfficer}
          />
          <Button type="submit" busy={busy !== ""}>
            {w.act(steps[giving], selected.size)}
          </Button>
        </form>
      )}
      {prepared && (
        <BulkConfirm
          act={steps[prepared.step]}
          plan={prepared.plan}
          codes={codes}
          to={TO_SOMEBODY.has(prepared.step) ? chosen : undefined}
          print={prepared.print}
          onConfirm={() => void run(prepared)}
          onCancel={() => {
            setPrepared(null);
            if (opener.current instanceof HTMLElement) opener.current.focus();
          }}
        />
      )}
      {results.length > 0 && <Results results={results} codes={codes} />}
    </section>
  );
}

function Results({
  results,
  codes,
}: {
  readonly results: readonly Result[];
  readonly codes: ReadonlyMap<string, string>;
}) {
  const w = useWords(words);
  const language = useLanguage();
  return (
    <details open={results.some((each) => !each.done)}>
      <summary>{w.results}</summary>
      <ul>
        {results.map(({ id, done, problem }) => (
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
