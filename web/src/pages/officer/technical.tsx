import { nameAgency } from "../../api/catalogue";
import { api, unwrap } from "../../api/client";
import { combineLoads, useLoad } from "../../api/use_load";
import type { components } from "../../generated/api";
import { writeDateTime } from "../../lib/format";
import { defineWords, useLanguage, useWords } from "../../lib/language";
import { OfficerPage } from "../../officer/layout/officer_page";
import { loadNames, type Names } from "../../officer/shared/names";
import { type Column, DataTable } from "../../ui/data_table";
import { Ready } from "../../ui/loading";
import { Notice } from "../../ui/notice";

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
    none: "Chưa có sự cố nào.",
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
    none: "There are no incidents.",
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
  const incidents: readonly Column<Incident>[] = [
    { head: w.unit, show: (each) => (each.unit ? nameAgency(known.units, each.unit, language) : w.province) },
    { head: w.since, show: (each) => writeDateTime(each.started_at) },
    { head: w.until, show: (each) => (each.ended_at ? writeDateTime(each.ended_at) : w.open) },
  ];
  const nights: readonly Column<Night>[] = [
    { head: w.day, show: (each) => each.day },
    { head: w.compared, show: (each) => each.dossiers, number: true },
    { head: w.left, show: (each) => each.counts.unrepaired ?? 0, number: true },
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
      <DataTable
        label={w.incidents}
        columns={incidents}
        rows={status.incidents}
        rowKey={(each) => each.id}
        empty={w.none}
      />
      <h2 id="nights">{w.nights}</h2>
      <DataTable
        label={w.nights}
        columns={nights}
        rows={status.nights}
        rowKey={(each) => each.day}
        empty={w.noNights}
      />
      <p class="muted small">{w.law(status.law.slice(0, 12))}</p>
    </>
  );
}
