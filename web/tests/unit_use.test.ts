import { describe, expect, it } from "vitest";
import type { components } from "../src/generated/api";
import { narrowMatters } from "../src/officer/matters/matter_filters";
import { ALL_USE, filterUse } from "../src/officer/units/unit_use";

type Use = components["schemas"]["OfficerUseView"];

const use = (name: string, title: string, sign_ins: number, overdue: number) =>
  ({ sub: name, name, title, roles: [], sign_ins, overdue, open: overdue }) as unknown as Use;

const ROWS = [use("Lê Thị Hạnh", "Công chức", 4, 0), use("Đỗ Quang Vinh", "Giám đốc", 0, 2)];
const names = (rows: readonly Use[]) => rows.map((each) => each.name);

describe("people of a unit who use the system", () => {
  it("are found by name or title without accents", () => {
    expect(names(filterUse(ROWS, { ...ALL_USE, typed: "hanh" }))).toEqual(["Lê Thị Hạnh"]);
    expect(names(filterUse(ROWS, { ...ALL_USE, typed: "giam doc" }))).toEqual(["Đỗ Quang Vinh"]);
    expect(filterUse(ROWS, ALL_USE)).toEqual(ROWS);
  });

  it("are narrowed to those who did not sign in, and to those with overdue dossiers", () => {
    expect(names(filterUse(ROWS, { ...ALL_USE, use: "unused" }))).toEqual(["Đỗ Quang Vinh"]);
    expect(names(filterUse(ROWS, { typed: "hạnh", use: "late" }))).toEqual([]);
  });
});

describe("the matters on a page", () => {
  const rows = [
    { number: "DN-26-0001", subject: "Phân quyền thu phí", concerns: "Trần Thị Lan" },
    { number: "DN-26-0002", subject: null, concerns: null },
  ];

  it("are found by number, title or person, and one without a title by its number alone", () => {
    expect(narrowMatters(rows, "tran thi lan")).toEqual([rows[0]]);
    expect(narrowMatters(rows, "thu phí")).toEqual([rows[0]]);
    expect(narrowMatters(rows, "0002")).toEqual([rows[1]]);
    expect(narrowMatters(rows, "")).toEqual(rows);
  });
});
