import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { loadAgencies, nameAgency } from "../../../api/catalogue";
import { api, ifMatch, unwrap } from "../../../api/client";
import type { Problem } from "../../../api/problem";
import type { Agency, Paper } from "../../../api/types";
import { combineLoads, useAct, useLoad } from "../../../api/use_load";
import type { PageProps } from "../../../app/route";
import { go } from "../../../app/router";
import { returnWords } from "../../../dossier/return_words";
import { writeAnswer } from "../../../eform/answer_text";
import { withoutKnownQuestions } from "../../../eform/known";
import { useAttempts } from "../../../filing/attempts";
import { authorityWords, writeAuthority } from "../../../filing/authority_words";
import { capacityWords, listCapacityRows } from "../../../filing/capacity_words";
import { DraftFees } from "../../../filing/draft_fees";
import { loadDraftPapers } from "../../../filing/draft_papers";
import { OpenPaper } from "../../../filing/open_file";
import { PERSON_FIELDS, personWords } from "../../../filing/person_words";
import { sectionWords } from "../../../filing/section_list";
import { linkFromReview, SectionPage } from "../../../filing/section_page";
import { findProgress, isAnsweredByForm, listUploadable, SECTIONS, type Section } from "../../../filing/sections";
import { type Filing, forgetFiling, useDraftState, useFiling } from "../../../filing/use_filing";
import { chooseName, defineWords, useLanguage, useWords, writeInBoth } from "../../../lib/language";
import { readServerTime } from "../../../session/clock";
import { Button } from "../../../ui/button";
import type { Fault } from "../../../ui/error_summary";
import { Check } from "../../../ui/inputs";
import { ReadyPage } from "../../../ui/loading";
import { Notice } from "../../../ui/notice";

const words = defineWords(
  {
    unit: "Nơi nhận hồ sơ",
    change: "Sửa",
    principal: "Nộp thay cho",
    none: "Không cung cấp",
    way: "Nhận kết quả",
    to: "Địa chỉ nhận kết quả",
    exemption: "Diện miễn",
    byForm: "Nội dung đơn ở trên",
    look: "Xem và in đơn",
    declare: "Tôi cam đoan những điều khai trên là đúng và chịu trách nhiệm trước pháp luật.",
    notDeclared: "Đánh dấu vào lời cam đoan",
    send: "Nộp hồ sơ",
    sending: "Đang nộp, không đóng trang…",
    open: "Còn phần chưa hoàn thành. Hoàn thành rồi mới nộp được:",
    pending: "Giấy tờ vẫn đang được kiểm tra. Chờ một chút rồi bấm Nộp hồ sơ lần nữa.",
  },
  {
    unit: "Where it is filed",
    change: "Change",
    principal: "Filed on behalf of",
    none: "Not given",
    way: "How to get the result",
    to: "Address for the result",
    exemption: "Exempt as",
    byForm: "The application above",
    look: "See and print the application",
    declare: "I declare that all of the above is true, and I accept legal responsibility for it.",
    notDeclared: "Tick the declaration",
    send: "Send the dossier",
    sending: "Sending, do not close the page…",
    open: "Some sections are not done. Finish them before you send:",
    pending: "The papers are still being checked. Wait a moment and press Send again.",
  },
);

export default function ReviewPage({ params }: PageProps) {
  const filing = useFiling(params.id ?? "");
  const others = useLoad(
    async () => ({ papers: await loadDraftPapers(params.id ?? ""), units: await loadAgencies() }),
    [params.id],
  );
  return (
    <ReadyPage from={combineLoads(filing, others)} title={useWords(sectionWords).review}>
      {([data, { papers, units }]) => <Review filing={data} papers={papers} units={units} />}
    </ReadyPage>
  );
}

interface ReviewProps {
  readonly filing: Filing;
  readonly papers: readonly Paper[];
  readonly units: readonly Agency[];
}

function Review({ filing, papers, units }: ReviewProps) {
  const w = useWords(words);
  const titles = useWords(sectionWords);
  const ways = useWords(returnWords);
  const labels = useWords(personWords);
  const language = useLanguage();
  const { draftSession, procedure, form } = filing;
  const { body, draft } = useDraftState(draftSession);
  const [declared, setDeclared] = useState(false);
  const attempts = useAttempts();
  const components = new Map(papers.map((paper) => [paper.id, paper.component]));
  const now = findProgress(
    procedure,
    form,
    draft.channel,
    body,
    { components },
    readServerTime(),
    draft.acting_for !== null,
  );
  const open = SECTIONS.filter((section) => section !== "review" && now[section] !== "done");
  const { id } = draft;
  const act = useAct<{ papers: string[] }>(async (sent, key) => {
    if (!(await draftSession.save())) throw draftSession.store.get().problem;
    const header = { "Idempotency-Key": key, ...ifMatch(draftSession.store.get().draft.version) };
    const path = { dossier_id: id };
    await unwrap(
      api.POST("/api/dossiers/{dossier_id}/submit", {
        params: { path, header },
        body: { ...sent, declared_true: true },
      }),
    );
    forgetFiling(id);
    await go(`/dossiers/${id}/receipt`, { replace: true, force: true });
  });
  async function send() {
    if (!attempts.show(declared ? [] : [{ at: "declared", text: writeInBoth(words, (s) => s.notDeclared) }])) return;
    if (!(await act.run({ papers: [...(body.papers ?? [])] }))) attempts.show([]);
  }
  const rights = useWords(authorityWords);
  const capacity = useWords(capacityWords);
  const given = body.applicant ?? {};
  const other = body.on_behalf ?? null;
  const chosen = papers.filter((paper) => body.papers?.includes(paper.id));
  const exempt = procedure.exemptions.find((each) => each.code === body.exemption?.group);
  const asked = withoutKnownQuestions(form, body.answers ?? {}, body);
  const byForm = isAnsweredByForm(procedure, draft.channel);
  const findSection = (section: Section, rows: ComponentChildren) => (
    <section key={section} aria-labelledby={`review-${section}`}>
      <div class="section-line">
        <h2 id={`review-${section}`}>{titles[section]}</h2>
        <a href={linkFromReview(id, section)}>
          {w.change}
          <span class="hidden"> {titles[section]}</span>
        </a>
      </div>
      <dl class="facts">{rows}</dl>
    </section>
  );
  const makeRow = (key: string, label: string, text: ComponentChildren) => (
    <div key={key}>
      <dt>{label}</dt>
      <dd>{text || <span class="muted">{w.none}</span>}</dd>
    </div>
  );
  const listPapers = (component: string) => {
    const of = chosen.filter((paper) => paper.component === component);
    return (
      of.length > 0 &&
      of.map((paper) => (
        <div key={paper.id}>
          {paper.name} <OpenPaper dossier={id} paper={paper} />
        </div>
      ))
    );
  };
  return (
    <SectionPage
      filing={filing}
      section="review"
      faults={[...attempts.faults, ...listFaults(act.problem)]}
      problem={act.problem}
      attempt={attempts.attempt}
      onNext={() => false}
      buttons={null}
    >
      {open.length > 0 && (
        <Notice tone="act" title={w.open}>
          <ul>
            {open.map((section) => (
              <li key={section}>
                <a href={`/drafts/${id}/${section}`}>{titles[section]}</a>
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <dl class="facts">
        <div>
          <dt>{w.unit}</dt>
          <dd>{nameAgency(units, draft.one_stop, language)}</dd>
        </div>
      </dl>
      {findSection("applicant", [
        ...PERSON_FIELDS.map((name) => makeRow(name, labels[name], String(given[name] ?? ""))),
        ...(other
          ? [
              makeRow("principal", w.principal, [other.full_name, other.id_number].filter(Boolean).join(", ")),
              makeRow("authority", rights.basis, writeAuthority(rights, body, draft.acting_for !== null)),
            ]
          : []),
        ...listCapacityRows(
          capacity,
          body.capacity?.kind ?? null,
          body.capacity ? { text: body.capacity.relation } : null,
        ).map(([name, text], at) => makeRow(`capacity${at}`, name, text)),
      ])}
      {findSection(
        "form",
        asked.questions.map((q) => makeRow(q.key, q[language], writeAnswer(q, body.answers?.[q.key], language))),
      )}
      <p>
        <a href={`/drafts/${id}/application`}>{w.look}</a>
      </p>
      {findSection(
        "papers",
        [...byForm, ...listUploadable(procedure, draft.channel)].map((each) =>
          makeRow(
            each.key,
            chooseName(each.name, language),
            <>
              {byForm.includes(each) && w.byForm}
              {listPapers(each.key) || (!byForm.includes(each) && <span class="muted">{w.none}</span>)}
            </>,
          ),
        ),
      )}
      {findSection("result", [
        makeRow("way", w.way, body.return_way ? ways[body.return_way] : ""),
        body.return_way === "post" ? makeRow("to", w.to, body.return_address ?? "") : null,
        exempt ? makeRow("exempt", w.exemption, chooseName(exempt.name, language)) : null,
      ])}
      <DraftFees draft={draft} procedure={procedure} />
      {open.length === 0 && (
        <>
          <Check
            id="declared"
            label={w.declare}
            checked={declared}
            fault={attempts.byField().declared}
            onChange={setDeclared}
          />
          {act.problem?.code === "paper_pending" && <p>{w.pending}</p>}
          <p class="buttons">
            <Button busy={act.busy} busyText={w.sending} onPress={() => void send()}>
              {w.send}
            </Button>
          </p>
        </>
      )}
    </SectionPage>
  );
}

/** The server's faults by field; the summary shows them as they are, each section above has its way to change it. */
function listFaults(problem: Problem | null): Fault[] {
  return (problem?.fields ?? []).map((field) => ({ text: field }));
}
