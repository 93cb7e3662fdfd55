import { useState } from "preact/hooks";
import { nameAgency } from "../../api/catalogue";
import { api, unwrap } from "../../api/client";
import { useLoad } from "../../api/use_load";
import { writeDateTime, writeMoney } from "../../lib/format";
import { chooseName, defineWords, useLanguage, useWords } from "../../lib/language";
import { useStore } from "../../lib/store";
import { OfficerPage } from "../../officer/layout/officer_page";
import { UnitChoice } from "../../officer/layout/unit_choice";
import { CloseTask, type Task } from "../../officer/operations/close_task";
import { reasonWords, resolutionWords } from "../../officer/payments/reconciliation_words";
import { PROVINCE } from "../../officer/people/rights";
import { findUnits, OPEN_TO } from "../../officer/people/units";
import { loadNames, type Names } from "../../officer/shared/names";
import { session } from "../../session/session";
import { Button } from "../../ui/button";
import { ChoiceTabs } from "../../ui/choice_tabs";
import { type Column, DataTable } from "../../ui/data_table";
import { Select } from "../../ui/inputs";
import { Ready } from "../../ui/loading";
import { Pager } from "../../ui/pager";

const words = defineWords(
  {
    title: "Đối soát khoản thu",
    intro:
      "Tiền đã nhận nhưng hệ thống không tự ghi được vào khoản phải nộp nào. Mỗi khoản chờ người có trách nhiệm xác minh và kết luận.",
    list: "Danh sách",
    open: "Chờ kết luận",
    ended: "Đã kết luận",
    noneOpen: "Không có khoản nào chờ đối soát.",
    noneEnded: "Chưa có khoản nào được kết luận.",
    unit: "Đơn vị",
    choose: "Chọn đơn vị",
    province: "Toàn tỉnh: khoản tiền chưa xác định được hồ sơ",
    opened: "Chờ từ",
    why: "Lý do không tự ghi được",
    amount: "Số tiền",
    number: "Mã giao dịch",
    dossier: "Hồ sơ",
    show: "Mở hồ sơ",
    unknown: "chưa rõ",
    act: "Việc",
    close: "Kết luận",
    done: "Đã ghi kết luận.",
    at: "Kết luận lúc",
    by: "Người kết luận",
    result: "Kết luận",
    note: "Ghi chú",
  },
  {
    title: "Reconciliation of payments",
    intro:
      "Money was received that the system could not apply to an amount due. Each item waits for an officer to verify it and conclude.",
    list: "List",
    open: "Open",
    ended: "Ended",
    noneOpen: "No items to reconcile.",
    noneEnded: "No items concluded yet.",
    unit: "Unit",
    choose: "Choose a unit",
    province: "The whole province: money without an identified dossier",
    opened: "Waiting since",
    why: "Reason why it was not applied",
    amount: "Amount",
    number: "Transaction",
    dossier: "Dossier",
    show: "Open the dossier",
    unknown: "unknown",
    act: "Act",
    close: "Conclude",
    done: "The conclusion is saved.",
    at: "Ended at",
    by: "Ended by",
    result: "Conclusion",
    note: "Note",
  },
);

type Standing = "open" | "ended";

export default function ReconciliationPage() {
  const w = useWords(words);
  const loaded = useLoad(loadNames, []);
  return (
    <OfficerPage title={w.title}>
      <p class="narrow">{w.intro}</p>
      <Ready from={loaded}>{(known) => <Queues names={known} />}</Ready>
    </OfficerPage>
  );
}

function Queues({ names: known }: { readonly names: Names }) {
  const w = useWords(words);
  const language = useLanguage();
  const { me } = useStore(session);
  const units = findUnits(me, OPEN_TO.reconciliation);
  const everywhere = units.includes(PROVINCE);
  const [unit, setUnit] = useState(everywhere ? PROVINCE : (units[0] ?? ""));
  const [standing, setStanding] = useState<Standing>("open");
  return (
    <>
      {everywhere ? (
        <div class="narrow">
          <Select
            id="recon-unit"
            label={w.unit}
            value={unit}
            empty={w.choose}
            options={[
              { value: PROVINCE, text: w.province },
              ...known.units
                .filter((each) => each.is_one_stop)
                .map((each) => ({ value: each.id, text: nameAgency(known.units, each.id, language) })),
            ]}
            onChoose={setUnit}
          />
        </div>
      ) : (
        <UnitChoice units={units} known={known.units} value={unit} onChoose={setUnit} />
      )}
      <ChoiceTabs
        label={w.list}
        now={standing}
        choices={[
          { key: "open", text: w.open },
          { key: "ended", text: w.ended },
        ]}
        onChoose={setStanding}
      />
      {unit && <Tasks key={`${unit}${standing}`} unit={unit} standing={standing} />}
    </>
  );
}

function Tasks({ unit, standing }: { readonly unit: string; readonly standing: Standing }) {
  const w = useWords(words);
  const language = useLanguage();
  const [cursor, setCursor] = useState<string | null>(null);
  const [chosen, setChosen] = useState<Task | null>(null);
  const [message, setMessage] = useState("");
  const loaded = useLoad(
    () => unwrap(api.GET("/api/reconciliation", { params: { query: { unit, standing, cursor } } })),
    [unit, standing, cursor],
  );
  const shared: readonly Column<Task>[] = [
    { head: w.opened, show: (each) => writeDateTime(each.opened_at) },
    { head: w.amount, number: true, show: (each) => writeAmount(each) },
    { head: w.number, show: (each) => <code class="wrap">{each.money.number}</code> },
    { head: w.why, show: (each) => chooseName(reasonWords[each.reason], language) },
    {
      head: w.dossier,
      show: (each) => (each.dossier_id ? <a href={`/officer/dossiers/${each.dossier_id}`}>{w.show}</a> : w.unknown),
    },
  ];
  const acts: readonly Column<Task>[] = [
    {
      head: w.act,
      show: (each) => (
        <Button kind="secondary" hidden={each.money.number} onPress={() => setChosen(each)}>
          {w.close}
        </Button>
      ),
    },
  ];
  const ends: readonly Column<Task>[] = [
    { head: w.result, show: (each) => (each.resolution ? chooseName(resolutionWords[each.resolution], language) : "") },
    { head: w.note, show: (each) => <span lang="vi">{each.note}</span> },
    { head: w.by, show: (each) => each.closed_by ?? "" },
    { head: w.at, show: (each) => (each.closed_at ? writeDateTime(each.closed_at) : "") },
  ];
  return (
    <>
      <p role="status" class="report">
        {message}
      </p>
      {chosen && (
        <CloseTask
          key={chosen.id}
          task={chosen}
          onDone={() => {
            setChosen(null);
            setMessage(w.done);
            loaded.reload();
          }}
          onCancel={() => {
            setChosen(null);
            loaded.reload();
          }}
        />
      )}
      <Ready from={loaded}>
        {({ items, cursor: following }) => (
          <>
            <DataTable
              label={standing === "open" ? w.open : w.ended}
              columns={[...shared, ...(standing === "open" ? acts : ends)]}
              rows={items}
              rowKey={(each) => each.id}
              empty={standing === "open" ? w.noneOpen : w.noneEnded}
            />
            <Pager cursor={cursor} following={following} onTurn={setCursor} />
          </>
        )}
      </Ready>
    </>
  );
}

function writeAmount({ money: paid }: Task): string {
  return paid.currency === "VND" ? writeMoney(paid.amount) : `${paid.amount} ${paid.currency}`;
}
