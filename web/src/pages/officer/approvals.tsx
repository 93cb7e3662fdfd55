import { useState } from "preact/hooks";
import { api, got } from "../../api/client";
import { useLoad } from "../../api/use";
import type { components } from "../../generated/api";
import { dateTime } from "../../lib/format";
import { useLanguage, useWords, words } from "../../lib/language";
import { useStore } from "../../lib/store";
import { DueMark } from "../../officer/due_mark";
import { OfficerPage } from "../../officer/frame";
import { type Names, names, procedureName } from "../../officer/names";
import { requestWords, roleWords, wordFor } from "../../officer/step_words";
import { UnitChoice } from "../../officer/unit_choice";
import { OPEN_TO, rolesIn, unitsAs } from "../../officer/units";
import { session } from "../../session/session";
import { Ready } from "../../ui/loading";
import { Pager } from "../../ui/pager";

const said = words(
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
    empty: "Nothing waits for signature.",
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
  const w = useWords(said);
  const loaded = useLoad(names, []);
  return (
    <OfficerPage title={w.title}>
      <Ready from={loaded}>{(known) => <Approvals names={known} />}</Ready>
    </OfficerPage>
  );
}

function Approvals({ names: known }: { readonly names: Names }) {
  const w = useWords(said);
  const { me } = useStore(session);
  const units = unitsAs(me, OPEN_TO.approvals);
  const [unit, setUnit] = useState(units[0] ?? "");
  return (
    <>
      <UnitChoice units={units} known={known.units} value={unit} onChoose={setUnit} />
      <p class="muted">{w.help}</p>
      <Queue key={unit} unit={unit} names={known} />
    </>
  );
}

function Queue({ unit, names: known }: { readonly unit: string; readonly names: Names }) {
  const w = useWords(said);
  const { me } = useStore(session);
  const [cursor, setCursor] = useState<string | null>(null);
  const loaded = useLoad(
    () => got(api.GET("/api/approvals", { params: { query: { unit, limit: 50, cursor } } })),
    [unit, cursor],
  );
  const mine = rolesIn(me, unit);
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

interface TableGiven {
  readonly title: string;
  readonly of: readonly Waiting[];
  readonly names: Names;
}

function Table({ title, of, names: known }: TableGiven) {
  const w = useWords(said);
  const kinds = useWords(requestWords);
  const roles = useWords(roleWords);
  const language = useLanguage();
  if (of.length === 0) return null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled with the keys of who focuses it
    <section class="scroll" aria-label={title} tabIndex={0}>
      <h2>{title}</h2>
      <table class="work">
        <thead>
          <tr>
            <th scope="col">{w.kind}</th>
            <th scope="col">{w.code}</th>
            <th scope="col">{w.procedure}</th>
            <th scope="col">{w.opened}</th>
            <th scope="col">{w.due}</th>
            <th scope="col">{w.by}</th>
            <th scope="col">{w.act}</th>
          </tr>
        </thead>
        <tbody>
          {of.map((each) => (
            <tr key={`${each.dossier_id}${each.n}`}>
              <td>
                <strong>{kinds[each.kind]}</strong>
              </td>
              <td>{each.code ?? each.receipt_no}</td>
              <td>{procedureName(known, each.procedure, language)}</td>
              <td>{dateTime(each.opened_at)}</td>
              <td>{each.due_at && <DueMark due={each.due_at} />}</td>
              <td>{each.roles.map((role) => wordFor(roles, role)).join(w.or)}</td>
              <td>
                <a href={`/officer/dossiers/${each.dossier_id}`}>
                  {w.open}
                  <span class="hidden"> {each.code ?? each.receipt_no}</span>
                </a>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
