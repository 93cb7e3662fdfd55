import { api, unwrap } from "../api/client";
import type { components } from "../generated/api";
import { writeDateTime } from "../lib/format";
import { defineWords, useLanguage, useWords } from "../lib/language";
import { type Column, DataTable } from "../ui/data_table";
import { LegalBasis } from "../ui/legal_basis";
import { Notice } from "../ui/notice";
import { FACTS } from "./timeline_words";

export type ErasureOfDossier = components["schemas"]["ErasureView"];
type Act = ErasureOfDossier["acts"][number];

export const erasureTitle = defineWords(
  { title: "Dữ liệu cá nhân của hồ sơ" },
  { title: "Personal data of the dossier" },
);

const words = defineWords(
  {
    held: "Đang lưu",
    parts: (n: number) => `${n} phần dữ liệu cá nhân`,
    papers: (n: number) => `${n} giấy tờ, phiếu`,
    nothing: "Không còn dữ liệu cá nhân hay giấy tờ nào của hồ sơ này.",
    stays: "Phần này phải giữ",
    free: "Không còn quy định nào buộc giữ. Văn phòng Ủy ban nhân dân tỉnh xóa được khi có yêu cầu.",
    underWay: "Đang xóa",
    underWayText:
      "Việc xóa đã được quyết định và bắt đầu sau khi người nộp được thông báo, chậm nhất sau 25 giờ. Tệp mà một bản nháp đang dùng được giữ đến khi bản nháp được nộp hoặc bị xóa. Bản sao lưu hết hạn sau 35 ngày.",
    acts: "Yêu cầu và việc xóa",
    none: "Chưa có yêu cầu xóa nào.",
    at: "Lúc",
    what: "Việc",
    ground: "Căn cứ",
    gone: "Đã xóa",
    went: (parts: number, papers: number) => `${parts} phần dữ liệu, ${papers} giấy tờ`,
    kept: (n: number) => `${n} tệp được giữ vì hồ sơ khác đang dùng`,
    basis: "Điều luật",
    subject_request: "Chủ thể dữ liệu yêu cầu",
    retention_over: "Hết thời hạn lưu trữ",
    authority_decision: "Quyết định của cơ quan có thẩm quyền",
  },
  {
    held: "Still held",
    parts: (n) => `${n} parts of personal data`,
    papers: (n) => `${n} papers and slips`,
    nothing: "No personal data and no papers of this dossier are left.",
    stays: "This must be kept",
    free: "No rule keeps it any longer. The provincial office can erase it on request.",
    underWay: "Being erased",
    underWayText:
      "The erasure was ordered and begins when the applicant has been notified, at the latest after 25 hours. A file that a draft uses stays until the draft is filed or deleted. Backups expire after 35 days.",
    acts: "Requests and erasures",
    none: "Nobody has asked for an erasure.",
    at: "At",
    what: "Act",
    ground: "Ground",
    gone: "Erased",
    went: (parts, papers) => `${parts} parts of data, ${papers} papers`,
    kept: (n) => `${n} files stay because another dossier uses them`,
    basis: "Article",
    subject_request: "Request of the data subject",
    retention_over: "End of the retention term",
    authority_decision: "Decision of a competent authority",
  },
);

export function loadErasure(id: string): Promise<ErasureOfDossier> {
  return unwrap(api.GET("/api/dossiers/{dossier_id}/erasure", { params: { path: { dossier_id: id } } }));
}

/** Stored data of a dossier, the ground and end of their retention, and erased data with the ground. */
export function ErasureSummary({ of }: { readonly of: ErasureOfDossier }) {
  const w = useWords(words);
  const language = useLanguage();
  const parts = Object.values(of.parts_held).reduce((sum, n) => sum + n, 0);
  const empty = parts === 0 && of.papers_held === 0;
  return (
    <>
      <h2>{w.held}</h2>
      {empty ? (
        <p>{w.nothing}</p>
      ) : (
        <ul>
          {parts > 0 && <li>{w.parts(parts)}</li>}
          {of.papers_held > 0 && <li>{w.papers(of.papers_held)}</li>}
        </ul>
      )}
      {of.under_way && (
        <Notice tone="wait" title={w.underWay}>
          <p>{w.underWayText}</p>
        </Notice>
      )}
      {!of.under_way && !empty && of.duty && (
        <Notice tone="wait" title={w.stays}>
          <p>{of.duty[language]}</p>
          <LegalBasis of={of.duty.law} />
        </Notice>
      )}
      {!of.under_way && !empty && !of.duty && <p>{w.free}</p>}
      <h2>{w.acts}</h2>
      <Acts of={of.acts} />
    </>
  );
}

function Acts({ of }: { readonly of: readonly Act[] }) {
  const w = useWords(words);
  const kinds = useWords(FACTS);
  const columns: readonly Column<Act>[] = [
    { head: w.at, show: (each) => writeDateTime(each.at) },
    { head: w.what, show: (each) => kinds[each.kind], names: true },
    { head: w.ground, show: (each) => <Ground of={each} /> },
    {
      head: w.gone,
      show: (each) => (
        <>
          {each.parts + each.papers > 0 && w.went(each.parts, each.papers)}
          {each.kept > 0 && <p class="muted small">{w.kept(each.kept)}</p>}
        </>
      ),
    },
    { head: w.basis, show: (each) => <span lang="vi">{each.law.map((cite) => cite.article).join("; ")}</span> },
  ];
  return (
    <DataTable label={w.acts} columns={columns} rows={of} rowKey={(each) => `${each.kind}${each.at}`} empty={w.none} />
  );
}

const GROUNDS = ["subject_request", "retention_over", "authority_decision"] as const;

function Ground({ of }: { readonly of: Act }) {
  const w = useWords(words);
  const known = GROUNDS.find((each) => each === of.ground);
  return (
    <>
      {known ? w[known] : (of.ground ?? "")}
      {of.decision && <p class="muted small">{of.decision}</p>}
    </>
  );
}
