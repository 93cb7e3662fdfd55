import { useState } from "preact/hooks";
import { nameAgency } from "../../api/catalogue";
import { api, unwrap } from "../../api/client";
import { combineLoads, useLoad } from "../../api/use_load";
import type { components } from "../../generated/api";
import { writeDateTime, writeDay } from "../../lib/format";
import { defineWords, useLanguage, useWords } from "../../lib/language";
import { foldText } from "../../lib/text";
import { OfficerPage } from "../../officer/layout/officer_page";
import { loadNames, type Names } from "../../officer/shared/names";
import { SaveList } from "../../officer/shared/save_list";
import { DataTable } from "../../ui/data_table";
import { Check } from "../../ui/inputs";
import { Ready } from "../../ui/loading";
import { Notice } from "../../ui/notice";
import { SearchBox } from "../../ui/search_box";
import { makeWrittenColumn, type WrittenColumn } from "../../ui/written_table";

type Status = components["schemas"]["TechnicalStatusView"];
type Incident = Status["incidents"][number];
type Night = Status["nights"][number];

const words = defineWords(
  {
    title: "Tình trạng kỹ thuật",
    what: "Sự cố và kết nối của hệ thống, bằng số và thời gian; không có hồ sơ nào.",
    portal: "Kết nối Cổng Dịch vụ công quốc gia",
    works: "Cổng quốc gia đang trả lời.",
    fails: (n: number) => `Cổng quốc gia không trả lời ${n} lần liên tiếp`,
    paused: (at: string) => `Hệ thống gọi lại từ ${at}.`,
    parked: (n: number, more: boolean) => `${n}${more ? " trở lên" : ""} hồ sơ bị giữ lại khi gửi.`,
    incidents: "Sự cố, gián đoạn",
    none: "Chưa có sự cố nào. Người vận hành công bố ở mục Gián đoạn và nhập muộn.",
    find: "Tìm đơn vị",
    onlyOpen: "Chỉ xem sự cố chưa kết thúc",
    notFound: "Không có sự cố nào khớp. Xóa bớt chữ hoặc bỏ lọc.",
    unit: "Đơn vị",
    province: "Toàn tỉnh",
    since: "Từ",
    until: "Đến",
    open: "chưa kết thúc",
    nights: "Đêm đối chiếu",
    noNights: "Chưa đêm nào được đối chiếu.",
    day: "Ngày",
    compared: "Hồ sơ đã so",
    left: "Chưa sửa được",
    law: (digest: string) => `Mã dữ liệu quy định: ${digest}`,
  },
  {
    title: "Technical status",
    what: "Incidents and links of the system, in numbers and times; no dossier.",
    portal: "Link to the national portal",
    works: "The national portal answers.",
    fails: (n) => `The national portal has failed to answer ${n} times in a row`,
    paused: (at) => `The system calls again from ${at}.`,
    parked: (n, more) => `${n}${more ? " or more" : ""} dossiers are held back when sent.`,
    incidents: "Incidents and outages",
    none: "There are no incidents. Operators declare them under Outages.",
    find: "Find a unit",
    onlyOpen: "Only those that have not ended",
    notFound: "No incident matches. Type less, or show all.",
    unit: "Unit",
    province: "The whole province",
    since: "From",
    until: "Until",
    open: "not ended",
    nights: "Nights compared",
    noNights: "No night was compared yet.",
    day: "Day",
    compared: "Dossiers compared",
    left: "Not repaired",
    law: (digest) => `Digest of the law: ${digest}`,
  },
);

/** Incidents and links of the system, for operators and for technical accounts of vendors (LC-2.5). */
export default function TechnicalPage() {
  const w = useWords(words);
  const status = useLoad(() => unwrap(api.GET("/api/technical-status", {})), []);
  const names = useLoad(loadNames, []);
  return (
    <OfficerPage title={w.title}>
      <p class="narrow">{w.what}</p>
      <Ready from={combineLoads(status, names)}>{([shown, known]) => <Shown status={shown} names={known} />}</Ready>
    </OfficerPage>
  );
}

function Shown({ status, names: known }: { readonly status: Status; readonly names: Names }) {
  const w = useWords(words);
  const language = useLanguage();
  const [typed, setTyped] = useState("");
  const [open, setOpen] = useState(false);
  const nameUnit = ({ unit }: Incident) => (unit ? nameAgency(known.units, unit, language) || unit : w.province);
  const shown = status.incidents.filter(
    (each) => !(open && each.ended_at) && foldText(nameUnit(each)).includes(foldText(typed)),
  );
  const incidents: readonly WrittenColumn<Incident>[] = [
    makeWrittenColumn(w.unit, nameUnit, {}),
    makeWrittenColumn(w.since, (each) => writeDateTime(each.started_at), {}),
    makeWrittenColumn(w.until, (each) => (each.ended_at ? writeDateTime(each.ended_at) : w.open), {}),
  ];
  const nights: readonly WrittenColumn<Night>[] = [
    makeWrittenColumn(w.day, (each) => writeDay(each.day), {}),
    makeWrittenColumn(w.compared, (each) => String(each.dossiers), { number: true }),
    makeWrittenColumn(w.left, (each) => String(each.counts.unrepaired ?? 0), { number: true }),
  ];
  return (
    <>
      <h2>{w.portal}</h2>
      {status.portal_failures > 0 ? (
        <Notice tone="bad" title={w.fails(status.portal_failures)}>
          {status.portal_paused_until && <p>{w.paused(writeDateTime(status.portal_paused_until))}</p>}
        </Notice>
      ) : (
        <p>{w.works}</p>
      )}
      <p>{w.parked(status.parked, status.parked_more)}</p>
      <h2 id="incidents">{w.incidents}</h2>
      {status.incidents.length > 0 && (
        <search class="filters">
          <SearchBox id="incident-unit" label={w.find} value={typed} onInput={setTyped} />
          <Check id="incident-open" label={w.onlyOpen} checked={open} onChange={setOpen} />
        </search>
      )}
      <DataTable
        label={w.incidents}
        columns={incidents}
        rows={shown}
        rowKey={(each) => each.id}
        empty={status.incidents.length > 0 ? w.notFound : w.none}
      />
      <SaveList file="incidents" columns={incidents} rows={shown} />
      <h2 id="nights">{w.nights}</h2>
      <DataTable
        label={w.nights}
        columns={nights}
        rows={status.nights}
        rowKey={(each) => each.day}
        empty={w.noNights}
      />
      <SaveList file="compared-nights" columns={nights} rows={status.nights} />
      <p class="muted small">{w.law(status.law.slice(0, 12))}</p>
    </>
  );
}
