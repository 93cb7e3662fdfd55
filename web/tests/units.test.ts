import { describe, expect, it } from "vitest";
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
