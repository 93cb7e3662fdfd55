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
import { validate } from "../../eform/validate";
import { type IdsOf, useAttempts } from "../../filing/attempts";
import { DraftFees } from "../../filing/draft_fees";
import { PaperSlot } from "../../filing/paper_slot";
import { findPersonFaults, findReturnAddressFault } from "../../filing/person_faults";
import { findApplicantFaults, findMissingPapers, lacksAddress, listUploadable } from "../../filing/sections";
import { getUploads } from "../../filing/upload";
import { type Filing, forgetFiling, useDraftState, useFiling } from "../../filing/use_filing";
import { writeClock } from "../../lib/format";
import { chooseName, defineWords, useLanguage, useWords, writeInBoth } from "../../lib/language";
import { IntakeChannel } from "../../officer/intake/intake_channel";
import { IntakePeople } from "../../officer/intake/intake_people";
import { PrintPanel } from "../../officer/intake/print_panel";
import { isReceipt, refusedReception } from "../../officer/intake/prints";
import { OfficerPage, useSectionKeys } from "../../officer/layout/officer_page";
import { findOfficerDayFault, NO_MOMENT } from "../../officer/shared/days";
import { RegisterEntry } from "../../officer/steps/register_entry";
import { isComplete, type RegisterLine, toFilingLine } from "../../officer/steps/register_line";
import { takeStep } from "../../officer/steps/take_step";
import { readServerTime } from "../../session/clock";
import { Button } from "../../ui/button";
import { ErrorSummary } from "../../ui/error_summary";
import { Check, Radios, TextField } from "../../ui/inputs";
import { ReadyPage } from "../../ui/loading";

const words = defineWords(
  {
    back: "Tiếp nhận tại quầy",
    title: "Nhập hồ sơ thay người nộp",
    form: "Nội dung đơn",
    papers: "Giấy tờ",
    result: "Nhận kết quả",
    way: "Nhận kết quả bằng cách nào?",
    shown: "Xem bản giấy tại quầy:",
    none: "Thủ tục này không cần giấy tờ.",
    declared: "Người nộp cam đoan những điều khai là đúng",
    notDeclared: "Hỏi người nộp và đánh dấu vào lời cam đoan",
    noWay: "Chọn cách nhận kết quả",
    address: "Địa chỉ nhận kết quả",
    noAddress: "Nhập địa chỉ nhận kết quả",
    noLine: "Chọn đợt gián đoạn và ghi đủ ngày giờ trong sổ",
    noEfiling: "Ghi lại: người nộp đồng ý hay từ chối nộp trực tuyến",
    noRecord: "Nhập số biên bản giao nhận",
    held: "Đã tra cứu: dữ liệu đã có, không cần nộp",
    missing: (what: string) => `Quét hoặc chụp: ${what}`,
    full_name: "Nhập họ và tên",
    id_number: "Nhập số định danh",
    phone: "Nhập số điện thoại",
    busy: "Chờ các tệp tải lên xong, hoặc bỏ tệp bị lỗi",
    file: "Nộp và mở hồ sơ",
    receive: "Nộp, tiếp nhận và in giấy",
    filed: "Đã tiếp nhận hồ sơ",
    next: "Hồ sơ tiếp theo",
    other: "Thủ tục khác",
    open: "Mở hồ sơ vừa tiếp nhận",
    filing: "Đang nộp…",
    discard: "Xóa bản nhập",
    saved: (t: string) => `Đã lưu lúc ${t}`,
    saving: "Đang lưu…",
    typing: "Đang nhập, sẽ tự lưu",
    failed: "Chưa lưu được; những gì đã gõ vẫn còn trên màn hình này",
  },
  {
    back: "Counter intake",
    title: "File for the applicant",
    form: "The application",
    papers: "Papers",
    result: "Result",
    way: "How is the result wanted?",
    shown: "Look at the paper at the counter:",
    none: "This procedure needs no papers.",
    declared: "The applicant declares that all of it is true",
    notDeclared: "Ask the applicant, then tick the declaration",
    noWay: "Choose how the result is wanted",
    address: "Delivery address for the result",
    noAddress: "Enter the delivery address for the result",
    noLine: "Choose the outage and give day and time from the register",
    noEfiling: "Record whether the applicant accepted or declined to file online",
    noRecord: "Enter the number of the hand-over record",
    held: "Looked up: the data is held already, no paper is needed",
    missing: (what) => `Scan or photograph: ${what}`,
    full_name: "Enter the full name",
    id_number: "Enter the ID number",
    phone: "Enter the telephone number",
    busy: "Wait until the files are uploaded, or remove those that failed",
    file: "File and open the dossier",
    receive: "File, receive and print",
    filed: "The dossier is received",
    next: "Next dossier",
    other: "Another procedure",
    open: "Open the dossier",
    filing: "Filing…",
    discard: "Delete the entry",
    saved: (t) => `Saved at ${t}`,
    saving: "Saving…",
    typing: "Typing, saved automatically",
    failed: "Not saved yet; what was typed is still on this screen",
  },
);

const toggle = (list: readonly string[], key: string, on: boolean): string[] =>
  on ? [...list, key] : list.filter((each) => each !== key);

/** The sections of a filing, by how the ids of their controls begin. */
const SECTIONS: Readonly<Record<string, string>> = {
  applicant: "a-",
  on_behalf: "b-",
  answers: makeFieldId(""),
  components: "p-",
};
const CONTROLS: Readonly<Record<string, string>> = {
  handover_record: "c-record",
  "handover_record number": "c-record",
  "handover_record signed_at": "c-signed",
  efiling: "c-efiling",
  return_way: "r-way",
  return_address: "r-address",
  declared_true: "declared",
  "paper_register outage": "register-outage",
  "paper_register filed_at": "register-at",
};
const findControlIds: IdsOf = ([part = "", ...more]) => [
  ...(part in SECTIONS ? [`${SECTIONS[part]}${more[0]}`] : []),
  CONTROLS[[part, ...more].join(" ")] ?? part,
];

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
    <ReadyPage from={combineLoads(filing, papers)} title={useWords(words).title} frame={OfficerPage}>
      {([data, list]) => <Intake filing={data} uploaded={list} />}
    </ReadyPage>
  );
}

/** One dense page in place of the citizen's questions: the same operator, in the same order, many times a day. */
function Intake({ filing, uploaded }: { readonly filing: Filing; readonly uploaded: readonly Paper[] }) {
  const w = useWords(words);
  const ways = useWords(returnWords);
  const language = useLanguage();
  const { keeper, procedure, form } = filing;
  const { body, saving, draft, problem } = useDraftState(keeper);
  const asked = withoutKnownQuestions(form, body.answers ?? {}, body);
  const [known, setKnown] = useState(uploaded);
  const [declared, setDeclared] = useState(false);
  const attempts = useAttempts();
  useSectionKeys();
  const path = { dossier_id: keeper.id };
  const [line, setLine] = useState<RegisterLine | null>(null);
  const [filed, setFiled] = useState(false);
  /** Whether the filing is received at once, with its receipt printed. */
  const receiving = useRef(false);
  /** A refusal of the reception, such as a fee that is due, is handled in the workspace. */
  async function markReceived(version: number): Promise<boolean> {
    try {
      await takeStep(keeper.id, version, "receive", { receipt_wanted: true });
      return true;
    } catch (thrown) {
      refusedReception.set({ id: keeper.id, problem: toProblem(thrown) });
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
    if (!(await keeper.save())) throw keeper.store.get().problem;
    const header = { "Idempotency-Key": key, ...ifMatch(keeper.store.get().draft.version) };
    const whole = { ...sent, declared_true: true };
    const done = await unwrap(api.POST("/api/dossiers/{dossier_id}/submit", { params: { path, header }, body: whole }));
    forgetFiling(keeper.id);
    if (receiving.current && (await markReceived(done.version))) setFiled(true);
    else await go(`/officer/dossiers/${keeper.id}`, { replace: true, force: true });
  });
  const discard = useAct<null>(async () => {
    await keeper.save();
    await unwrap(api.DELETE("/api/dossiers/{dossier_id}/draft", { params: { path } }));
    forgetFiling(keeper.id);
    await go("/officer/counter", { replace: true, force: true });
  });
  const saved = attempts.withRefused(problem, findControlIds);
  const found = attempts.withRefused(act.problem, findControlIds);
  const faults = { ...saved.byField, ...found.byField };
  const mine = new Set(body.papers ?? []);
  function add(paper: Paper) {
    setKnown((all) => [...all.filter((each) => each.id !== paper.id), paper]);
    const now = keeper.store.get().body.papers ?? [];
    if (!now.includes(paper.id)) keeper.edit({ papers: [...now, paper.id] });
  }
  function check(): boolean {
    const lacking = findMissingPapers(procedure, draft.channel, body, {
      components: new Map(known.map((p) => [p.id, p.component])),
    });
    const busy = getUploads(keeper.id)
      .get()
      .some((each) => each.step !== "done");
    const record = draft.wants.includes("handover_record") ? (body.handover_record ?? {}) : null;
    const signed = record && findOfficerDayFault("handover_signed", record.signed_at || NO_MOMENT, readServerTime());
    const wrongAddress = body.return_way === "post" ? findReturnAddressFault(body.return_address ?? "") : null;
    const noWord = draft.wants.includes("efiling") && !body.efiling;
    return attempts.show([
      ...(noWord ? [{ at: "c-efiling", text: writeInBoth(words, (s) => s.noEfiling) }] : []),
      ...(record && !record.number?.trim() ? [{ at: "c-record", text: writeInBoth(words, (s) => s.noRecord) }] : []),
      ...(signed ? [{ at: "c-signed", text: signed }] : []),
      ...findApplicantFaults(body).map((name) => ({ at: `a-${name}`, text: writeInBoth(words, (s) => s[name]) })),
      ...findPersonFaults(body.applicant ?? {}).map(({ name, text }) => ({ at: `a-${name}`, text })),
      ...findPersonFaults(body.on_behalf ?? {}).map(({ name, text }) => ({ at: `b-${name}`, text })),
      ...(body.on_behalf && !body.on_behalf.full_name
        ? [{ at: "b-full_name", text: writeInBoth(words, (s) => s.full_name) }]
        : []),
      ...validate(asked, body.answers ?? {}, readServerTime()).map((fault) => ({
        at: makeFieldId(fault.key),
        text: fault,
      })),
      ...lacking.map((each) => ({
        at: `p-${each.key}`,
        text: writeInBoth(words, (s, l) => s.missing(chooseName(each.name, l))),
      })),
      ...(busy ? [{ text: writeInBoth(words, (s) => s.busy) }] : []),
      ...(body.return_way ? [] : [{ at: "r-way", text: writeInBoth(words, (s) => s.noWay) }]),
      ...(lacksAddress(body) ? [{ at: "r-address", text: writeInBoth(words, (s) => s.noAddress) }] : []),
      ...(wrongAddress ? [{ at: "r-address", text: wrongAddress }] : []),
      ...(declared ? [] : [{ at: "declared", text: writeInBoth(words, (s) => s.notDeclared) }]),
      ...(line && !isComplete(line, false) ? [{ at: "register", text: writeInBoth(words, (s) => s.noLine) }] : []),
    ]);
  }
  async function file(receive: boolean) {
    receiving.current = receive;
    const onPaper = line ? { paper_register: toFilingLine(line) } : {};
    if (check() && !(await act.run({ papers: [...mine], ...onPaper }))) attempts.show([]);
  }
  if (filed) {
    return (
      <OfficerPage title={w.filed} above={<a href="/officer/counter">← {w.back}</a>}>
        <PrintPanel slips={[isReceipt(keeper.id)]}>
          <Button busy={another.busy} onPress={() => void another.run(null)}>
            {w.next}
          </Button>
          <a class="button button-secondary" href="/officer/counter">
            {w.other}
          </a>
          <a href={`/officer/dossiers/${keeper.id}`}>{w.open}</a>
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
      <form
        novalidate
        data-quick
        onSubmit={(event) => {
          event.preventDefault();
          void file(!line);
        }}
        class="intake"
      >
        <IntakeChannel draft={draft} body={body} faults={faults} onEdit={(change) => keeper.edit(change)} />
        <IntakePeople body={body} faults={faults} onEdit={(change) => keeper.edit(change)} />
        <section aria-labelledby="answers" data-section tabIndex={-1}>
          <h2 id="answers">{w.form}</h2>
          <FormFields
            form={asked}
            answers={body.answers ?? {}}
            faults={Object.fromEntries(asked.questions.map(({ key }) => [key, faults[makeFieldId(key)] ?? ""]))}
            onAnswer={(key, value) => keeper.answer(key, value)}
          />
        </section>
        <section aria-labelledby="scans" data-section tabIndex={-1}>
          <h2 id="scans">{w.papers}</h2>
          {procedure.components.length === 0 && <p>{w.none}</p>}
          {listUploadable(procedure, draft.channel).map((each) => (
            <div key={each.key}>
              <PaperSlot
                id={`p-${each.key}`}
                dossier={keeper.id}
                kind="component"
                component={each.key}
                label={chooseName(each.name, language)}
                optional={each.need !== "required"}
                fault={faults[`p-${each.key}`]}
                papers={known.filter((paper) => paper.component === each.key && mine.has(paper.id))}
                onPaper={add}
                onRemove={(id) => keeper.edit({ papers: [...mine].filter((one) => one !== id) })}
              />
              <Check
                id={`h-${each.key}`}
                label={w.held}
                checked={(body.held ?? []).includes(each.key)}
                onChange={(on) => keeper.edit({ held: toggle(body.held ?? [], each.key, on) })}
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
            onChoose={(way) => keeper.edit({ return_way: way as NonNullable<DraftBody["return_way"]> })}
          />
          {body.return_way === "post" && (
            <TextField
              id="r-address"
              label={w.address}
              fault={faults["r-address"]}
              value={body.return_address ?? ""}
              onInput={(text) => keeper.edit({ return_address: text || null })}
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
