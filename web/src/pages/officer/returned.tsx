import { useState } from "preact/hooks";
import { api, unwrap } from "../../api/client";
import { useLoad } from "../../api/use_load";
import type { components } from "../../generated/api";
import { writeDateTime } from "../../lib/format";
import { defineWords, useLanguage, useWords } from "../../lib/language";
import { type UnitListProps, UnitPage } from "../../officer/layout/unit_page";
import { DueMark } from "../../officer/shared/due_mark";
import { type Names, nameProcedure } from "../../officer/shared/names";
import { OpenDossier } from "../../officer/shared/open_dossier";
import { type Column, DataTable } from "../../ui/data_table";
import { Ready } from "../../ui/loading";
import { Pager } from "../../ui/pager";

const words = defineWords(
  {
    title: "Đề xuất bị trả lại",
    empty: "Không có đề xuất nào bị trả lại cho bạn.",
    others: (n: number) => `${n} đề xuất khác của đơn vị bị trả lại cho đồng nghiệp.`,
    code: "Mã hồ sơ",
    procedure: "Thủ tục",
    at: "Trả lại lúc",
    due: "Trả lời chậm nhất",
    remarks: "Ý kiến của người ký",
    act: "Việc",
    open: "Mở để trả lời",
    anybody: "Chưa nêu người trả lời; mở hồ sơ để xem ý kiến.",
  },
  {
    title: "Sent back",
    empty: "Nothing was sent back to you.",
    others: (n) => `${n} more proposals of the unit were sent back to colleagues.`,
    code: "Code",
    procedure: "Procedure",
    at: "Sent back at",
    due: "Answer due",
    remarks: "The signer's remarks",
    act: "Act",
    open: "Open to answer",
    anybody: "No officer is named to answer; open the dossier to read the remarks.",
  },
);

type Returned = components["schemas"]["ReturnedView"];

/** Proposals that came back with remarks, for the officer who answers. */
export default function ReturnedPage() {
  return <UnitPage title={useWords(words).title} place="returned" list={Queue} />;
}

function Queue({ unit, names: known }: UnitListProps) {
  const w = useWords(words);
  const [cursor, setCursor] = useState<string | null>(null);
  const loaded = useLoad(
    () => unwrap(api.GET("/api/returned", { params: { query: { unit, limit: 50, cursor } } })),
    [unit, cursor],
  );
  return (
    <Ready from={loaded}>
      {({ items, cursor: following }) => {
        const own = items.filter((each) => each.yours || each.officer === null);
        return (
          <>
            <Table of={own} names={known} />
            {items.length > own.length && <p class="muted">{w.others(items.length - own.length)}</p>}
            <Pager cursor={cursor} following={following} onTurn={setCursor} />
          </>
        );
      }}
    </Ready>
  );
}

function Table({ of, names: known }: { readonly of: readonly Returned[]; readonly names: Names }) {
  const w = useWords(words);
  const language = useLanguage();
  const columns: readonly Column<Returned>[] = [
    { head: w.code, show: (each) => each.code ?? each.receipt_no },
    { head: w.procedure, show: (each) => nameProcedure(known, each.procedure, language) },
    { head: w.remarks, show: (each) => <span class="said">{each.remarks ?? w.anybody}</span> },
    { head: w.at, show: (each) => writeDateTime(each.sent_back_at) },
    { head: w.due, show: (each) => <DueMark due={each.due_at} /> },
    { head: w.act, show: (each) => <OpenDossier of={each} text={w.open} /> },
  ];
  return (
    <DataTable
      label={w.title}
      columns={columns}
      rows={of}
      rowKey={(each) => `${each.dossier_id}${each.n}`}
      empty={w.empty}
    />
  );
}
