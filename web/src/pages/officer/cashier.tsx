import { useState } from "preact/hooks";
import { procedure } from "../../api/catalogue";
import { api, got } from "../../api/client";
import { useLoad } from "../../api/use";
import { dateTime } from "../../lib/format";
import { useLanguage, useWords, words } from "../../lib/language";
import { useStore } from "../../lib/store";
import { OfficerPage } from "../../officer/frame";
import { type Names, names, procedureName } from "../../officer/names";
import { UnitChoice } from "../../officer/unit_choice";
import { unitsAs } from "../../officer/units";
import { session } from "../../session/session";
import { Button } from "../../ui/button";
import { Ready } from "../../ui/loading";

const said = words(
  {
    title: "Thu phí, lệ phí",
    waiting: "Hồ sơ đang chờ nộp tiền",
    arrived: "Hồ sơ mới nộp, có khoản phải nộp khi tiếp nhận",
    empty: "Không có khoản nào chờ thu.",
    others: "Khoản chưa chặn bước tiếp không nằm trong danh sách này:",
    find: "tìm hồ sơ theo mã người nộp đưa",
    code: "Mã hồ sơ",
    procedure: "Thủ tục",
    filed: "Nộp lúc",
    act: "Việc",
    take: "Thu tiền",
    more: "Xem thêm",
  },
  {
    title: "Cashier",
    waiting: "Dossiers that wait for payment",
    arrived: "New filings with a fee due at reception",
    empty: "Nothing to collect.",
    others: "Amounts that block no step are not in this list:",
    find: "find the dossier by the code that the payer shows",
    code: "Code",
    procedure: "Procedure",
    filed: "Filed",
    act: "Act",
    take: "Take the payment",
    more: "Show more",
  },
);

export default function CashierPage() {
  const w = useWords(said);
  const loaded = useLoad(names, []);
  return <OfficerPage title={w.title}>{<Ready from={loaded}>{(known) => <Till names={known} />}</Ready>}</OfficerPage>;
}

function Till({ names: known }: { readonly names: Names }) {
  const w = useWords(said);
  const { me } = useStore(session);
  const units = unitsAs(me, ["cashier"]);
  const [unit, setUnit] = useState(units[0] ?? "");
  return (
    <>
      <UnitChoice units={units} known={known.units} value={unit} onChoose={setUnit} />
      <p>
        {w.others} <a href="/officer/search">{w.find}</a>.
      </p>
      <h2>{w.waiting}</h2>
      <Expected key={`${unit}-waiting`} unit={unit} names={known} state="payment_requested" title={w.waiting} />
      <h2>{w.arrived}</h2>
      <Expected key={`${unit}-arrived`} unit={unit} names={known} state="submitted" title={w.arrived} />
    </>
  );
}

interface ExpectedGiven {
  readonly unit: string;
  readonly names: Names;
  readonly state: "payment_requested" | "submitted";
  readonly title: string;
}

/** A queue of the unit; of new filings only those whose procedure has a fee due at reception. */
async function expected(unit: string, state: ExpectedGiven["state"], limit: number) {
  const page = await got(api.GET("/api/worklist", { params: { query: { unit, state, limit } } }));
  const rows = page.items.filter((row) => row.kind === "dossier");
  if (state === "payment_requested") return { items: rows, cursor: page.cursor };
  const asked = [...new Set(rows.flatMap((row) => row.procedure ?? []))];
  const found = await Promise.all(asked.map((id) => procedure(id)));
  const paid = new Set(
    found.filter((each) => each.fees.some((fee) => fee.amount > 0 && fee.due === "reception")).map((each) => each.id),
  );
  return { items: rows.filter((row) => row.procedure !== null && paid.has(row.procedure)), cursor: page.cursor };
}

function Expected({ unit, names: known, state, title }: ExpectedGiven) {
  const w = useWords(said);
  const language = useLanguage();
  const [limit, setLimit] = useState(50);
  const loaded = useLoad(() => expected(unit, state, limit), [unit, state, limit]);
  return (
    <Ready from={loaded}>
      {({ items, cursor }) =>
        items.length === 0 ? (
          <p class="empty">{w.empty}</p>
        ) : (
          <>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled with the keys of who focuses it */}
            <section class="scroll" aria-label={title} tabIndex={0}>
              <table class="work">
                <thead>
                  <tr>
                    <th scope="col">{w.code}</th>
                    <th scope="col">{w.procedure}</th>
                    <th scope="col">{w.filed}</th>
                    <th scope="col">{w.act}</th>
                  </tr>
                </thead>
                <tbody>
                  {items.map((row) => (
                    <tr key={row.dossier_id}>
                      <td>{row.code ?? row.receipt_no}</td>
                      <td>{procedureName(known, row.procedure, language)}</td>
                      <td>{row.filed_at ? dateTime(row.filed_at) : ""}</td>
                      <td>
                        <a href={`/officer/cashier/${row.dossier_id}`}>
                          {w.take}
                          <span class="hidden"> {row.code ?? row.receipt_no}</span>
                        </a>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </section>
            {cursor && limit < 100 && (
              <Button kind="secondary" onPress={() => setLimit(100)}>
                {w.more}
              </Button>
            )}
          </>
        )
      }
    </Ready>
  );
}
