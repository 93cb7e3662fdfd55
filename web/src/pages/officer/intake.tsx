import { useRef, useState } from "preact/hooks";
import { api, ifMatch, unwrap } from "../../api/client";
import { toProblem } from "../../api/problem";
import type { DraftBody, Paper } from "../../api/types";
import { combineLoads, useAct, useLoad } from "../../api/use_load";
import type { PageProps } from "../../app/route";
import { go } from "../../app/router";
import { returnWords } from "../../dossier/return_words";
import { FormFields, makeFieldId } from "../../eform/fields";
import { withoutKnownQuestions } from "../../eform/known";
import { useAttempts } from "../../filing/attempts";
import { DraftFees } from "../../filing/draft_fees";
import { PaperSlot } from "../../filing/paper_slot";
import { listUploadable } from "../../filing/sections";
import { type Filing, forgetFiling, useDraftState, useFiling } from "../../filing/use_filing";
import { writeClock } from "../../lib/format";
import { chooseName, useLanguage, useWords } from "../../lib/language";
import { ApplicantAccount } from "../../officer/intake/applicant_account";
import { DigitisingNote } from "../../officer/intake/digitising_note";
import { IntakeChannel } from "../../officer/intake/intake_channel";
import { findControlIds, listIntakeFaults } from "../../officer/intake/intake_faults";
import { IntakePeople } from "../../officer/intake/intake_people";
import { intakeWords } from "../../officer/intake/intake_words";
import { PrintPanel } from "../../officer/intake/print_panel";
import { makeReceiptSlip, refusedReception } from "../../officer/intake/prints";
import { OfficerPage, useSectionKeys } from "../../officer/layout/officer_page";
import { RegisterEntry } from "../../officer/steps/register_entry";
import { type RegisterLine, toFilingLine } from "../../officer/steps/register_line";
import { takeStep } from "../../officer/steps/take_step";
import { Button } from "../../ui/button";
import { ErrorSummary } from "../../ui/error_summary";
import { Check, Radios, TextField } from "../../ui/inputs";
import { ReadyPage } from "../../ui/loading";

const toggle = (list: readonly string[], key: string, on: boolean): string[] =>
  on ? [...list, key] : list.filter((each) => each !== key);

const WAYS = { online: "online", direct: "counter", postal: "post" } as const;

export default function IntakePage({ params }: PageProps) {
  const id = params.id ?? "";
  const filing = useFiling(id);
  const papers = useLoad(
    async () =>
      (await unwrap(api.GET("/api/dossiers/{dossier_id}/papers", { params: { path: { dossier_id: id } } }))).items,
    [id],
  );
  return (
    <ReadyPage from={combineLoads(filing, papers)} title={useWords(intakeWords).title} frame={OfficerPage}>
      {([data, list]) => <Intake filing={data} uploaded={list} />}
    </ReadyPage>
  );
}

/** One dense page in place of the citizen's questions: the same operator, in the same order, many times a day. */
function Intake({ filing, uploaded }: { readonly filing: Filing; readonly uploaded: readonly Paper[] }) {
  const w = useWords(intakeWords);
  const ways = useWords(returnWords);
  const language = useLanguage();
  const { draftSession, procedure, form } = filing;
  const { body, saving, draft, problem } = useDraftState(draftSession);
  const asked = withoutKnownQuestions(form, body.answers ?? {}, body);
  const [known, setKnown] = useState(uploaded);
  const [declared, setDeclared] = useState(false);
  const attempts = useAttempts();
  useSectionKeys();
  const path = { dossier_id: draftSession.id };
  const [line, setLine] = useState<RegisterLine | null>(null);
  const [filed, setFiled] = useState(false);
  /** Whether the filing is received at once, with its receipt printed. */
  const receiving = useRef(false);
  /** A refusal of the reception, such as a fee that is due, is handled in the workspace. */
  async function receiveNow(version: number): Promise<boolean> {
    try {
      await takeStep(draftSession.id, version, "receive", { receipt_wanted: true });
      return true;
    } catch (thrown) {
      refusedReception.set({ id: draftSession.id, problem: toProblem(thrown) });
      return false;
    }
  }
  const another = useAct<null>(async (_, key) => {
    const { procedure: id, one_stop, channel } = draft;
    const body = { procedure: id, one_stop, channel: channel as "desk" };
    const next = await unwrap(api.POST("/api/dossiers", { params: { header: { "Idempotency-Key": key } }, body }));
    await go(`/officer/intake/${next.id}`, { replace: true, force: true });
  });
  const act = useAct<{ papers: string[]; paper_register?: ReturnType<typeof toFilingLine> }>(async (sent, key) => {
    if (!(await draftSession.save())) throw draftSession.store.get().problem;
    const header = { "Idempotency-Key": key, ...ifMatch(draftSession.store.get().draft.version) };
    const whole = { ...sent, declared_true: true };
    const done = await unwrap(api.POST("/api/dossiers/{dossier_id}/submit", { params: { path, header }, body: whole }));
    forgetFiling(draftSession.id);
    if (receiving.current && (await receiveNow(done.version))) setFiled(true);
    else await go(`/officer/dossiers/${draftSession.id}`, { replace: true, force: true });
  });
  const discard = useAct<null>(async () => {
    await draftSession.save();
    await unwrap(api.DELETE("/api/dossiers/{dossier_id}/draft", { params: { path } }));
    forgetFiling(draftSession.id);
    await go("/officer/counter", { replace: true, force: true });
  });
  const saved = attempts.withRefused(problem, findControlIds);
  const found = attempts.withRefused(act.problem, findControlIds);
  const faults = { ...saved.byField, ...found.byField };
  const mine = new Set(body.papers ?? []);
  function add(paper: Paper) {
    setKnown((all) => [...all.filter((each) => each.id !== paper.id), paper]);
    const now = draftSession.store.get().body.papers ?? [];
    if (!now.includes(paper.id)) draftSession.edit({ papers: [...now, paper.id] });
  }
  async function file(receive: boolean) {
    receiving.current = receive;
    const onPaper = line ? { paper_register: toFilingLine(line) } : {};
    const faultless = attempts.show(listIntakeFaults({ procedure, draft, body, asked, papers: known, declared, line }));
    if (faultless && !(await act.run({ papers: [...mine], ...onPaper }))) attempts.show([]);
  }
  if (filed) {
    return (
      <OfficerPage title={w.filed} above={<a href="/officer/counter">← {w.back}</a>}>
        <PrintPanel slips={[makeReceiptSlip(draftSession.id)]}>
          <Button busy={another.busy} onPress={() => void another.run(null)}>
            {w.next}
          </Button>
          <a class="button button-secondary" href="/officer/counter">
            {w.other}
          </a>
          <a href={`/officer/dossiers/${draftSession.id}`}>{w.open}</a>
        </PrintPanel>
        {another.problem && <p role="alert">{another.problem.text(language)}</p>}
      </OfficerPage>
    );
  }
  const presented = procedure.components.filter((each) => !listUploadable(procedure, draft.channel).includes(each));
  const offered = procedure.delivery.flatMap((way) => WAYS[way as keyof typeof WAYS] ?? []);
  return (
    <OfficerPage
      title={w.title}
      failed={attempts.faults.length > 0}
      above={
        <>
          <a href="/officer/counter">← {w.back}</a> · {chooseName(procedure.name, language)}
        </>
      }
    >
      <ErrorSummary faults={found.faults} problem={act.problem ?? discard.problem} attempt={attempts.attempt} />
      <ApplicantAccount
        draft={draft}
        body={body}
        fault={faults["ap-number"]}
        onEdit={(change) => draftSession.edit(change)}
      />
      <form
        novalidate
        data-quick
        onSubmit={(event) => {
          event.preventDefault();
          void file(!line);
        }}
        class="intake"
      >
        <IntakeChannel draft={draft} body={body} faults={faults} onEdit={(change) => draftSession.edit(change)} />
        <IntakePeople
          body={body}
          capacities={draft.capacities}
          faults={faults}
          onEdit={(change) => draftSession.edit(change)}
        />
        <section aria-labelledby="answers" data-section tabIndex={-1}>
          <h2 id="answers">{w.form}</h2>
          <FormFields
            form={asked}
            answers={body.answers ?? {}}
            faults={Object.fromEntries(asked.questions.map(({ key }) => [key, faults[makeFieldId(key)] ?? ""]))}
            onAnswer={(key, value) => draftSession.answer(key, value)}
          />
        </section>
        <section aria-labelledby="scans" data-section tabIndex={-1}>
          <h2 id="scans">{w.papers}</h2>
          {procedure.components.length > 0 && <DigitisingNote unit={draft.one_stop} />}
          {procedure.components.length === 0 && <p>{w.none}</p>}
          {listUploadable(procedure, draft.channel).map((each) => (
            <div key={each.key}>
              <PaperSlot
                id={`p-${each.key}`}
                dossier={draftSession.id}
                kind="component"
                component={each.key}
                label={chooseName(each.name, language)}
                optional={each.need !== "required"}
                fault={faults[`p-${each.key}`]}
                papers={known.filter((paper) => paper.component === each.key && mine.has(paper.id))}
                onPaper={add}
                onRemove={(id) => draftSession.edit({ papers: [...mine].filter((one) => one !== id) })}
              />
              <Check
                id={`h-${each.key}`}
                label={w.held}
                checked={(body.held ?? []).includes(each.key)}
                onChange={(on) => draftSession.edit({ held: toggle(body.held ?? [], each.key, on) })}
              />
            </div>
          ))}
          {presented.length > 0 && (
            <>
              <p>{w.shown}</p>
              <ul>
                {presented.map((each) => (
                  <li key={each.key}>{chooseName(each.name, language)}</li>
                ))}
              </ul>
            </>
          )}
          <h2>{w.result}</h2>
          <Radios
            id="r-way"
            label={w.way}
            fault={faults["r-way"]}
            value={body.return_way ?? ""}
            options={offered.map((way) => ({ value: way, text: ways[way] }))}
            onChoose={(way) => draftSession.edit({ return_way: way as NonNullable<DraftBody["return_way"]> })}
          />
          {body.return_way === "post" && (
            <TextField
              id="r-address"
              label={w.address}
              fault={faults["r-address"]}
              value={body.return_address ?? ""}
              onInput={(text) => draftSession.edit({ return_address: text || null })}
            />
          )}
          <DraftFees draft={draft} procedure={procedure} />
          <Check id="declared" label={w.declared} checked={declared} fault={faults.declared} onChange={setDeclared} />
          <RegisterEntry id="register" value={line} faults={faults} onChange={setLine} />
          <p class="buttons">
            <Button type="submit" busy={act.busy} busyText={w.filing}>
              {line ? w.file : w.receive}
            </Button>
            {!line && (
              <Button kind="secondary" busy={act.busy} busyText={w.filing} onPress={() => void file(false)}>
                {w.file}
              </Button>
            )}
            <Button kind="plain" busy={discard.busy} onPress={() => void discard.run(null)}>
              {w.discard}
            </Button>
          </p>
          <p class="save-state" role="status">
            {saving === "saved" ? w.saved(writeClock(draft.updated_at)) : w[saving]}
          </p>
        </section>
      </form>
    </OfficerPage>
  );
}
