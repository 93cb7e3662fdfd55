import { useEffect, useRef, useState } from "preact/hooks";
import { useLoad } from "../../api/use_load";
import type { PageProps } from "../../app/route";
import { findHeldPart } from "../../dossier/corrected";
import { DeadlineBox } from "../../dossier/deadline";
import { sumPayableAtReception } from "../../dossier/fee_words";
import { type DossierView, loadDossier } from "../../dossier/load";
import { mayRead } from "../../dossier/not_yours";
import { Refiled } from "../../dossier/refiled";
import { writeMoney } from "../../lib/format";
import { chooseName, defineWords, useLanguage, useWords } from "../../lib/language";
import { useStore } from "../../lib/store";
import { PrintPanel, usePrinting } from "../../officer/intake/print_panel";
import { makeReceiptSlip, refusedReception, replacesReceipt, type SlipWanted } from "../../officer/intake/prints";
import { OfficerPage, useSectionKeys } from "../../officer/layout/officer_page";
import { ThreeAreas } from "../../officer/layout/three_areas";
import { nameOfficer } from "../../officer/people/people";
import { DueMark } from "../../officer/shared/due_mark";
import { OFFICER_STATES } from "../../officer/shared/state_words";
import { Checklist } from "../../officer/steps/checklist";
import { HinderedSteps } from "../../officer/steps/hindered_steps";
import { guessStep } from "../../officer/steps/likely_step";
import { OwedNotice } from "../../officer/steps/owed_notice";
import { ResultUpload } from "../../officer/steps/result_upload";
import { StepPanel } from "../../officer/steps/step_panel";
import { stepWords } from "../../officer/steps/step_words";
import { isOfficerStep, type OfficerStep } from "../../officer/steps/take_step";
import { findNeighbours, workQueue } from "../../officer/worklist/work_queue";
import { OfficerTimeline } from "../../officer/workspace/officer_timeline";
import { Requests } from "../../officer/workspace/requests";
import { Summary } from "../../officer/workspace/summary";
import { Viewer } from "../../officer/workspace/viewer";
import { Button } from "../../ui/button";
import { LegalBasis } from "../../ui/legal_basis";
import { ReadyPage } from "../../ui/loading";
import { Notice, Tag } from "../../ui/notice";

const words = defineWords(
  {
    title: "Hồ sơ",
    steps: "Các bước bạn thực hiện được",
    none: "Hiện bạn không có bước nào cần thực hiện ở hồ sơ này.",
    done: (step: string) => `Đã thực hiện: ${step}.`,
    decided: "Đã ghi quyết định.",
    unpaid: (sum: string) => `Chưa nộp ${sum} phí, lệ phí`,
    signing: "Kết quả đã trình, chờ ký.",
    returned: "Kết quả bị trả lại, chờ trả lời.",
    noted: "Đã lưu ghi chú.",
    receivePrint: "Tiếp nhận và in giấy",
    next: "Hồ sơ tiếp theo",
    notReceived: "Hồ sơ đã nộp nhưng chưa tiếp nhận được",
    previous: "‹ Trước",
    following: "Sau ›",
    place: (at: number, of: number) => `${at}/${of}`,
    holder: "Người thụ lý",
    nobody: "chưa phân công",
    ledger: "Nhật ký và kiểm tra",
    rating: "Mời người nộp đánh giá",
    back: "Hồ sơ chờ xử lý",
    cash: "Thu phí, lệ phí",
    reverse: "Đề nghị hủy khoản thu",
    supplement: "Tiếp nhận hồ sơ bổ sung",
    contacts: "Nơi nhận tin của người nộp",
    data: "Dữ liệu cá nhân đang lưu",
  },
  {
    title: "Dossier",
    steps: "Steps you may take",
    none: "You have no step to take on this dossier now.",
    done: (step) => `Done: ${step}.`,
    decided: "The decision is recorded.",
    unpaid: (sum) => `${sum} of fees unpaid`,
    signing: "The result is proposed and waits for signature.",
    returned: "The result was sent back and waits for an answer.",
    noted: "The note is saved.",
    receivePrint: "Receive and print",
    next: "Next dossier",
    notReceived: "The dossier is filed but could not be received yet",
    previous: "‹ Previous",
    following: "Next ›",
    place: (at, of) => `${at} of ${of}`,
    holder: "In charge",
    nobody: "nobody yet",
    ledger: "Ledger and its check",
    rating: "Invite the applicant to rate",
    back: "Worklists",
    cash: "Take the payment",
    reverse: "Propose a reversal",
    supplement: "Receive the supplement",
    contacts: "The applicant's contacts for notices",
    data: "Personal data that is held",
  },
);

/** States in which the applicant may rate how the dossier was handled. */
const RATED_IN: ReadonlySet<string> = new Set(["returned", "not_received", "withdrawn", "stopped", "closed"]);

export default function WorkspacePage({ params }: PageProps) {
  const id = params.id ?? "";
  const loaded = useLoad(() => loadDossier(id), [id]);
  return (
    <ReadyPage from={loaded} title={useWords(words).title} frame={OfficerPage}>
      {(whole) => <Workspace read={whole} reload={loaded.reload} refreshing={loaded.refreshing} />}
    </ReadyPage>
  );
}

interface OpenedDossier {
  readonly step: OfficerStep;
  /** The receipt is printed after the reception. */
  readonly print: boolean;
}

interface WorkspaceProps {
  readonly read: DossierView;
  readonly reload: () => void;
  readonly refreshing: boolean;
}

function Workspace({ read, reload, refreshing }: WorkspaceProps) {
  const w = useWords(words);
  const steps = useWords(stepWords);
  const language = useLanguage();
  const [whole, setWhole] = useState(read);
  const [open, setOpen] = useState<OpenedDossier | null>(null);
  /** A step pressed while the state that the last one left is on its way: it opens on that state. */
  const [wanted, setWanted] = useState<OpenedDossier | null>(null);
  const printing = usePrinting();
  const refused = useStore(refusedReception);
  const queue = useStore(workQueue);
  const around = findNeighbours(queue, read.dossier.id);
  const [message, setMessage] = useState("");
  useEffect(() => setWhole(read), [read]);
  useEffect(() => {
    if (refreshing || wanted === null) return;
    setWanted(null);
    if (read.dossier.allowed.includes(wanted.step)) setOpen(wanted);
  }, [refreshing, wanted, read]);
  useSectionKeys();
  const { dossier: d } = whole;
  const state = OFFICER_STATES[d.state];
  const mine = d.allowed.filter(isOfficerStep);
  const likely = guessStep(d);
  const payable = d.state === "submitted" ? sumPayableAtReception(d) : 0;
  const proposal = d.requests.find((each) => each.kind === "outcome");
  const next = proposal ? (proposal.sent_back ? w.returned : w.signing) : state[language].next;
  const holders = d.tasks.filter((task) => !task.done_at && task.holder).map((task) => nameOfficer(whole, task.holder));
  const applicant = findHeldPart(d, "applicant") as { readonly full_name?: string } | undefined;
  const due = d.state === "submitted" ? d.reception_due_at : d.state === "received" ? d.transfer_due_at : d.due_at;
  const onKeyDown = (next: OpenedDossier) => (refreshing ? setWanted(next) : setOpen(next));
  const actions = useRef<HTMLElement>(null);
  /** After the step's form closes, the focus is at the steps, not at the top of the page. */
  function close() {
    setOpen(null);
    actions.current?.focus({ preventScroll: true });
  }
  function finish(text: string, slips: readonly SlipWanted[] = []) {
    close();
    scrollTo({ top: 0 });
    printing.print(slips);
    setMessage(text);
    reload();
  }
  return (
    <OfficerPage
      title={d.code ?? d.receipt_no}
      above={
        <>
          <a href={queue.back}>← {w.back}</a>
          {around && (
            <>
              {" · "}
              {around.previous && (
                <>
                  <a href={`/officer/dossiers/${around.previous}`}>{w.previous}</a>{" "}
                </>
              )}
              {w.place(around.at, around.of)}{" "}
              {around.next && <a href={`/officer/dossiers/${around.next}`}>{w.following}</a>}
            </>
          )}
        </>
      }
      aside={
        <p class="head-line">
          {applicant?.full_name && <strong>{applicant.full_name}</strong>}
          <span>{chooseName(d.procedure, language)}</span>
          {state.tone !== "done" && due && <DueMark due={due} late={d.late} />}
          <Tag tone={state.tone}>{state[language].label}</Tag>
          {payable > 0 && <Tag tone="act">{w.unpaid(writeMoney(payable))}</Tag>}
          {d.tasks.some((task) => !task.done_at) && (
            <span>
              {w.holder}: {holders.join("; ") || w.nobody}
            </span>
          )}
        </p>
      }
    >
      <p class="tight">{next}</p>
      <p role="status" class="report">
        {message}
      </p>
      <Refiled whole={whole} at="/officer/dossiers" />
      {refused?.id === d.id && d.state === "submitted" && (
        <>
          <Notice tone="act" role="alert" title={w.notReceived}>
            <p>{refused.problem.text(language)}</p>
            <LegalBasis of={refused.problem.law} />
          </Notice>
          <OwedNotice whole={whole} step="receive" />
        </>
      )}
      <section class="actions" aria-labelledby="steps" data-section tabIndex={-1} ref={actions}>
        <h2 id="steps" class="hidden">
          {w.steps}
        </h2>
        {mine.length === 0 && !d.hindered?.length && <p class="muted">{w.none}</p>}
        <p class="buttons">
          {mine.includes("receive") && (
            <Button busy={wanted?.print ?? false} onPress={() => onKeyDown({ step: "receive", print: true })}>
              {w.receivePrint}
            </Button>
          )}
          {mine.map((step) => (
            <Button
              key={step}
              kind={step === likely && step !== "receive" ? "primary" : "secondary"}
              busy={wanted?.step === step && !wanted.print}
              onPress={() => onKeyDown({ step, print: false })}
            >
              {steps[step]}
            </Button>
          ))}
          {d.allowed.includes("supplement") && d.seen_as !== "owner" && mayRead(d, "form") && (
            <a href={`/dossiers/${d.id}/supplement`}>{w.supplement}</a>
          )}
          {d.allowed.includes("pay") && (
            <a class={mine.length ? undefined : "button"} href={`/officer/cashier/${d.id}`}>
              {w.cash}
            </a>
          )}
          {d.allowed.includes("reverse_payment") && <a href={`/officer/cashier/${d.id}/reverse`}>{w.reverse}</a>}
          {mayRead(d, "contacts") && <a href={`/dossiers/${d.id}/contacts`}>{w.contacts}</a>}
          {mayRead(d, "ledger") && <a href={`/officer/ledger/${d.id}`}>{w.ledger}</a>}
          {d.seen_as === "one_stop" && RATED_IN.has(d.state) && (
            <a href={`/officer/dossiers/${d.id}/rating-code`}>{w.rating}</a>
          )}
          {d.state === "closed" && mayRead(d, "ledger") && <a href={`/officer/dossiers/${d.id}/data`}>{w.data}</a>}
        </p>
        <HinderedSteps dossier={d} />
      </section>
      {d.hindered?.some((each) => each.step === "give_back") && <OwedNotice whole={whole} step="give_back" />}
      {printing.slips.length > 0 && (
        <PrintPanel key={printing.turn} slips={printing.slips} onDone={reload}>
          <a class="button button-primary" href={around?.next ? `/officer/dossiers/${around.next}` : queue.back}>
            {around?.next ? w.next : w.back}
          </a>
        </PrintPanel>
      )}
      <ThreeAreas
        papers={
          <>
            <Viewer whole={whole} />
            <ResultUpload whole={whole} onPaper={reload} />
          </>
        }
        facts={<Summary whole={whole} />}
        timeline={
          <>
            <Requests whole={whole} refreshing={refreshing} onDone={() => finish(w.decided)} />
            {mayRead(d, "components") && <Checklist whole={whole} />}
            <DeadlineBox dossier={d} />
            <OfficerTimeline whole={whole} onNote={() => finish(w.noted)} />
          </>
        }
        over={
          open && (
            <StepPanel
              key={`${open.step}${open.print}`}
              whole={whole}
              step={open.step}
              print={open.print}
              refreshing={refreshing}
              onDone={(values) =>
                finish(
                  w.done(steps[open.step]),
                  open.print || replacesReceipt(whole.papers, open.step, values) ? [makeReceiptSlip(d.id)] : [],
                )
              }
              onCancel={close}
              onFresh={setWhole}
            />
          )
        }
      />
    </OfficerPage>
  );
}
