import { describe, expect, it } from "vitest";
import { filterWorks, workWords, writeChange, writePeriod, writeWork } from "../src/units/unit_works";
import { filterUnits, findSuccessor, NO_FILTERS, type Unit, type Units } from "../src/units/units";

const UNIT: Unit = {
  id: "A",
  parent: null,
  kind: "department",
  kind_name: { vi: "Sở", en: "Department" },
  body: "authorities",
  tier: "province",
  article: null,
  list_number: null,
  name: { vi: "Sở Tư pháp", en: "Department of Justice" },
  formerly_vi: [],
  code: "H35.03",
  is_one_stop: false,
  hotline: null,
  active_from: null,
  active_until: null,
  successor: null,
  active: true,
};
const OVER = { active: false, active_until: "2025-06-30" };
const UNITS: Units = {
  province: "x",
  date: "2026-11-23",
  merger_note_vi: "",
  lists: [],
  items: [
    UNIT,
    {
      ...UNIT,
      id: "B",
      body: "vertical_agencies",
      name: { vi: "Công an tỉnh", en: "Police" },
      formerly_vi: ["Công an cũ"],
    },
    { ...UNIT, id: "C", tier: "commune", name: { vi: "UBND xã Một", en: "One" }, ...OVER, successor: "D" },
    { ...UNIT, id: "D", tier: "commune", name: { vi: "UBND xã Hai", en: "Two" }, ...OVER, successor: "E" },
    { ...UNIT, id: "E", tier: "commune", name: { vi: "UBND xã Ba", en: "Three" } },
    { ...UNIT, id: "F", name: { vi: "Vòng", en: "Circle" }, ...OVER, successor: "F" },
  ],
};
const find = (wanted: Partial<typeof NO_FILTERS>) =>
  filterUnits(UNITS, { ...NO_FILTERS, ...wanted }).map(({ id }) => id);

describe("the directory of units", () => {
  it("finds by old and new names without marks, and by the identifier", () => {
    expect(find({ typed: "cong an cu" })).toEqual(["B"]);
    expect(find({ typed: "sở tư" })).toEqual(["A"]);
    expect(find({ typed: "h35.03" })).toHaveLength(6);
    expect(find({ typed: "không có" })).toEqual([]);
  });

  it("narrows by kind, level and standing together", () => {
    expect(find({ body: "vertical_agencies" })).toEqual(["B"]);
    expect(find({ tier: "commune", standing: "over" })).toEqual(["C", "D"]);
    expect(find({ tier: "commune", standing: "working" })).toEqual(["E"]);
  });

  it("follows successors to the one that works, and never in a circle", () => {
    const [, , c, , e, f] = UNITS.items as [Unit, Unit, Unit, Unit, Unit, Unit];
    expect(findSuccessor(UNITS, c)).toBe(e);
    expect(findSuccessor(UNITS, f)?.active).not.toBe(true);
  });
});

describe("what a unit does", () => {
  const WORK = {
    procedure: "1",
    code: "1.001",
    name: { vi: "Đăng ký khai sinh", en: "Birth" },
    work: "settles",
    task: null,
    settled_by: "A",
    level: "commune",
    since: "2025-07-01",
    until: null,
    note_vi: "",
    legal_basis: [],
  };
  const w = workWords.vi;
  const nameUnit = (id: string) => `đơn vị ${id}`;
  const named = (name: { readonly vi: string }) => name.vi;
  it("is said with who settles and from when until when", () => {
    expect(writeWork(WORK, w, nameUnit, named)).toBe("Giải quyết (cấp xã)");
    expect(writeWork({ ...WORK, work: "receives" }, w, nameUnit, named)).toBe("Tiếp nhận, chuyển đơn vị A giải quyết");
    const task = { ...WORK, work: "task", task: { vi: "Xác minh", en: "Check" }, settled_by: null, level: null };
    expect(writeWork(task, w, nameUnit, named)).toBe("Tham gia: Xác minh");
    expect(
      [WORK, { ...WORK, since: null, until: "2025-06-30" }, { ...WORK, since: null }].map((each) =>
        writePeriod(each, w),
      ),
    ).toEqual(["từ 01/07/2025", "đến 30/06/2025", "chưa có mốc thay đổi"]);
  });
  it("is found by name without marks, by code and by kind of work", () => {
    const works = [
      WORK,
      { ...WORK, procedure: "2", code: "2.002", name: { vi: "Khai tử", en: "Death" }, work: "receives" },
    ];
    const find = (typed: string, work: string) => filterWorks(works, { typed, work }).map((each) => each.procedure);
    expect([find("khai sinh", ""), find("2.00", ""), find("khai", "receives"), find("x", "")]).toEqual([
      ["1"],
      ["2"],
      ["2"],
      [],
    ]);
  });
  it("changes in sentences", () => {
    const change = {
      kind: "merge",
      effective: "2026-07-01",
      units: ["A", "B"],
      opened: ["D"],
      successor: "C",
      parent: "P",
      name: { vi: "Xã Mới", en: "New" },
      matter: null,
    };
    const write = (kind: string) => writeChange({ ...change, kind }, w, nameUnit, named);
    expect(["rename", "move", "merge", "split", "close", "open"].map(write)).toEqual([
      "Đổi tên thành Xã Mới",
      "đơn vị A, đơn vị B chuyển về trực thuộc đơn vị P",
      "Sáp nhập đơn vị A, đơn vị B vào đơn vị C",
      "Chia, tách đơn vị A, đơn vị B thành đơn vị D",
      "Giải thể đơn vị A, đơn vị B; đơn vị C kế tục",
      "Thành lập đơn vị D",
    ]);
  });
});
