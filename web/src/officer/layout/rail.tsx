import { currentLocation } from "../../app/router";
import { defineWords, useWords } from "../../lib/language";
import { createStore, useStore } from "../../lib/store";
import { session } from "../../session/session";
import { Icon, type IconName } from "../../ui/icons";
import { listSections } from "../people/units";
import { readSetting, storeSetting } from "../shared/stored_settings";

const words = defineWords(
  {
    nav: "Công việc",
    work: "Hồ sơ chờ xử lý",
    matters: "Hỏi đáp, việc khác",
    inbox: "Thông báo công việc",
    counter: "Tiếp nhận tại quầy",
    search: "Tìm hồ sơ",
    cashier: "Thu phí, lệ phí",
    approvals: "Chờ ký, chờ duyệt",
    returned: "Đề xuất bị trả lại",
    board: "Bảng theo dõi giải quyết hồ sơ",
    late: "Gián đoạn và nhập muộn",
    rights: "Quyền của công chức, viên chức",
    channels: "Kênh tra cứu khác",
    audit: "Nhật ký",
    use: "Sử dụng hệ thống tại đơn vị",
    technical: "Tình trạng kỹ thuật",
    population: "Khai thác dữ liệu dân cư",
    register: "Sổ theo dõi hồ sơ",
    reconciliation: "Đối soát",
    admin: "Quản trị",
    applications: "Ứng dụng khác",
    help: "Phím tắt",
    fold: "Thu gọn",
    unfold: "Mở rộng danh mục",
  },
  {
    nav: "Work",
    work: "Worklists",
    matters: "Other matters",
    inbox: "Work notices",
    counter: "Counter intake",
    search: "Find a dossier",
    cashier: "Cashier",
    approvals: "Signatures and approvals",
    returned: "Sent back",
    board: "Board",
    late: "Outages and late entries",
    rights: "Officers' rights",
    channels: "Further look-up channels",
    audit: "Ledger",
    use: "Use in the unit",
    technical: "Technical status",
    population: "Use of population data",
    register: "Register",
    reconciliation: "Reconciliation",
    admin: "Administration",
    applications: "Other applications",
    help: "Shortcuts",
    fold: "Narrow",
    unfold: "Widen the menu",
  },
);

const NAME = "rail";
type Choice = "wide" | "small" | null;

/** This person's choice on this computer; null without one. */
const chosen = createStore<Choice>(null);

function readChoice(): Choice {
  const kept = readSetting(NAME);
  return kept === "wide" || kept === "small" ? kept : null;
}

let of: string | undefined;

function follow(): void {
  const sub = session.get().me?.sub;
  if (sub === of) return;
  of = sub;
  chosen.set(readChoice());
}
follow();
session.subscribe(follow);

/** Whether only icons are shown: as chosen; else in a dossier, where papers need the width. */
export function isSmall(choice: Choice, path: string): boolean {
  return choice === null ? path.startsWith("/officer/dossiers/") : choice === "small";
}

/** The parts of the officers' side by rights. Narrowed to icons each keeps its name, which is shown when it is reached. */
export function OfficerRail({ onHelp }: { readonly onHelp: () => void }) {
  const w = useWords(words);
  const { me } = useStore(session);
  const { path } = useStore(currentLocation);
  const small = isSmall(useStore(chosen), path);
  const places = listSections(me);
  // People without a unit start at the administration page.
  const here = path === "/officer" && !places.some((each) => each.place === "work") ? "/officer/admin" : path;
  function toggleRail() {
    const next = small ? "wide" : "small";
    chosen.set(next);
    storeSetting(NAME, next);
  }
  return (
    <nav class={small ? "officer-nav rail-small" : "officer-nav"} aria-label={w.nav}>
      <ul>
        {places.map((each) => (
          <li key={each.place}>
            <a href={each.path} aria-current={here === each.path ? "page" : undefined}>
              <Labelled icon={each.place} text={w[each.place]} />
            </a>
          </li>
        ))}
        <li>
          <a href="/tai-khoan/ung-dung">
            <Labelled icon="applications" text={w.applications} />
          </a>
        </li>
        <li>
          <button type="button" class="link shortcuts" onClick={onHelp}>
            <Labelled icon="keys" text={`${w.help} (?)`} />
          </button>
        </li>
        <li class="rail-turn">
          <button type="button" class="link" aria-expanded={!small} onClick={toggleRail}>
            <Labelled icon={small ? "unfold" : "fold"} text={small ? w.unfold : w.fold} />
          </button>
        </li>
      </ul>
    </nav>
  );
}

function Labelled({ icon, text }: { readonly icon: IconName; readonly text: string }) {
  return (
    <>
      <Icon name={icon} />
      <span class="rail-word">{text}</span>
    </>
  );
}
