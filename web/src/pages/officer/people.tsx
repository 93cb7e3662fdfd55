import { useState } from "preact/hooks";
import { nameAgency } from "../../api/catalogue";
import { type Problem, toProblem } from "../../api/problem";
import { useLoad } from "../../api/use_load";
import type { PageProps } from "../../app/route";
import { useAttempts } from "../../filing/attempts";
import { useLanguage, useWords, writeInBoth } from "../../lib/language";
import { OfficerPage } from "../../officer/layout/officer_page";
import { type DirectoryFilters, loadDirectory } from "../../officer/people/directory";
import { DirectoryTable } from "../../officer/people/directory_table";
import { directoryWords } from "../../officer/people/directory_words";
import { PROVINCE } from "../../officer/people/rights";
import { loadNames, type Names } from "../../officer/shared/names";
import { roleWords } from "../../officer/steps/step_words";
import { Button } from "../../ui/button";
import { ErrorSummary } from "../../ui/error_summary";
import { Select, TextField } from "../../ui/inputs";
import { Ready } from "../../ui/loading";

const STANDINGS = ["active", "coming", "ended", "suspended", "locked", "idle"] as const;
const PURPOSES = ["account_request", "review", "report_of_loss", "inspection"] as const;

/** Every officer: found by name, unit, role, state or number, for those who grant and audit rights. */
export default function PeoplePage({ query }: PageProps) {
  const w = useWords(directoryWords);
  const loaded = useLoad(loadNames, []);
  return (
    <OfficerPage title={w.title}>
      <Ready from={loaded}>
        {(known) => (
          <People key={query.toString()} names={known} unit={query.get("unit") ?? ""} only={query.get("only") ?? ""} />
        )}
      </Ready>
    </OfficerPage>
  );
}

type Typed = Readonly<Record<"name" | "unit" | "role" | "standing" | "number" | "purpose" | "only", string>>;
const NOTHING: Typed = { name: "", unit: "", role: "", standing: "", number: "", purpose: "", only: "" };
/** The choice of those who stand in for somebody. */
const STANDING_IN = "standing_in";

/** What is asked for; empty boxes ask for nothing. */
function makeFilters(typed: Typed): DirectoryFilters {
  const filters = {
    name: typed.name.trim(),
    ...(typed.unit && { unit: typed.unit }),
    ...(typed.role && { role: typed.role }),
    ...(typed.standing && { standing: typed.standing }),
    ...(typed.only === STANDING_IN && { standing_in: true }),
    ...(typed.number.trim() && { id_number: typed.number.trim(), purpose: typed.purpose }),
  };
  return filters as DirectoryFilters;
}

interface PeopleProps {
  readonly names: Names;
  readonly unit: string;
  readonly only: string;
}

function People({ names: known, unit, only }: PeopleProps) {
  const w = useWords(directoryWords);
  const roles = useWords(roleWords);
  const language = useLanguage();
  const asked = { ...NOTHING, unit: known.units.some((each) => each.id === unit) ? unit : "", only };
  const [typed, setTyped] = useState(asked);
  const [filters, setFilters] = useState<DirectoryFilters>(() => makeFilters(asked));
  const attempts = useAttempts();
  const loaded = useLoad(() => loadDirectory(filters, null), [filters]);
  const set = (key: keyof Typed) => (value: string) => setTyped((all) => ({ ...all, [key]: value }));
  function find(event: Event) {
    event.preventDefault();
    const open = typed.number.trim() && !typed.purpose;
    if (!attempts.show(open ? [{ at: "people-purpose", text: writeInBoth(directoryWords, (s) => s.noPurpose) }] : []))
      return;
    setFilters(makeFilters(typed));
  }
  const list = (codes: readonly string[], text: Readonly<Record<string, string>>) =>
    codes.map((value) => ({ value, text: text[value] ?? value }));
  const states: Readonly<Record<string, string>> = Object.fromEntries(STANDINGS.map((each) => [each, w[each]]));
  const purposes: Readonly<Record<string, string>> = Object.fromEntries(PURPOSES.map((each) => [each, w[each]]));
  return (
    <>
      <p class="buttons">
        <a href="/officer/matters/account-requests/moi">{w.request}</a>
        <a href="/officer/matters?kind=account-requests">{w.requests}</a>
        <a href="/officer/reviews">{w.reviews}</a>
        <a href="/officer/people?only=standing_in">{w.standInList}</a>
      </p>
      <form class="filters" novalidate onSubmit={find}>
        <ErrorSummary faults={attempts.faults} attempt={attempts.attempt} />
        <TextField
          id="people-name"
          label={w.name}
          help={w.nameHelp}
          value={typed.name}
          onInput={set("name")}
          type="search"
        />
        <Select
          id="people-unit"
          label={w.unit}
          value={typed.unit}
          empty={w.all}
          options={[
            { value: PROVINCE, text: w.province },
            ...known.units.map((each) => ({ value: each.id, text: nameAgency(known.units, each.id, language) })),
          ]}
          onChoose={set("unit")}
        />
        <Select
          id="people-role"
          label={w.role}
          value={typed.role}
          empty={w.all}
          options={list(
            Object.keys(roleWords.vi).filter((each) => each !== "applicant"),
            roles,
          )}
          onChoose={set("role")}
        />
        <Select
          id="people-standing"
          label={w.standing}
          value={typed.standing}
          empty={w.all}
          options={list(STANDINGS, states)}
          onChoose={set("standing")}
        />
        <Select
          id="people-only"
          label={w.standIn}
          value={typed.only}
          empty={w.all}
          options={[{ value: STANDING_IN, text: w.standInOnly }]}
          onChoose={set("only")}
        />
        <TextField
          id="people-number"
          label={w.number}
          help={w.numberHelp}
          value={typed.number}
          inputMode="numeric"
          width="medium"
          optional
          onInput={set("number")}
        />
        {typed.number.trim() && (
          <Select
            id="people-purpose"
            label={w.purpose}
            value={typed.purpose}
            empty={w.choosePurpose}
            fault={attempts.byField()["people-purpose"]}
            options={list(PURPOSES, purposes)}
            onChoose={set("purpose")}
          />
        )}
        <p class="buttons">
          <Button type="submit" kind="secondary">
            {w.find}
          </Button>
        </p>
      </form>
      <Ready from={loaded}>
        {(page) => <Found key={JSON.stringify(filters)} first={page} filters={filters} names={known} />}
      </Ready>
    </>
  );
}

interface FoundProps {
  readonly first: Awaited<ReturnType<typeof loadDirectory>>;
  readonly filters: DirectoryFilters;
  readonly names: Names;
}

function Found({ first, filters, names: known }: FoundProps) {
  const w = useWords(directoryWords);
  const [later, setLater] = useState<readonly FoundProps["first"][]>([]);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [attempt, setAttempt] = useState(0);
  const pages = [first, ...later];
  const cursor = pages[pages.length - 1]?.cursor ?? null;
  async function load() {
    setBusy(true);
    try {
      const next = await loadDirectory(filters, cursor);
      setLater((all) => [...all, next]);
      setProblem(null);
    } catch (thrown) {
      setProblem(toProblem(thrown));
      setAttempt((n) => n + 1);
    } finally {
      setBusy(false);
    }
  }
  return (
    <>
      <ErrorSummary faults={[]} problem={problem} attempt={attempt} />
      <DirectoryTable rows={pages.flatMap((each) => each.items)} filters={filters} names={known} />
      {cursor !== null && (
        <p class="buttons">
          <Button kind="secondary" busy={busy} busyText={w.finding} onPress={() => void load()}>
            {w.more}
          </Button>
        </p>
      )}
    </>
  );
}
