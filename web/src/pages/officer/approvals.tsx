import { useState } from "preact/hooks";
import { api, unwrap } from "../../api/client";
import { useLoad } from "../../api/use_load";
import type { components } from "../../generated/api";
import { writeDateTime } from "../../lib/format";
import { defineWords, useLanguage, useWords } from "../../lib/language";
import { useStore } from "../../lib/store";
import { type UnitListProps, UnitPage } from "../../officer/layout/unit_page";
import { listRoles } from "../../officer/people/units";
import { DueMark } from "../../officer/shared/due_mark";
import { type Names, nameProcedure } from "../../officer/shared/names";
import { OpenDossier } from "../../officer/shared/open_dossier";
import { findWord, requestWords, roleWords } from "../../officer/steps/step_words";
import { session } from "../../session/session";
import { type Column, DataTable } from "../../ui/data_table";
import { Ready } from "../../ui/loading";
import { Pager } from "../../ui/pager";

const words = defineWords(
  {
    title: "Chờ ký, chờ duyệt",
    due: "Hạn",
    signing: "Chờ ký",
    requests: "Chờ duyệt",
    empty: "Không có gì chờ ký.",
    others: (n: number) => `${n} đề nghị khác của đơn vị chờ người có vai trò khác.`,
    kind: "Đề nghị",
    code: "Mã hồ sơ",
    procedure: "Thủ tục",
    opened: "Chờ từ",
    by: "Người duyệt",
    or: " hoặc ",
    open: "Mở để duyệt",
    act: "Việc",
    help: "Mở hồ sơ, đọc đề nghị và bản xem trước rồi mới đồng ý. Không có duyệt hàng loạt.",
  },
  {
    title: "Signatures and approvals",
    due: "Due",
    signing: "Results to sign",
    requests: "Requests to approve",
    empty: "Nothing to sign.",
    others: (n) => `${n} more requests of the unit wait for people in another role.`,
    kind: "Request",
    code: "Code",
    procedure: "Procedure",
    opened: "Waiting since",
    by: "Decided by",
    or: " or ",
    open: "Open to decide",
    act: "Act",
    help: "Open the dossier, read the request and the preview, then decide. There is no approving in bulk.",
  },
);

type Waiting = components["schemas"]["ApprovalView"];

export default function ApprovalsPage() {
  const w = useWords(words);
  return <UnitPage title={w.title} help={w.help} place="approvals" list={Queue} />;
}

function Queue({ unit, names: known }: UnitListProps) {
  const w = useWords(words);
  const { me } = useStore(session);
  const [cursor, setCursor] = useState<string | null>(null);
  const loaded = useLoad(
    () => unwrap(api.GET("/api/approvals", { params: { query: { unit, limit: 50, cursor } } })),
    [unit, cursor],
  );
  const mine = listRoles(me, unit);
  return (
    <Ready from={loaded}>
      {({ items, cursor: following }) => {
        const own = items.filter((each) => each.roles.some((role) => mine.includes(role)));
        return (
          <>
            {own.length === 0 && <p class="empty">{w.empty}</p>}
            <Table title={w.signing} of={own.filter((each) => each.kind === "outcome")} names={known} />
            <Table title={w.requests} of={own.filter((each) => each.kind !== "outcome")} names={known} />
            {items.length > own.length && <p class="muted">{w.others(items.length - own.length)}</p>}
            <Pager cursor={cursor} following={following} onTurn={setCursor} />
          </>
        );
      }}
    </Ready>
  );
}

interface TableProps {
  readonly title: string;
  readonly of: readonly Waiting[];
  readonly names: Names;
}

function Table({ title, of, names: known }: TableProps) {
  const w = useWords(words);
  const kinds = useWords(requestWords);
  const roles = useWords(roleWords);
  const language = useLanguage();
  if (of.length === 0) return null;
  const columns: readonly Column<Waiting>[] = [
    { head: w.kind, show: (each) => <strong>{kinds[each.kind]}</strong> },
    { head: w.code, show: (each) => each.code ?? each.receipt_no },
    { head: w.procedure, show: (each) => nameProcedure(known, each.procedure, language) },
    { head: w.opened, show: (each) => writeDateTime(each.opened_at) },
    { head: w.due, show: (each) => each.due_at && <DueMark due={each.due_at} /> },
    { head: w.by, show: (each) => each.roles.map((role) => findWord(roles, role)).join(w.or) },
    { head: w.act, show: (each) => <OpenDossier of={each} text={w.open} /> },
  ];
  return (
    <>
      <h2>{title}</h2>
      <DataTable
        label={title}
        columns={columns}
        rows={of}
        rowKey={(each) => `${each.dossier_id}${each.n}`}
        empty={w.empty}
      />
    </>
  );
}
