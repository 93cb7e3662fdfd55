import { loadAgencies, nameAgency } from "../../api/catalogue";
import { api, unwrap } from "../../api/client";
import type { Agency } from "../../api/types";
import { combineLoads, useLoad } from "../../api/use_load";
import { writeDateTime, writeDay } from "../../lib/format";
import { chooseName, defineWords, useLanguage, useWords } from "../../lib/language";
import type { OwnApplications } from "../../session/applications";
import { type Column, DataTable } from "../../ui/data_table";
import { Ready } from "../../ui/loading";
import { Page } from "../../ui/page";

const words = defineWords(
  {
    title: "Ứng dụng đã đăng ký",
    what: "Các ứng dụng khác mở được bằng lần đăng nhập ở đây. Ứng dụng chỉ biết mã định danh của bạn trong hệ thống và họ tên. Đăng xuất ở đây hoặc ở ứng dụng là đăng xuất khỏi tất cả.",
    account: "Trạng thái tài khoản",
    name: "Ứng dụng",
    owner: "Cơ quan quản lý",
    until: "Đăng ký đến hết ngày",
    basis: "Căn cứ",
    example: "ví dụ",
    none: "Chưa có ứng dụng nào dành cho bạn.",
    opened: "Đã mở trong 90 ngày qua",
    at: "Thời điểm mở",
    state: "Tình trạng",
    open: "Còn đăng nhập, hoặc sẽ hết theo phiên",
    ended: "Đã đăng xuất",
    nothing: "Bạn chưa mở ứng dụng nào.",
  },
  {
    title: "Registered applications",
    what: "Other applications that open with your sign-in here. They learn your id in this system and your name, nothing else. Signing out here or in one of them signs you out of all.",
    account: "State of the account",
    name: "Application",
    owner: "Run by",
    until: "Registered until",
    basis: "Legal basis",
    example: "example",
    none: "There is no application for you yet.",
    opened: "Opened in the last 90 days",
    at: "Opened at",
    state: "State",
    open: "Signed in, or until the session ends",
    ended: "Signed out",
    nothing: "You have opened no application.",
  },
);

type Item = OwnApplications["items"][number];
type Opened = OwnApplications["opened"][number];

/** The applications that the person can open, and those that they have opened. */
export default function AccountApplicationsPage() {
  const w = useWords(words);
  const loaded = combineLoads(
    useLoad(() => unwrap(api.GET("/api/me/applications", {})), []),
    useLoad(loadAgencies, []),
  );
  return (
    <Page title={w.title} above={<a href="/tai-khoan/trang-thai">← {w.account}</a>}>
      <p>{w.what}</p>
      <Ready from={loaded}>{([found, known]) => <Applications found={found} known={known} />}</Ready>
    </Page>
  );
}

function Applications({ found, known }: { readonly found: OwnApplications; readonly known: readonly Agency[] }) {
  const w = useWords(words);
  const language = useLanguage();
  const columns: readonly Column<Item>[] = [
    {
      head: w.name,
      names: true,
      show: (each) => (
        <>
          <a href={each.start}>{chooseName(each.name, language)}</a>
          {each.example && <span class="muted small"> · {w.example}</span>}
        </>
      ),
    },
    { head: w.owner, show: (each) => <span lang="vi">{nameAgency(known, each.unit, language)}</span> },
    { head: w.until, show: (each) => writeDay(each.until) },
    { head: w.basis, show: (each) => <span lang="vi">{each.article}</span> },
  ];
  const opened: readonly Column<Opened>[] = [
    { head: w.name, names: true, show: (each) => chooseName(each.name, language) },
    { head: w.at, show: (each) => writeDateTime(each.opened_at) },
    { head: w.state, show: (each) => (each.ended ? w.ended : w.open) },
  ];
  return (
    <>
      <DataTable label={w.title} columns={columns} rows={found.items} rowKey={(each) => each.code} empty={w.none} />
      <h2>{w.opened}</h2>
      <DataTable
        label={w.opened}
        columns={opened}
        rows={found.opened}
        rowKey={(each) => `${each.name.en}${each.opened_at}`}
        empty={w.nothing}
      />
    </>
  );
}
