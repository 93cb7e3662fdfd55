import { useState } from "preact/hooks";
import { api, unwrap } from "../../api/client";
import type { Applicant, ApplicantBody, Draft, DraftBody, Person } from "../../api/types";
import { useAct } from "../../api/use_load";
import { DateField } from "../../eform/date_field";
import { writeDay } from "../../lib/format";
import { useLanguage, useWords } from "../../lib/language";
import { Button } from "../../ui/button";
import { Check, Select, TextField } from "../../ui/inputs";
import { Notice } from "../../ui/notice";
import { makeContactPath } from "../people/person_answers";
import { idTypeWords } from "../shared/id_types";
import { accountWords } from "./account_words";

interface ApplicantAccountProps {
  readonly draft: Draft;
  readonly body: DraftBody;
  readonly fault: string | undefined;
  readonly onEdit: (change: Partial<DraftBody>) => void;
}

type Kind = Applicant["kind"];
const KINDS: readonly Kind[] = ["citizen", "foreigner", "organisation"];
const HELPS = { register_help: 1, same_account: 1, officer_right_national: 1, vneid_level_1: 1 } as const;
/** Papers that are valid for each kind of person, the usual one first. */
const PAPERS = {
  citizen: ["CC", "CCCD", "GCNCC", "CCDT", "KHAC"],
  foreigner: ["HC", "THUONGTRU", "TAMTRU", "KHAC"],
  organisation: ["MSDN", "MDD"],
} as const;

/** Find the account to which a filing at the counter belongs, or make it: one number and Enter, many times a day. */
export function ApplicantAccount({ draft, body, fault, onEdit }: ApplicantAccountProps) {
  const w = useWords(accountWords);
  const [known, setKnown] = useState<Applicant | null>(null);
  const needed = draft.wants.includes("account");
  function choose(found: Applicant, number: string) {
    setKnown(found);
    const named = { full_name: found.full_name, id_number: number };
    const other = body.on_behalf ?? null;
    onEdit({
      account: found.person,
      ...(other ? { on_behalf: { ...other, ...named } } : { applicant: { ...(body.applicant ?? {}), ...named } }),
    });
  }
  const held = body.account ? (known?.person === body.account ? known : null) : null;
  return (
    <section aria-labelledby="account" data-section tabIndex={-1}>
      <h2 id="account">{w.title}</h2>
      {needed && !body.account && <p class="muted">{w.needed}</p>}
      {body.account ? (
        <Chosen
          draft={draft}
          body={body}
          found={held}
          onChecked={setKnown}
          onOther={() => {
            setKnown(null);
            onEdit({ account: null });
          }}
        />
      ) : (
        <Find draft={draft} body={body} fault={fault} onFound={choose} />
      )}
    </section>
  );
}

interface ChosenProps {
  readonly draft: Draft;
  readonly body: DraftBody;
  readonly found: Applicant | null;
  readonly onChecked: (found: Applicant) => void;
  readonly onOther: () => void;
}

function Chosen({ draft, body, found, onChecked, onOther }: ChosenProps) {
  const w = useWords(accountWords);
  const language = useLanguage();
  const person: Person = body.on_behalf ?? body.applicant ?? {};
  const check = useAct<{ unit: string; number: string }>(async (sent, key) => {
    const path = { sub: body.account ?? "" };
    const params = { path, header: { "Idempotency-Key": key } };
    onChecked(await unwrap(api.POST("/api/applicants/{sub}/check", { params, body: sent })));
  });
  const [helped, setHelped] = useState(false);
  const help = useAct<{ unit: string; number: string; way: keyof typeof HELPS }>(async (sent, key) => {
    const params = { path: { sub: body.account ?? "" }, header: { "Idempotency-Key": key } };
    await unwrap(api.POST("/api/applicants/{sub}/help", { params, body: sent }));
    setHelped(true);
  });
  return (
    <>
      <Notice tone="done" role="status">
        <p>{w.chosen(found?.full_name ?? draft.account?.full_name ?? String(person.full_name ?? ""))}</p>
        {found && (
          <p>
            {[
              w[found.method],
              found.checked && found.method !== "population_data" && w.matched,
              found.birth_date && w.born(writeDay(found.birth_date)),
              found.former && w.former,
              found.standing !== "open" && w[found.standing],
            ]
              .filter(Boolean)
              .join(" ")}
          </p>
        )}
      </Notice>
      {found?.unanswered && (
        <Notice tone="wait" role="status">
          <p>{w.unanswered}</p>
          <Button
            kind="secondary"
            busy={check.busy}
            onPress={() => void check.run({ unit: draft.one_stop, number: String(person.id_number ?? "") })}
          >
            {w.check}
          </Button>
        </Notice>
      )}
      {found?.help && found.help in HELPS && (
        <p class="buttons">
          <Button
            kind="secondary"
            busy={help.busy}
            onPress={() =>
              void help.run({
                unit: draft.one_stop,
                number: String(person.id_number ?? ""),
                way: found.help as keyof typeof HELPS,
              })
            }
          >
            {w[found.help as keyof typeof HELPS]}
          </Button>
        </p>
      )}
      {found?.own_accounts && (
        <p>
          <a href={makeContactPath(found.person)}>{w.lost}</a>
        </p>
      )}
      {helped && <p role="status">{w.helped}</p>}
      {help.problem && <p role="alert">{help.problem.text(language)}</p>}
      {check.problem && <p role="alert">{check.problem.text(language)}</p>}
      <p>
        <Button kind="plain" onPress={onOther}>
          {w.other}
        </Button>
      </p>
    </>
  );
}

interface FindProps {
  readonly draft: Draft;
  readonly body: DraftBody;
  readonly fault: string | undefined;
  readonly onFound: (found: Applicant, number: string) => void;
}

function Find({ draft, body, fault, onFound }: FindProps) {
  const w = useWords(accountWords);
  const language = useLanguage();
  const person: Person = body.on_behalf ?? body.applicant ?? {};
  const [kind, setKind] = useState<Kind>("citizen");
  const [number, setNumber] = useState(String(person.id_number ?? ""));
  const [missing, setMissing] = useState("");
  const search = useAct<{ kind: Kind; number: string }>(async (sent) => {
    const whole = { ...sent, unit: draft.one_stop, purpose: "filing" as const };
    const { found } = await unwrap(api.POST("/api/applicants/search", { body: whole }));
    if (found) onFound(found, sent.number);
    else setMissing(sent.number);
  });
  const faultOfNumber = search.problem?.fields[0]?.[language] ?? fault;
  return (
    <>
      <form
        class="dense"
        novalidate
        onSubmit={(event) => {
          event.preventDefault();
          void search.run({ kind, number: number.trim() });
        }}
      >
        <Select
          id="ap-kind"
          label={w.kind}
          value={kind}
          options={KINDS.map((value) => ({ value, text: w[value] }))}
          onChoose={(value) => {
            setKind(value as Kind);
            setMissing("");
          }}
        />
        <TextField
          id="ap-number"
          label={w.number}
          value={number}
          width="medium"
          fault={faultOfNumber}
          onInput={(text) => {
            setNumber(text);
            setMissing("");
          }}
        />
        <p class="buttons">
          <Button type="submit" kind="secondary" busy={search.busy} busyText={w.finding}>
            {w.find}
          </Button>
        </p>
      </form>
      {search.problem && !search.problem.fields.length && <p role="alert">{search.problem.text(language)}</p>}
      {missing && (
        <>
          <p role="status">{w.none(missing)}</p>
          <Make draft={draft} person={person} kind={kind} number={missing} onMade={(made) => onFound(made, missing)} />
        </>
      )}
    </>
  );
}

interface MakeProps {
  readonly draft: Draft;
  readonly person: Person;
  readonly kind: Kind;
  readonly number: string;
  readonly onMade: (made: Applicant) => void;
}

function Make({ draft, person, kind, number, onMade }: MakeProps) {
  const w = useWords(accountWords);
  const papers = useWords(idTypeWords);
  const language = useLanguage();
  const [name, setName] = useState(String(person.full_name ?? ""));
  const [born, setBorn] = useState("");
  const [paper, setPaper] = useState<ApplicantBody["paper"]>(PAPERS[kind][0]);
  const [present, setPresent] = useState(draft.channel !== "post");
  const act = useAct<ApplicantBody>(async (sent, key) => {
    const params = { header: { "Idempotency-Key": key } };
    onMade(await unwrap(api.POST("/api/applicants", { params, body: sent })));
  });
  const faults = Object.fromEntries((act.problem?.fields ?? []).map((each) => [each.path, each[language]]));
  function make(event: Event) {
    event.preventDefault();
    const body = { unit: draft.one_stop, kind, number, full_name: name, birth_date: born || null, paper, present };
    void act.run(body as ApplicantBody);
  }
  return (
    <form class="dense" novalidate onSubmit={make}>
      <TextField id="ap-full_name" label={w.full_name} value={name} fault={faults["/full_name"]} onInput={setName} />
      {kind !== "organisation" && (
        <DateField
          id="ap-birth_date"
          label={w.birth_date}
          value={born}
          optional
          fault={faults["/birth_date"]}
          onInput={setBorn}
        />
      )}
      <Select
        id="ap-paper"
        label={w.paper}
        value={paper}
        options={PAPERS[kind].map((value) => ({ value, text: papers[value] }))}
        onChoose={(value) => setPaper(value as ApplicantBody["paper"])}
      />
      <Check id="ap-present" label={w.present} checked={present} onChange={setPresent} />
      {act.problem && <p role="alert">{act.problem.text(language)}</p>}
      <p class="buttons">
        <Button type="submit" kind="secondary" busy={act.busy} busyText={w.making}>
          {w.make}
        </Button>
      </p>
    </form>
  );
}
