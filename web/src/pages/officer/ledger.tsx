import { useEffect, useState } from "preact/hooks";
import { api, unwrap } from "../../api/client";
import { useLoad } from "../../api/use_load";
import type { PageProps } from "../../app/route";
import { download } from "../../lib/download";
import { writeDateTime } from "../../lib/format";
import { defineWords, useLanguage, useWords } from "../../lib/language";
import { OfficerPage } from "../../officer/layout/officer_page";
import { type Checked, type Ledger, verify } from "../../officer/operations/verify";
import { findWord, roleWords } from "../../officer/steps/step_words";
import { nameFactForOfficer } from "../../officer/workspace/officer_timeline";
import { Button } from "../../ui/button";
import { type Column, DataTable } from "../../ui/data_table";
import { ReadyPage } from "../../ui/loading";
import { Notice } from "../../ui/notice";

const words = defineWords(
  {
    title: "Nhật ký hồ sơ",
    checking: "Đang kiểm tra chuỗi trên máy này…",
    whole: "Chuỗi nguyên vẹn",
    wholeText: (facts: number, parts: number) =>
      `${facts} sự kiện nối liền nhau; ${parts} phần dữ liệu cá nhân khớp với mã băm. Tính bằng SHA-256 trên máy này.`,
    cut: (count: number) =>
      `${count} sự kiện chỉ hiện phần thuộc nhiệm vụ của bạn: kiểm tra được vị trí trong chuỗi, chưa kiểm tra được nội dung.`,
    withheld: "Phần này không thuộc nhiệm vụ của bạn.",
    broken: "Chuỗi không nguyên vẹn",
    heads: "Dấu ký hằng ngày thêm điều gì?",
    headsText:
      "Kiểm tra này thấy được sự kiện bị sửa, thiếu, đảo hoặc thay. Nó không thấy được một nhật ký bị viết lại toàn bộ từ đầu. Mỗi đêm hệ thống ký đầu mút của mọi nhật ký trong ngày bằng khóa không ai lấy ra được và cất ở nơi không ai thay được: đối chiếu bản xuất với các dấu ký đó (make verify-ledger) thì thấy cả việc viết lại.",
    download: "Tải bản xuất nhật ký",
    fact: "Sự kiện",
    at: "Lúc",
    by: "Ai",
    system: "Hệ thống",
    hash: "Mã băm của sự kiện trước",
    data: "Nội dung",
    show: "Xem",
    back: "Xem hồ sơ",
    messages: "Nhật ký gửi Cổng Dịch vụ công quốc gia",
    other_dossier: "thuộc hồ sơ khác",
    sequence: "sai số thứ tự",
    broken_chain: "không nối với sự kiện trước",
    no_canonical_form: "chứa thứ nhật ký không thể có",
    length: "số sự kiện khác với số đã khai",
    head: "đầu mút khác với đầu mút đã khai",
    part: "phần dữ liệu không khớp mã băm",
    nth: (count: number) => `Sự kiện ${count}`,
    ledger: "Nhật ký",
  },
  {
    title: "Ledger of a dossier",
    checking: "Checking the chain on this machine…",
    whole: "The chain is whole",
    wholeText: (facts, parts) =>
      `${facts} facts follow each other; ${parts} personal parts match their digests. Worked out with SHA-256 on this machine.`,
    cut: (count) =>
      `Of ${count} facts only what your duties need is shown: their place in the chain is proven, what they say is not.`,
    withheld: "This part is not among your duties.",
    broken: "The chain is not whole",
    heads: "What do the signed heads add?",
    headsText:
      "This check finds a fact that was changed, left out, moved or replaced. It cannot find a ledger that was rewritten from its first fact. Every night the system signs the head of each ledger of the day with a key that nobody can take out, and stores it where nobody can replace it: checking the export against those heads (make verify-ledger) finds that too.",
    download: "Download the ledger",
    fact: "Fact",
    at: "At",
    by: "By",
    system: "The system",
    hash: "Hash of the fact before",
    data: "Content",
    show: "Show",
    back: "See the dossier",
    messages: "Messages to the national portal",
    other_dossier: "belongs to another dossier",
    sequence: "has the wrong number",
    broken_chain: "does not follow the fact before it",
    no_canonical_form: "holds what no ledger can hold",
    length: "the number of facts is not the one stated",
    head: "the head is not the one stated",
    part: "a personal part does not match its digest",
    nth: (count) => `Fact ${count}`,
    ledger: "The ledger",
  },
);

export default function LedgerPage({ params }: PageProps) {
  const w = useWords(words);
  const id = params.id ?? "";
  const loaded = useLoad(
    () => unwrap(api.GET("/api/dossiers/{dossier_id}/ledger", { params: { path: { dossier_id: id } } })),
    [id],
  );
  return (
    <ReadyPage from={loaded} title={w.title} frame={OfficerPage}>
      {(ledger) => (
        <OfficerPage
          title={w.title}
          above={
            <>
              <a href={`/officer/dossiers/${id}`}>← {w.back}</a> ·{" "}
              <a href={`/officer/ledger/${id}/messages`}>{w.messages}</a>
            </>
          }
        >
          <Verdict ledger={ledger} />
          <Facts ledger={ledger} />
        </OfficerPage>
      )}
    </ReadyPage>
  );
}

export function Verdict({ ledger }: { readonly ledger: Ledger }) {
  const w = useWords(words);
  const [checked, setChecked] = useState<Checked | null>(null);
  useEffect(() => {
    let wanted = true;
    void verify(ledger).then((found) => wanted && setChecked(found));
    return () => {
      wanted = false;
    };
  }, [ledger]);
  return (
    <div class="narrow">
      <div role="status">
        {!checked && <p>{w.checking}</p>}
        {checked && checked.faults.length === 0 && (
          <Notice tone="done" title={w.whole}>
            <p>{w.wholeText(checked.facts, checked.parts)}</p>
            {checked.cut > 0 && <p>{w.cut(checked.cut)}</p>}
          </Notice>
        )}
        {checked && checked.faults.length > 0 && (
          <Notice tone="bad" title={w.broken}>
            <ul>
              {checked.faults.map((fault) => (
                <li key={`${fault.fact}${fault.what}${fault.detail}`}>
                  {fault.fact ? w.nth(fault.fact) : w.ledger}: {w[fault.what]} <code>{fault.detail.slice(0, 16)}</code>
                </li>
              ))}
            </ul>
          </Notice>
        )}
      </div>
      <details>
        <summary>{w.heads}</summary>
        <p>{w.headsText}</p>
      </details>
      <p class="buttons">
        <Button kind="secondary" onPress={() => save(ledger)}>
          {w.download}
        </Button>
      </p>
    </div>
  );
}

type Fact = Ledger["facts"][number];

/** The export as the offline verifier reads it. */
function save(ledger: Ledger): void {
  download(`ledger-${ledger.dossier_id}.json`, "application/json", JSON.stringify(ledger));
}

/** Whether nothing but its place in the chain is shown of a fact. */
const isHidden = (fact: Fact): boolean => !("kind" in fact);

export function Facts({ ledger }: { readonly ledger: Ledger }) {
  const w = useWords(words);
  const roles = useWords(roleWords);
  const language = useLanguage();
  const nameRole = (fact: Fact) => {
    const role = String((fact.actor as { role?: unknown } | null)?.role ?? "");
    return role ? findWord(roles, role) : w.system;
  };
  const columns: readonly Column<Fact>[] = [
    { head: "#", show: (fact) => String(fact.seq) },
    {
      head: w.fact,
      show: (fact) => (isHidden(fact) ? w.withheld : nameFactForOfficer(String(fact.kind), language)),
    },
    { head: w.at, nowrap: true, show: (fact) => (isHidden(fact) ? "" : writeDateTime(String(fact.occurred_at))) },
    { head: w.by, show: (fact) => (isHidden(fact) ? "" : nameRole(fact)) },
    { head: w.hash, show: (fact) => <code>{String(fact.prev).slice(0, 16)}…</code> },
    {
      head: w.data,
      show: (fact) => (
        <details>
          <summary>
            {w.show}
            <span class="hidden"> {w.nth(Number(fact.seq))}</span>
          </summary>
          <pre class="fact">{JSON.stringify(fact, null, 1)}</pre>
        </details>
      ),
    },
  ];
  return <DataTable label={w.title} columns={columns} rows={ledger.facts} rowKey={(fact) => String(fact.seq)} />;
}
