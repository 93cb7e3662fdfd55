/** What a unit is competent for, and what was decided about it, in words. */
import type { components } from "../generated/api";
import { writeDay } from "../lib/format";
import { defineWords } from "../lib/language";
import { foldText } from "../lib/text";

export type UnitDetails = components["schemas"]["UnitCardView"];
export type UnitWork = UnitDetails["works"][number];
export type UnitChange = UnitDetails["changes"][number];

export const workWords = defineWords(
  {
    competence: (t: string) => `Thẩm quyền ngày ${t}`,
    find: "Tìm thủ tục",
    work: "Việc của đơn vị",
    all: "Tất cả",
    receives: "Tiếp nhận",
    settles: "Giải quyết",
    task: "Tham gia giải quyết",
    passes: (name: string) => `Tiếp nhận, chuyển ${name} giải quyết`,
    takesPart: (task: string) => `Tham gia: ${task}`,
    settlesAt: (level: string) => `Giải quyết (${level})`,
    province: "cấp tỉnh",
    district: "cấp huyện",
    commune: "cấp xã",
    procedure: "Thủ tục",
    code: "Mã thủ tục",
    period: "Thời gian",
    since: (t: string) => `từ ${t}`,
    until: (t: string) => `đến ${t}`,
    open: "chưa có mốc thay đổi",
    basis: "Căn cứ",
    law: "Căn cứ pháp lý của thủ tục",
    count: (n: number, all: number) => (n === all ? `${all} việc.` : `${n} trên ${all} việc.`),
    nothing: "Đơn vị không có thẩm quyền với thủ tục nào vào ngày này.",
    notFound: "Không có thủ tục nào như vậy. Xóa bớt chữ hoặc chọn Tất cả.",
    inactive: "Đơn vị không hoạt động vào ngày này.",
    lastDay: (t: string) => `Xem ngày cuối hoạt động, ${t}`,
    firstDay: (t: string) => `Xem ngày đầu hoạt động, ${t}`,
    save: "Tải thẩm quyền về máy:",
    follows: "Kế tục",
    followed: "Được kế tục bởi",
    changes: "Thay đổi đã quyết định",
    from: "Có hiệu lực",
    what: "Nội dung",
    decided: "Việc quyết định",
    look: "Xem",
    noChanges: "Chưa có thay đổi nào được quyết định.",
    rename: (name: string) => `Đổi tên thành ${name}`,
    move: (units: string, above: string) => `${units} chuyển về trực thuộc ${above}`,
    merge: (units: string, heir: string) => `Sáp nhập ${units} vào ${heir}`,
    split: (units: string, opened: string) => `Chia, tách ${units} thành ${opened}`,
    close: (units: string, heir: string) => `Giải thể ${units}${heir && `; ${heir} kế tục`}`,
    opens: (opened: string) => `Thành lập ${opened}`,
  },
  {
    competence: (t) => `Competence on ${t}`,
    find: "Find a procedure",
    work: "What the unit does",
    all: "All",
    receives: "Receives",
    settles: "Settles",
    task: "Takes part",
    passes: (name) => `Receives; ${name} settles`,
    takesPart: (task) => `Takes part: ${task}`,
    settlesAt: (level) => `Settles (${level})`,
    province: "province",
    district: "district",
    commune: "commune",
    procedure: "Procedure",
    code: "Procedure code",
    period: "Period",
    since: (t) => `from ${t}`,
    until: (t) => `until ${t}`,
    open: "no change on record",
    basis: "Basis",
    law: "Law of the procedure",
    count: (n, all) => (n === all ? `${all} in all.` : `${n} of ${all}.`),
    nothing: "The unit is competent for no procedure on this day.",
    notFound: "There is no such procedure. Type less, or choose All.",
    inactive: "The unit does not operate on this day.",
    lastDay: (t) => `See its last day, ${t}`,
    firstDay: (t) => `See its first day, ${t}`,
    save: "Save the competence:",
    follows: "Successor of",
    followed: "Followed by",
    changes: "Decided changes",
    from: "In effect from",
    what: "Change",
    decided: "Decided by",
    look: "Show",
    noChanges: "No change was decided.",
    rename: (name) => `Renamed to ${name}`,
    move: (units, above) => `${units} moves below ${above}`,
    merge: (units, heir) => `${units} merges into ${heir}`,
    split: (units, opened) => `${units} is split into ${opened}`,
    close: (units, heir) => `${units} is closed${heir && `; ${heir} follows`}`,
    opens: (opened) => `${opened} is opened`,
  },
);

type Words = (typeof workWords)["vi"];
export type NameUnit = (id: string) => string;
type Named = (name: { readonly vi: string; readonly en: string }) => string;

export interface WorkFilters {
  readonly typed: string;
  readonly work: string;
}

export const ALL_WORKS: WorkFilters = { typed: "", work: "" };

export function filterWorks(works: readonly UnitWork[], wanted: WorkFilters): readonly UnitWork[] {
  const typed = foldText(wanted.typed);
  return works.filter(
    (each) =>
      (!wanted.work || each.work === wanted.work) &&
      [each.name.vi, each.name.en, each.code].some((text) => foldText(text).includes(typed)),
  );
}

/** What the unit does for a procedure, with the level that settles it or the unit that does. */
export function writeWork(each: UnitWork, w: Words, nameUnit: NameUnit, named: Named): string {
  if (each.task) return w.takesPart(named(each.task));
  if (each.work === "receives") return w.passes(nameUnit(each.settled_by ?? ""));
  const levels = w as unknown as Readonly<Record<string, string>>;
  return w.settlesAt(levels[each.level ?? ""] ?? "");
}

/** From when until when; what no change limits is said to be so. */
export function writePeriod(each: UnitWork, w: Words): string {
  const since = each.since ? w.since(writeDay(each.since)) : "";
  const until = each.until ? w.until(writeDay(each.until)) : "";
  return [since, until].filter(Boolean).join(" ") || w.open;
}

/** A decided change in one sentence. */
export function writeChange(each: UnitChange, w: Words, nameUnit: NameUnit, named: Named): string {
  const [units, opened] = [each.units, each.opened].map((ids) => ids.map(nameUnit).join(", "));
  const heir = each.successor ? nameUnit(each.successor) : "";
  if (each.kind === "rename") return w.rename(each.name ? named(each.name) : "");
  if (each.kind === "move") return w.move(units ?? "", each.parent ? nameUnit(each.parent) : "");
  if (each.kind === "merge") return w.merge(units ?? "", heir);
  if (each.kind === "split") return w.split(units ?? "", opened ?? "");
  if (each.kind === "close") return w.close(units ?? "", heir);
  return w.opens(opened ?? "");
}
