import { api, unwrap } from "../../api/client";
import { useLoad } from "../../api/use_load";
import { writeDay } from "../../lib/format";
import { defineWords, useWords } from "../../lib/language";
import { useStore } from "../../lib/store";
import type { Me } from "../../session/session";
import { session } from "../../session/session";
import { Ready } from "../../ui/loading";
import { Tag } from "../../ui/notice";
import { PROVINCE } from "../people/rights";
import type { Role } from "../people/units";

const words = defineWords(
  {
    waits: "Chờ xử lý",
    manage: "Quản lý",
    none: "Không có gì chờ.",
    waiting: (n: number, more: boolean) => `${n}${more ? " trở lên" : ""} đang chờ`,
    catalogue: "Khác biệt với danh mục quốc gia",
    sync: "Hồ sơ bị giữ lại khi gửi Cổng quốc gia",
    night: (time: string, left: number) =>
      left ? `Đêm đối chiếu ngày ${time}: còn ${left} hồ sơ chưa sửa được.` : `Đêm đối chiếu ngày ${time}: khớp.`,
    noNight: "Chưa đêm nào được đối chiếu.",
    reconciliation: "Khoản tiền chưa xác định được hồ sơ",
    outages: "Gián đoạn chưa kết thúc",
    officers: "Công chức, viên chức",
    officersWhat: "Tìm theo tên, đơn vị, vai trò, tình trạng; quyền của từng người và lịch sử của quyền.",
    channels: "Kênh tra cứu khác",
    channelsWhat: "Nơi người dân tra cứu ngoài trang này.",
    units: "Tổ chức bộ máy",
    unitsWhat: "Cây đơn vị theo ngày; đề nghị thành lập, đổi tên, sáp nhập, giải thể.",
    territory: "Đơn vị và nơi nộp hồ sơ",
    territoryWhat: "Đơn vị hai cấp, tên cũ và tên mới; thủ tục nộp được ở đâu.",
    statistics: "Thống kê hỏi đáp, phản ánh, việc khác",
    statisticsWhat: "Tiếp nhận, xử lý đúng hạn, trễ hạn của mọi đơn vị theo tháng.",
    ledger: "Nhật ký hồ sơ",
    ledgerWhat: "Kiểm tra chuỗi sự kiện của một hồ sơ.",
    unitUse: "Công chức công nghệ thông tin của đơn vị",
    unitUseWhat: "Đơn vị nào chưa có người phụ trách.",
    security: "Nhật ký an toàn",
    securityWhat: "Cảnh báo; ai đã xem, đã bị từ chối, từ đâu.",
  },
  {
    waits: "Waiting",
    manage: "Manage",
    none: "Nothing to process.",
    waiting: (n, more) => `${n}${more ? " or more" : ""} waiting`,
    catalogue: "Differences from the national catalogues",
    sync: "Dossiers held back from the national portal",
    night: (time, left) =>
      left ? `Comparison of ${time}: ${left} dossiers not repaired.` : `Comparison of ${time}: both sides agree.`,
    noNight: "No night was compared yet.",
    reconciliation: "Money without an identified dossier",
    outages: "Outages not ended",
    officers: "Officers",
    officersWhat: "By name, unit, role and state; the rights of each officer and their history.",
    channels: "Further look-up channels",
    channelsWhat: "Where people look up dossiers outside this site.",
    units: "Organisation",
    unitsWhat: "The tree of units on a day; propose to open, rename, merge or close one.",
    territory: "Units, and where to file",
    territoryWhat: "The units of both tiers, old names and new; where each procedure is filed.",
    statistics: "Statistics of questions, feedback, other matters",
    statisticsWhat: "What every unit received and ended, on time or late, by month.",
    ledger: "Ledgers",
    ledgerWhat: "Check the chain of a dossier.",
    unitUse: "IT officers of units",
    unitUseWhat: "Units that have none.",
    security: "Security log",
    securityWhat: "Alarms; who looked, who was refused, from where.",
  },
);

/** Number of open tasks, from one page of their list. */
interface Queue {
  readonly open: number;
  readonly more: boolean;
  readonly night?: { readonly day: string; readonly left: number } | null;
}

type Name = "catalogue" | "sync" | "reconciliation" | "outages";

interface Part {
  readonly name: Name;
  readonly path: string;
  readonly roles: readonly Role[];
  readonly ask: () => Promise<Queue>;
}

const MOST = 50;

const WAITING: readonly Part[] = [
  {
    name: "catalogue",
    path: "/officer/catalogue-changes",
    roles: ["operator", "catalogue_editor"],
    ask: async () => {
      const query = { standing: "open", limit: MOST } as const;
      const { items, cursor } = await unwrap(api.GET("/api/catalogue-changes", { params: { query } }));
      return { open: items.length, more: cursor !== null };
    },
  },
  {
    name: "sync",
    path: "/officer/sync",
    roles: ["operator"],
    ask: async () => {
      const { parked, cursor, reports } = await unwrap(api.GET("/api/sync", { params: { query: { limit: MOST } } }));
      const last = reports[0];
      const night = last ? { day: last.day, left: last.counts.unrepaired ?? 0 } : null;
      return { open: parked.length, more: cursor !== null, night };
    },
  },
  {
    name: "reconciliation",
    path: "/officer/reconciliation",
    roles: ["provincial_office"],
    ask: async () => {
      const query = { unit: PROVINCE, limit: MOST };
      const { items, cursor } = await unwrap(api.GET("/api/reconciliation", { params: { query } }));
      return { open: items.length, more: cursor !== null };
    },
  },
  {
    name: "outages",
    path: "/officer/late",
    roles: ["operator", "provincial_office", "auditor"],
    ask: async () => {
      const { items } = await unwrap(api.GET("/api/outages", {}));
      return { open: items.filter((each) => !each.ended_at).length, more: false };
    },
  },
];

const MANAGED = [
  {
    name: "officers",
    what: "officersWhat",
    path: "/officer/people",
    roles: ["operator", "provincial_office", "auditor"],
  },
  {
    name: "units",
    what: "unitsWhat",
    path: "/officer/units",
    roles: ["operator", "provincial_office", "auditor"],
  },
  {
    name: "unitUse",
    what: "unitUseWhat",
    path: "/officer/unit-use",
    roles: ["operator", "provincial_office", "auditor"],
  },
  { name: "channels", what: "channelsWhat", path: "/officer/channels", roles: ["operator", "provincial_office"] },
  {
    name: "territory",
    what: "territoryWhat",
    path: "/territory",
    roles: ["operator", "provincial_office", "auditor", "catalogue_editor"],
  },
  {
    name: "statistics",
    what: "statisticsWhat",
    path: "/officer/matters/statistics",
    roles: ["operator", "provincial_office", "auditor"],
  },
  { name: "security", what: "securityWhat", path: "/officer/security-log", roles: ["auditor", "operator"] },
  { name: "ledger", what: "ledgerWhat", path: "/officer/ledger", roles: ["auditor", "provincial_office"] },
] as const;

const holdsRole = (me: Me | null, roles: readonly string[]) => me?.roles.some((role) => roles.includes(role)) ?? false;

/** Start page of operators: open tasks, and the data they manage. */
export function AdminParts() {
  const w = useWords(words);
  const { me } = useStore(session);
  return (
    <>
      <h2>{w.waits}</h2>
      <ul class="cards tiles">
        {WAITING.filter(({ roles }) => holdsRole(me, roles)).map((part) => (
          <li key={part.name} class="card">
            <Waiting part={part} />
          </li>
        ))}
      </ul>
      <h2>{w.manage}</h2>
      <ul class="cards tiles">
        {MANAGED.filter(({ roles }) => holdsRole(me, roles)).map(({ name, what, path }) => (
          <li key={name} class="card">
            <h3>
              <a href={path}>{w[name]}</a>
            </h3>
            <p class="muted">{w[what]}</p>
          </li>
        ))}
      </ul>
    </>
  );
}

function Waiting({ part }: { readonly part: Part }) {
  const w = useWords(words);
  const loaded = useLoad(part.ask, [part.name]);
  return (
    <>
      <h3>
        <a href={part.path}>{w[part.name]}</a>
      </h3>
      <Ready from={loaded}>
        {({ open, more, night }) => (
          <>
            <p>{open ? <Tag tone="act">{w.waiting(open, more)}</Tag> : <span class="muted">{w.none}</span>}</p>
            {night !== undefined && (
              <p class="muted small">{night ? w.night(writeDay(night.day), night.left) : w.noNight}</p>
            )}
          </>
        )}
      </Ready>
    </>
  );
}
