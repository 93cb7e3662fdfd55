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
import { UnitChoice } from "../../officer/unit_choice";
import { OPEN_TO, unitsAs } from "../../officer/units";
import { session } from "../../session/session";
import { Ready } from "../../ui/loading";
import { Pager } from "../../ui/pager";

const said = words(
  {
    title: "Bị trả lại",
    empty: "Không có đề xuất nào bị trả lại cho bạn.",
    others: (n: number) => `${n} đề xuất khác của đơn vị bị trả lại cho đồng nghiệp.`,
    code: "Mã hồ sơ",
    procedure: "Thủ tục",
    at: "Trả lại lúc",
    due: "Trả lời trước",
    remarks: "Ý kiến của người ký",
    act: "Việc",
    open: "Mở để trả lời",
    anybody: "Chưa nêu người trả lời; mở hồ sơ để xem ý kiến.",
  },
  {
    title: "Sent back",
    empty: "Nothing was sent back to you.",
    others: (n) => `${n} more proposals of the unit came back to colleagues.`,
    code: "Code",
    procedure: "Procedure",
    at: "Sent back at",
    due: "Answer before",
    remarks: "Remarks of who signs",
    act: "Act",
    open: "Open to answer",
    anybody: "Nobody is named to answer; the remarks are in the dossier.",
  },
);

type Returned = components["schemas"]["ReturnedView"];

/** Proposals that came back with remarks, for the officer who answers. */
export default function ReturnedPage() {
  const w = useWords(said);
  const loaded = useLoad(names, []);
  return (
    <OfficerPage title={w.title}>
      <Ready from={loaded}>{(known) => <Units names={known} />}</Ready>
    </OfficerPage>
  );
}

function Units({ names: known }: { readonly names: Names }) {
  const { me } = useStore(session);
  const units = unitsAs(me, OPEN_TO.returned);
  const [unit, setUnit] = useState(units[0] ?? "");
  return (
    <>
      <UnitChoice units={units} known={known.units} value={unit} onChoose={setUnit} />
      <Queue key={unit} unit={unit} names={known} />
    </>
  );
}

function Queue({ unit, names: known }: { readonly unit: string; readonly names: Names }) {
  const w = useWords(said);
  const [cursor, setCursor] = useState<string | null>(null);
  const loaded = useLoad(
    () => got(api.GET("/api/returned", { params: { query: { unit, limit: 50, cursor } } })),
    [unit, cursor],
  );
  return (
    <Ready from={loaded}>
      {({ items, cursor: following }) => {
        const own = items.filter((each) => each.yours || each.officer === null);
        return (
          <>
            {own.length === 0 ? <p class="empty">{w.empty}</p> : <Table of={own} names={known} />}
            {items.length > own.length && <p class="muted">{w.others(items.length - own.length)}</p>}
            <Pager cursor={cursor} following={following} onTurn={setCursor} />
          </>
        );
      }}
    </Ready>
  );
}

function Table({ of, names: known }: { readonly of: readonly Returned[]; readonly names: Names }) {
  const w = useWords(said);
  const language = useLanguage();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled with the keys of who focuses it
    <section class="scroll" aria-label={w.title} tabIndex={0}>
      <table class="work">
        <thead>
          <tr>
            <th scope="col">{w.code}</th>
            <th scope="col">{w.procedure}</th>
            <th scope="col">{w.remarks}</th>
            <th scope="col">{w.at}</th>
            <th scope="col">{w.due}</th>
            <th scope="col">{w.act}</th>
          </tr>
        </thead>
        <tbody>
          {of.map((each) => (
            <tr key={`${each.dossier_id}${each.n}`}>
              <td>{each.code ?? each.receipt_no}</td>
              <td>{procedureName(known, each.procedure, language)}</td>
              <td class="said">{each.remarks ?? <span class="muted">{w.anybody}</span>}</td>
              <td>{dateTime(each.sent_back_at)}</td>
              <td>
                <DueMark due={each.due_at} />
              </td>
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
