import { loadAgencies, nameAgency } from "../../api/catalogue";
import { api, unwrap } from "../../api/client";
import type { Agency } from "../../api/types";
import { useAct, useLoad } from "../../api/use_load";
import { useRemembered } from "../../app/use_remembered";
import { makeIdLookup, useAttempts } from "../../filing/attempts";
import type { components } from "../../generated/api";
import { writeDateTime } from "../../lib/format";
import { defineWords, useLanguage, useWords, writeInBoth } from "../../lib/language";
import { useStore } from "../../lib/store";
import { useCodeHelp } from "../../lookup/code_help";
import { loadChannels } from "../../lookup/other_channels";
import { OfficerPage } from "../../officer/layout/officer_page";
import { UnitChoice } from "../../officer/layout/unit_choice";
import { DueMark } from "../../officer/shared/due_mark";
import { OFFICER_STATES } from "../../officer/shared/state_words";
import { session } from "../../session/session";
import { Button } from "../../ui/button";
import { type Column, DataTable } from "../../ui/data_table";
import { ErrorSummary } from "../../ui/error_summary";
import { Radios, Select, TextField } from "../../ui/inputs";
import { Ready } from "../../ui/loading";

const words = defineWords(
  {
    title: "Tìm hồ sơ",
    by: "Tìm theo",
    code: "Mã hồ sơ hoặc số xác nhận nộp hồ sơ",
    id_number: "Số định danh",
    phone: "Số điện thoại",
    name: "Họ và tên (từ chữ đầu)",
    text: "Nội dung tìm",
    helpId: "12 chữ số trên thẻ căn cước, hoặc số hộ chiếu.",
    helpPhone: "Số người nộp đã khai, có hay không có dấu cách.",
    helpName: "Bắt đầu từ họ, có dấu hay không dấu đều được. Ví dụ: nguyen van a",
    purpose: "Mục đích",
    help: "Mỗi lần tra cứu được ghi lại cùng mục đích.",
    counter_question: "Trả lời tại quầy",
    phone_question: "Trả lời qua điện thoại",
    supplement: "Nhận bổ sung",
    handover: "Trả kết quả",
    complaint: "Giải quyết kiến nghị",
    inspection: "Kiểm tra",
    choose: "Chọn mục đích",
    find: "Tìm",
    finding: "Đang tìm…",
    missing: "Nhập nội dung cần tìm",
    noPurpose: "Chọn mục đích tra cứu",
    found: (n: number) => (n ? `Tìm thấy ${n} hồ sơ.` : "Không tìm thấy hồ sơ nào mà đơn vị này phục vụ."),
    more: "Còn nhiều hơn nữa: tìm bằng nội dung dài hơn.",
    codeHead: "Mã hồ sơ",
    person: "Người nộp",
    procedure: "Thủ tục",
    state: "Trạng thái",
    due: "Hạn",
    filed: "Nộp lúc",
  },
  {
    title: "Find a dossier",
    by: "Search by",
    code: "Code or receipt number",
    id_number: "ID number",
    phone: "Telephone number",
    name: "Beginning of the full name",
    text: "What to look for",
    helpId: "The 12 digits of the identity card, or the passport number.",
    helpPhone: "As declared by the applicant, with or without blanks.",
    helpName: "From the family name on, with or without accents. For example: nguyen van a",
    purpose: "What for",
    help: "Each search is put on record with its purpose.",
    counter_question: "A question at the counter",
    phone_question: "A question by telephone",
    supplement: "Taking a supplement",
    handover: "Handing over a result",
    complaint: "A complaint",
    inspection: "An inspection",
    choose: "Choose a purpose",
    find: "Search",
    finding: "Searching…",
    missing: "Enter what to look for",
    noPurpose: "Choose the purpose of the search",
    found: (n) => (n === 1 ? "1 dossier found." : n ? `${n} dossiers found.` : "No dossier of this unit was found."),
    more: "There are more: search for a longer text.",
    codeHead: "Code",
    person: "Applicant",
    procedure: "Procedure",
    state: "State",
    due: "Due",
    filed: "Filed",
  },
);

type SearchKey = components["schemas"]["By"];
type Purpose = components["schemas"]["Purpose"];
type SearchResult = components["schemas"]["FoundView"];
const PURPOSES: readonly Purpose[] = [
  "counter_question",
  "phone_question",
  "supplement",
  "handover",
  "complaint",
  "inspection",
];

export default function SearchPage() {
  const w = useWords(words);
  const loaded = useLoad(loadAgencies, []);
  return (
    <OfficerPage title={w.title}>
      <Ready from={loaded}>{(known) => <Search known={known} />}</Ready>
    </OfficerPage>
  );
}

function Search({ known }: { readonly known: readonly Agency[] }) {
  const w = useWords(words);
  const { me } = useStore(session);
  const searches = me?.searches ?? [];
  const units = searches.map((each) => each.unit);
  const [unit, setUnit] = useRemembered("unit", units[0] ?? "");
  const bys = searches.find((each) => each.unit === unit)?.by ?? [];
  const [chosen, setBy] = useRemembered<SearchKey>("by", "code");
  const by = bys.includes(chosen) ? chosen : (bys[0] ?? "code");
  const [text, setText] = useRemembered("text", "");
  const [purpose, setPurpose] = useRemembered<Purpose | "">("purpose", "");
  const [found, setFound] = useRemembered<SearchResult | null>("found", null);
  const attempts = useAttempts();
  const channels = useLoad(loadChannels, []);
  const help = {
    code: useCodeHelp(channels.state === "done" ? channels.data.code_example : ""),
    id_number: w.helpId,
    phone: w.helpPhone,
    name: w.helpName,
  };
  const act = useAct<{ unit: string; by: SearchKey; text: string; purpose: Purpose }>(async (body) => {
    setFound(await unwrap(api.POST("/api/search", { body })));
  });
  async function search(event: Event) {
    event.preventDefault();
    const good = attempts.show([
      ...(text.trim() ? [] : [{ at: "find-text", text: writeInBoth(words, (s) => s.missing) }]),
      ...(purpose ? [] : [{ at: "find-purpose", text: writeInBoth(words, (s) => s.noPurpose) }]),
    ]);
    if (!good || !purpose) return;
    setFound(null);
    if (!(await act.run({ unit, by, text: text.trim(), purpose }))) attempts.show([]);
  }
  const wrong = attempts.withRefused(act.problem, makeIdLookup("find-"));
  const faults = wrong.byField;
  return (
    <>
      <ErrorSummary faults={wrong.faults} problem={act.problem} attempt={attempts.attempt} />
      <UnitChoice units={units} known={known} value={unit} onChoose={setUnit} />
      <form class="narrow" novalidate onSubmit={(event) => void search(event)}>
        <Radios
          id="find-by"
          label={w.by}
          value={by}
          options={bys.map((value) => ({ value, text: w[value] }))}
          onChoose={(value) => setBy(value as SearchKey)}
        />
        <TextField
          id="find-text"
          label={w.text}
          help={help[by]}
          value={text}
          onInput={setText}
          fault={faults["find-text"]}
          width="medium"
        />
        <Select
          id="find-purpose"
          label={w.purpose}
          help={w.help}
          value={purpose}
          empty={w.choose}
          fault={faults["find-purpose"]}
          options={PURPOSES.map((value) => ({ value, text: w[value] }))}
          onChoose={(value) => setPurpose(value as Purpose)}
        />
        <p class="buttons">
          <Button type="submit" busy={act.busy} busyText={w.finding}>
            {w.find}
          </Button>
        </p>
      </form>
      <p role="status">
        {found && w.found(found.items.length)} {found?.more && w.more}
      </p>
      {found && found.items.length > 0 && <Lines found={found} known={known} />}
    </>
  );
}

function Lines({ found, known }: { readonly found: SearchResult; readonly known: readonly Agency[] }) {
  const w = useWords(words);
  const language = useLanguage();
  const columns: readonly Column<SearchResult["items"][number]>[] = [
    {
      head: w.codeHead,
      show: (line) => (
        <a class="nowrap" href={`/officer/dossiers/${line.dossier_id}`}>
          {line.code ?? line.receipt_no}
        </a>
      ),
    },
    { head: w.person, lang: "vi", show: (line) => line.person ?? "" },
    {
      head: w.procedure,
      show: (line) => (
        <>
          {line.procedure[language] ?? line.procedure.vi}
          <span class="muted small"> · {nameAgency(known, line.unit, language)}</span>
        </>
      ),
    },
    { head: w.state, show: (line) => OFFICER_STATES[line.state][language].label },
    { head: w.due, show: (line) => <DueMark due={line.due_at} /> },
    { head: w.filed, show: (line) => writeDateTime(line.filed_at) },
  ];
  return <DataTable label={w.title} columns={columns} rows={found.items} rowKey={(line) => line.dossier_id} />;
}
