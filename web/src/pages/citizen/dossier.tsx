import { useEffect } from "preact/hooks";
import { nameAgency } from "../../api/catalogue";
import { useLoad } from "../../api/use_load";
import type { PageProps } from "../../app/route";
import { go } from "../../app/router";
import { Declared } from "../../dossier/answers";
import { ApplicantTimeline } from "../../dossier/applicant_timeline";
import { DeadlineBox } from "../../dossier/deadline";
import { DelayNotice } from "../../dossier/delay_notice";
import { EndAuthority } from "../../dossier/end_authority";
import { type DossierView, findPart, isOfDossier, loadDossier } from "../../dossier/load";
import { DossierNotices } from "../../dossier/notices";
import { OriginalsCalled } from "../../dossier/originals_called";
import { Paid } from "../../dossier/paid";
import { PaperList } from "../../dossier/papers";
import { Payment } from "../../dossier/payment";
import { Refiled } from "../../dossier/refiled";
import { describeState, nameState } from "../../dossier/state_words";
import { ToCompare } from "../../dossier/to_compare";
import { TONES } from "../../dossier/tones";
import { writeDateTime } from "../../lib/format";
import { chooseName, defineWords, useLanguage, useWords } from "../../lib/language";
import { useStore } from "../../lib/store";
import { isOfficer, session } from "../../session/session";
import { ReadyPage } from "../../ui/loading";
import { Notice } from "../../ui/notice";
import { Page } from "../../ui/page";
import { type Part, PartTabs } from "../../ui/part_tabs";

const words = defineWords(
  {
    title: "Hồ sơ",
    code: "Mã hồ sơ",
    receipt: "Số xác nhận nộp hồ sơ",
    unit: "Nộp tại",
    holder: "Nơi đang giữ hồ sơ",
    next: "Bạn cần làm gì",
    supplement: "Bổ sung hồ sơ",
    reason: "Lý do",
    facts: "Thông tin chung",
    paper: "Xem xác nhận nộp hồ sơ và mã QR",
    amend: "Sửa, bổ sung hồ sơ",
    withdraw: "Rút hồ sơ",
    rate: "Đánh giá việc giải quyết hồ sơ",
    data: "Dữ liệu cá nhân đang lưu",
    waiting: "Yêu cầu rút của bạn đang chờ cơ quan xác nhận.",
    refile: "Nộp hồ sơ mới cho thủ tục này",
    parts: "Nội dung hồ sơ",
    progress: "Quá trình giải quyết",
    papers: "Giấy tờ",
    payments: "Phí, lệ phí",
    messages: "Thông báo",
    reported: (what: string, at: string) => `Phần mềm của cơ quan báo lúc ${at}: ${what}.`,
  },
  {
    title: "Dossier",
    code: "Dossier code",
    receipt: "Receipt number",
    unit: "Filed at",
    holder: "Unit in charge now",
    next: "What you need to do",
    supplement: "Add what is missing",
    reason: "Reason",
    facts: "In general",
    paper: "See the acknowledgement and its QR code",
    amend: "Amend the dossier",
    withdraw: "Withdraw the dossier",
    rate: "Rate how it was handled",
    data: "Personal data that is held",
    waiting: "Your withdrawal request is waiting for the agency's confirmation.",
    refile: "File a new dossier for this procedure",
    parts: "Parts of the dossier",
    progress: "Progress",
    papers: "Papers",
    payments: "Fees",
    messages: "Messages",
    reported: (what, at) => `The agency's system reported at ${at}: ${what}.`,
  },
);

const LEAVING = { state: "loading" } as const;

/** Links in notices lead here for every reader: an officer is led on to where officers work on it. */
export default function DossierPage({ params, query }: PageProps) {
  const { me } = useStore(session);
  const loaded = useLoad(() => loadDossier(params.id ?? ""), [params.id]);
  const others = loaded.state === "done" && isOfficer(me) && loaded.data.dossier.seen_as !== "owner";
  useEffect(() => {
    if (others) void go(`/officer/dossiers/${params.id}`, { replace: true });
  }, [others]);
  return (
    <ReadyPage from={others ? { ...LEAVING, reload: loaded.reload } : loaded} title={useWords(words).title}>
      {(whole) => (
        <DossierDetails
          whole={whole}
          paid={query.get("paid") ?? ""}
          attempt={query.get("attempt") ?? ""}
          reload={loaded.reload}
        />
      )}
    </ReadyPage>
  );
}

interface DossierDetailsProps {
  readonly whole: DossierView;
  /** The payment from which the person returns. */
  readonly paid: string;
  readonly attempt: string;
  readonly reload: () => void;
}

function DossierDetails({ whole, paid, attempt, reload }: DossierDetailsProps) {
  const w = useWords(words);
  const language = useLanguage();
  const { dossier: d, units } = whole;
  const unit = nameAgency(units, d.one_stop, language);
  const agency = nameAgency(units, d.agency, language);
  const now = describeState(whole, language);
  const reason = findPart(whole, ["refused", "stopped", "resolved"], "reason");
  const ended = ["not_received", "stopped", "withdrawn", "closed"].includes(d.state);
  return (
    <Page title={chooseName(d.procedure, language)} above={d.code ?? d.receipt_no}>
      <div class="two-columns three-parts">
        <div>
          <Paid dossier={d} paid={paid} attempt={attempt} reload={reload} />
          <Notice tone={TONES[d.state]} title={nameState(d, language)}>
            <p>{now.sentence}</p>
            {d.reported && <p>{w.reported(d.reported[language], writeDateTime(d.reported.at))}</p>}
            {typeof reason === "string" && (
              <p>
                {w.reason}: {reason}
              </p>
            )}
            <p>
              <strong>{w.next}:</strong> {now.next}
            </p>
            {d.allowed.includes("supplement") && d.state === "supplement_requested" && (
              <p>
                <a class="button" href={`/dossiers/${d.id}/supplement`}>
                  {w.supplement}
                </a>
              </p>
            )}
          </Notice>
          {d.requests.some((each) => each.kind === "withdrawal") && (
            <Notice tone="wait">
              <p>{w.waiting}</p>
            </Notice>
          )}
          <Refiled whole={whole} at="/dossiers" />
          <DelayNotice whole={whole} />
          <DeadlineBox dossier={d} />
          <OriginalsCalled whole={whole} />
          <ToCompare whole={whole} />
        </div>
        <div class="key-facts">
          <h2>{w.facts}</h2>
          <dl class="facts">
            {d.code && (
              <div>
                <dt>{w.code}</dt>
                <dd>{d.code}</dd>
              </div>
            )}
            <div>
              <dt>{w.receipt}</dt>
              <dd>{d.receipt_no}</dd>
            </div>
            <div>
              <dt>{w.unit}</dt>
              <dd>{unit}</dd>
            </div>
            {!ended && (
              <div>
                <dt>{w.holder}</dt>
                <dd>{["processing", "payment_requested"].includes(d.state) && agency ? agency : unit}</dd>
              </div>
            )}
          </dl>
        </div>
        <div>
          <DossierParts whole={whole} paid={paid !== ""} reload={reload} />
          <p class="buttons">
            <a href={`/dossiers/${d.id}/receipt`}>{w.paper}</a>
            {ended && <a href={`/procedures/${d.procedure.id}`}>{w.refile}</a>}
            {d.allowed.includes("supplement") && d.state !== "supplement_requested" && (
              <a href={`/dossiers/${d.id}/supplement`}>{w.amend}</a>
            )}
            {d.allowed.includes("withdraw") && <a href={`/dossiers/${d.id}/withdraw`}>{w.withdraw}</a>}
            {d.allowed.includes("rate") && <a href={`/dossiers/${d.id}/rate`}>{w.rate}</a>}
            {d.allowed.includes("revoke_authority") && <EndAuthority dossier={d} reload={reload} />}
            {ended && <a href={`/dossiers/${d.id}/data`}>{w.data}</a>}
          </p>
        </div>
      </div>
    </Page>
  );
}

type PartKey = "progress" | "papers" | "payments" | "messages";
const STACKED: readonly PartKey[] = ["payments", "papers", "progress", "messages"];

interface DossierPartsProps {
  readonly whole: DossierView;
  /** The person comes back from a payment. */
  readonly paid: boolean;
  readonly reload: () => void;
}

/** What the dossier holds. What the person came for is open: an owed sum, then a result, else how far it is. */
function DossierParts({ whole, paid, reload }: DossierPartsProps) {
  const w = useWords(words);
  const { dossier } = whole;
  const owes = dossier.obligations.some((each) => each.state === "open");
  const settled = whole.papers.some((each) => each.kind === "result" && isOfDossier(each, dossier));
  const payments: Part<PartKey> = {
    key: "payments",
    tab: w.payments,
    draw: () => <Payment whole={whole} reload={reload} />,
  };
  return (
    <PartTabs<PartKey>
      label={w.parts}
      first={owes || paid ? "payments" : settled ? "papers" : "progress"}
      stacked={STACKED}
      parts={[
        { key: "progress", tab: w.progress, draw: () => <ApplicantTimeline whole={whole} /> },
        {
          key: "papers",
          tab: w.papers,
          draw: () => (
            <>
              <PaperList whole={whole} />
              <Declared whole={whole} />
            </>
          ),
        },
        ...(dossier.obligations.length ? [payments] : []),
        {
          key: "messages",
          tab: w.messages,
          late: true,
          draw: (alone) => <DossierNotices whole={whole} alone={alone} />,
        },
      ]}
    />
  );
}
