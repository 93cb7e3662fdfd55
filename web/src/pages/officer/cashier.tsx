import { useState } from "preact/hooks";
import { api, unwrap } from "../../api/client";
import { useLoad } from "../../api/use_load";
import { defineWords, useWords } from "../../lib/language";
import { useStore } from "../../lib/store";
import { OfficerPage } from "../../officer/layout/officer_page";
import { UnitChoice } from "../../officer/layout/unit_choice";
import { UnpaidTable } from "../../officer/payments/unpaid_table";
import { findUnits, OPEN_TO } from "../../officer/people/units";
import { loadNames, type Names } from "../../officer/shared/names";
import { readCodePart, readName } from "../../officer/worklist/filters";
import { session } from "../../session/session";
import { ChoiceTabs } from "../../ui/choice_tabs";
import { Ready } from "../../ui/loading";
import { Pager } from "../../ui/pager";
import { SearchBox } from "../../ui/search_box";
import { useTyped } from "../../ui/use_typed";

const words = defineWords(
  {
    title: "Thu phí, lệ phí",
    when: "Thời điểm phải nộp",
    all: "Tất cả khoản chưa nộp",
    reception: "Khi tiếp nhận",
    processing: "Trong khi giải quyết",
    handover: "Trước khi trả kết quả",
    text: "Tên người nộp hoặc mã hồ sơ",
    till: "Các khoản đã thu trong ngày",
    empty: "Không có khoản nào chưa nộp.",
    nobody: (text: string) => `Không có khoản chưa nộp nào của hồ sơ có tên người nộp hoặc mã “${text}”.`,
  },
  {
    title: "Take payments",
    when: "When it is due",
    all: "All that is unpaid",
    reception: "At reception",
    processing: "While it is settled",
    handover: "Before the result",
    text: "Applicant's name, or code",
    till: "What was taken today",
    empty: "Nothing is unpaid.",
    nobody: (text) => `No unpaid sum of a dossier with the name or code “${text}”.`,
  },
);

const MOMENTS = ["all", "reception", "processing", "handover"] as const;
type Moment = (typeof MOMENTS)[number];
const PAGE = 50;

export default function CashierPage() {
  const w = useWords(words);
  const loaded = useLoad(loadNames, []);
  return (
    <OfficerPage title={w.title}>{<Ready from={loaded}>{(known) => <Unpaid names={known} />}</Ready>}</OfficerPage>
  );
}

function Unpaid({ names: known }: { readonly names: Names }) {
  const w = useWords(words);
  const { me } = useStore(session);
  const units = findUnits(me, OPEN_TO.cashier);
  const [unit, setUnit] = useState(units[0] ?? "");
  const [moment, setMoment] = useState<Moment>("all");
  const [text, setText] = useState("");
  const typed = useTyped(text);
  const [name, code] = [readName(typed), readCodePart(typed)];
  return (
    <>
      <div class="filters">
        <UnitChoice units={units} known={known.units} value={unit} onChoose={setUnit} />
        <SearchBox id="cash-text" label={w.text} value={text} onInput={setText} />
        <a href="/officer/till">{w.till}</a>
      </div>
      <ChoiceTabs
        label={w.when}
        now={moment}
        choices={MOMENTS.map((key) => ({ key, text: w[key] }))}
        onChoose={setMoment}
      />
      <Page key={JSON.stringify([unit, moment, name, code])} {...{ unit, moment, name, code, known }} />
    </>
  );
}

interface PaymentsPageProps {
  readonly unit: string;
  readonly moment: Moment;
  /** The beginning of a name that is looked for, or part of a code; both empty for the whole list. */
  readonly name: string;
  readonly code: string;
  readonly known: Names;
}

async function loadPage({ unit, moment, name, code }: PaymentsPageProps, cursor: string | null) {
  const query = { unit, limit: PAGE, cursor, ...(moment === "all" ? {} : { due: moment }) };
  if (name || code) return unwrap(api.POST("/api/unpaid/search", { body: { ...query, name, code } }));
  return unwrap(api.GET("/api/unpaid", { params: { query } }));
}

function Page(given: PaymentsPageProps) {
  const w = useWords(words);
  const [cursor, setCursor] = useState<string | null>(null);
  const loaded = useLoad(() => loadPage(given, cursor), [cursor]);
  const looked = given.name || given.code;
  return (
    <Ready from={loaded}>
      {({ items, cursor: following }) => (
        <>
          <UnpaidTable label={w.title} rows={items} names={given.known} empty={looked ? w.nobody(looked) : w.empty} />
          <Pager cursor={cursor} following={following} onTurn={setCursor} />
        </>
      )}
    </Ready>
  );
}
