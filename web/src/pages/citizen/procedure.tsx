import { loadProcedure } from "../../api/catalogue";
import type { Component, Procedure } from "../../api/types";
import { useLoad } from "../../api/use_load";
import type { PageProps } from "../../app/route";
import { writeDay, writeDecimal, writeDuration } from "../../lib/format";
import { chooseName, defineWords, useLanguage, useWords } from "../../lib/language";
import { FAQS, makeKindPath, makeProcedureGroup } from "../../matters/matter_paths";
import { useCodes } from "../../procedures/code_words";
import { Tariff } from "../../procedures/tariff";
import { Icon, WayIcon } from "../../ui/icons";
import { ReadyPage } from "../../ui/loading";
import { Notice } from "../../ui/notice";
import { Page } from "../../ui/page";
import { Table } from "../../ui/table";

const words = defineWords(
  {
    title: "Thủ tục hành chính",
    start: "Bắt đầu nộp hồ sơ",
    closed: "Thủ tục này chưa nhận hồ sơ trên hệ thống.",
    needed: "Bạn cần chuẩn bị",
    conditional: "chỉ khi thuộc trường hợp này",
    optional: "không bắt buộc",
    byForm: "nộp trực tuyến thì điền ngay trên trang, không phải tải lên",
    blank: "Xem mẫu trống",
    sets: (n: number) => `Số bộ hồ sơ: ${n}`,
    time: "Thời hạn giải quyết",
    basis: "Căn cứ",
    online: (time: string, since: string) => `Nộp trực tuyến: ${time}, áp dụng từ ${since}`,
    fee: "Phí, lệ phí",
    result: "Kết quả",
    ways: "Cách nộp",
    process: "Các bước xử lý",
    step: "Bước",
    by: "Đơn vị thực hiện",
    hours: "Giờ làm việc",
    law: "Căn cứ pháp lý",
    about: "Thông tin chung",
    code: "Mã thủ tục",
    level: "Cấp giải quyết",
    audience: "Dành cho",
    linked: "Hồ sơ liên thông: nộp một nơi, nhiều cơ quan cùng giải quyết.",
    identity: (level: number) =>
      `Nộp trực tuyến cần tài khoản định danh điện tử mức độ ${level}. Chưa có thì nâng mức tại cơ quan Công an, hoặc nộp tại quầy.`,
    immediate: "Trong ngày",
    faqs: "Câu hỏi thường gặp về thủ tục này",
  },
  {
    title: "Administrative procedure",
    start: "Start filing",
    closed: "This procedure cannot be filed here yet.",
    needed: "What you need",
    conditional: "only when this applies to you",
    optional: "optional",
    byForm: "filled in on this site when you file online, nothing to upload",
    blank: "See the blank form",
    sets: (n) => `Sets of papers: ${n}`,
    time: "Time limit",
    basis: "Basis",
    online: (time, since) => `Filed online: ${time}, since ${since}`,
    fee: "Fees",
    result: "Result",
    ways: "How to file",
    process: "How it is handled",
    step: "Step",
    by: "Where",
    hours: "Working hours",
    law: "Legal basis",
    about: "About",
    code: "Code",
    level: "Level",
    audience: "For",
    linked: "Linked dossier: filed once, several agencies work on it.",
    identity: (level) =>
      `Filing online needs an electronic identity of level ${level}. Raise yours at a police office, or file at the counter.`,
    immediate: "On the same day",
    faqs: "Frequent questions about this procedure",
  },
);

export default function ProcedurePage({ params }: PageProps) {
  const loaded = useLoad(() => loadProcedure(params.id ?? ""), [params.id]);
  return (
    <ReadyPage from={loaded} title={useWords(words).title}>
      {(found) => <ProcedureDetails found={found} />}
    </ReadyPage>
  );
}

function ProcedureDetails({ found }: { readonly found: Procedure }) {
  const w = useWords(words);
  const code = useCodes();
  const language = useLanguage();
  return (
    <Page title={chooseName(found.name, language)} above={chooseName(found.field.name, language)}>
      <div class="two-columns three-parts">
        <section aria-labelledby="needed">
          <h2 id="needed">{w.needed}</h2>
          <ul class="plain needs">
            {found.components.map((each) => (
              <li key={each.key}>
                <Icon name="paper" />
                <div>
                  {chooseName(each.name, language)}
                  <Need of={each} />
                  {each.by_form && <a href={`/procedures/${found.id}/form`}>{w.blank}</a>}
                </div>
              </li>
            ))}
          </ul>
          <p class="muted">{w.sets(found.dossier_sets)}</p>
        </section>
        <div class="key-facts">
          <dl class="facts">
            <div>
              <dt>{w.time}</dt>
              <dd>
                {language === "vi" ? (
                  <strong>{found.time.text_vi}</strong>
                ) : (
                  <>
                    <strong>{found.immediate ? w.immediate : writeDuration(found.time, language)}</strong>{" "}
                    <span lang="vi">({found.time.text_vi})</span>
                  </>
                )}
                <br />
                <span class="muted small">
                  {w.basis}: {found.time.legal_reference}
                </span>
                {found.time.online && (
                  <>
                    <br />
                    <strong>
                      {w.online(writeDuration(found.time.online, language), writeDay(found.time.online.since))}
                    </strong>
                    <br />
                    <span class="muted small">
                      {w.basis}: <span lang="vi">{found.time.online.article}</span>
                    </span>
                  </>
                )}
              </dd>
            </div>
            <div>
              <dt>{w.fee}</dt>
              <dd>
                <Tariff found={found} />
              </dd>
            </div>
            <div>
              <dt>{w.result}</dt>
              <dd>{chooseName(found.result, language)}</dd>
            </div>
            <div>
              <dt>{w.ways}</dt>
              <dd>
                <ul class="plain ways">
                  {sortOnlineFirst(found.channels).map((each) => (
                    <li key={each}>
                      <WayIcon way={each} /> {code(each)}
                    </li>
                  ))}
                </ul>
                {found.identity && (
                  <p>
                    {w.identity(found.identity.level)}
                    <br />
                    <span class="muted small">
                      {w.basis}: <span lang="vi">{found.identity.article}</span>
                    </span>
                  </p>
                )}
              </dd>
            </div>
          </dl>
          {found.enabled ? (
            <p class="buttons">
              <a class="button" href={`/procedures/${found.id}/file`}>
                {w.start}
              </a>
            </p>
          ) : (
            <p>{w.closed}</p>
          )}
          <p>
            <a href={`${makeKindPath(FAQS)}?group=${makeProcedureGroup(found.id)}`}>{w.faqs}</a>
          </p>
        </div>
        <div>
          <Process found={found} />
          <details>
            <summary>{w.law}</summary>
            <ul>
              {found.legal_basis.map((each) => (
                <li key={each} lang="vi">
                  {each}
                </li>
              ))}
            </ul>
          </details>
          <h2>{w.about}</h2>
          <dl class="facts">
            <div>
              <dt>{w.code}</dt>
              <dd>{found.code}</dd>
            </div>
            <div>
              <dt>{w.level}</dt>
              <dd>{code(found.level)}</dd>
            </div>
            <div>
              <dt>{w.audience}</dt>
              <dd>{found.audience.map(code).join(", ")}</dd>
            </div>
          </dl>
          {found.linked && <p>{w.linked}</p>}
          {found.notice && (
            <Notice tone="info">
              <p>{chooseName(found.notice, language)}</p>
            </Notice>
          )}
        </div>
      </div>
    </Page>
  );
}

/** Ways of filing with this site's own first: the button below leads to it. */
function sortOnlineFirst(channels: readonly string[]): string[] {
  return [...channels].sort((a, b) => Number(b === "own_portal") - Number(a === "own_portal"));
}

function Need({ of }: { readonly of: Component }) {
  const w = useWords(words);
  const code = useCodes();
  const facts = [
    of.quantity > 1 ? `${of.quantity} × ${code(of.copy_kind)}` : code(of.copy_kind),
    ...(of.by_form ? [w.byForm] : []),
    ...(of.need === "conditional" ? [w.conditional] : of.need === "optional" ? [w.optional] : []),
  ];
  const text = facts.join("; ");
  return <p class="muted small">{text.charAt(0).toUpperCase() + text.slice(1)}</p>;
}

function Process({ found }: { readonly found: Procedure }) {
  const w = useWords(words);
  const language = useLanguage();
  if (!found.process.length) return null;
  return (
    <section class="scroll" aria-labelledby="process">
      <h2 id="process">{w.process}</h2>
      <Table
        columns={[
          { head: w.step, show: (each) => chooseName(each.name, language) },
          { head: w.by, show: (each) => chooseName(each.by, language) },
          { head: w.hours, show: (each) => writeDecimal(each.hours, language) },
        ]}
        rows={found.process}
        rowKey={(each) => each.name.vi + each.role}
      />
    </section>
  );
}
