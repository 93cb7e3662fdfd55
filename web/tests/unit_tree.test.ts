import { describe, expect, it } from "vitest";
import { makeChangePath, readChangeAnswers } from "../src/officer/units/change_answers";
import { findTyped, groupByParent, includeAbove, listRows, moveInTree } from "../src/officer/units/tree";
import { readAskedChange } from "../src/officer/units/unit_effect";
import type { Unit } from "../src/units/units";

function makeUnit(id: string, parent: string | null, vi = id): Unit {
  return {
    id,
    parent,
    kind: "department",
    kind_name: { vi: "Sở", en: "Department" },
    body: "authorities",
    tier: "province",
    article: null,
    list_number: null,
    name: { vi, en: vi },
    formerly_vi: [],
    code: null,
    is_one_stop: false,
    hotline: null,
    active_from: null,
    active_until: null,
    successor: null,
    active: true,
  };
}

const UNITS = [
  makeUnit("TOP", null, "UBND tỉnh"),
  makeUnit("A", "TOP", "Xã Đông"),
  makeUnit("A1", "A", "Bộ phận Một cửa"),
  makeUnit("B", "TOP", "Xã Tây"),
  makeUnit("C", "GONE", "Hội"),
];
const TREE = groupByParent(UNITS);
const names = (rows: ReturnType<typeof listRows>) => rows.map((each) => each.unit.id);
const open = (...ids: string[]) => listRows(TREE, new Set(ids));

describe("the rows of the tree", () => {
  it("shows what is below open units, with level and place", () => {
    expect(names(open())).toEqual(["TOP", "C"]);
    expect(names(open("TOP"))).toEqual(["TOP", "A", "B", "C"]);
    const below = open("TOP", "A")[2];
    expect([below?.unit.id, below?.level, below?.position, below?.siblings]).toEqual(["A1", 3, 1, 1]);
  });
  it("keeps what is above a found unit, and stops at a circle", () => {
    expect(includeAbove([UNITS[2] as Unit], UNITS).map((each) => each.id)).toEqual(["TOP", "A", "A1"]);
    const circle = [makeUnit("X", "Y"), makeUnit("Y", "X")];
    expect(includeAbove(circle, circle)).toHaveLength(2);
    expect(listRows(groupByParent(circle), new Set(["X", "Y"]))).toEqual([]);
  });
});

describe("keys in the tree", () => {
  it("leads up, down, to both ends, and not beyond", () => {
    const rows = open("TOP");
    expect(moveInTree(rows, "TOP", "ArrowDown")).toEqual({ at: "A" });
    expect(moveInTree(rows, "TOP", "ArrowUp")).toEqual({ at: "TOP" });
    expect(moveInTree(rows, "B", "Home")).toEqual({ at: "TOP" });
    expect(moveInTree(rows, "B", "End")).toEqual({ at: "C" });
    expect(moveInTree(rows, "C", "ArrowDown")).toEqual({ at: "C" });
  });
  it("opens with right, closes with left, and chooses with Enter", () => {
    expect(moveInTree(open(), "TOP", "ArrowRight")).toEqual({ open: "TOP" });
    expect(moveInTree(open("TOP"), "TOP", "ArrowRight")).toEqual({ at: "A" });
    expect(moveInTree(open("TOP"), "TOP", "ArrowLeft")).toEqual({ close: "TOP" });
    expect(moveInTree(open("TOP", "A"), "A1", "ArrowLeft")).toEqual({ at: "A" });
    expect(moveInTree(open("TOP", "A"), "A1", "ArrowRight")).toEqual({});
    expect(moveInTree(open(), "C", "ArrowLeft")).toEqual({});
    expect(moveInTree(open(), "C", "Enter")).toEqual({ choose: "C" });
    expect(moveInTree(open(), "C", "Tab")).toBeNull();
    expect(moveInTree([], "C", "Home")).toBeNull();
  });
  it("finds the next name that begins with what was typed, without marks, round at the end", () => {
    const rows = open("TOP");
    const named = (unit: Unit) => unit.name.vi;
    expect(findTyped(rows, "TOP", "x", named)).toBe("A");
    expect(findTyped(rows, "A", "x", named)).toBe("B");
    expect(findTyped(rows, "B", "x", named)).toBe("A");
    expect(findTyped(rows, "A", "xa t", named)).toBe("B");
    expect(findTyped(rows, "A", "xa d", named)).toBe("A");
    expect(findTyped(rows, "A", "q", named)).toBeNull();
  });
});

describe("the form of a change", () => {
  it("begins with the action and the unit that the address names, and with nothing else", () => {
    const path = makeChangePath("merge", "HUE-XA-01");
    const query = new URLSearchParams(path.split("?")[1]);
    expect(readChangeAnswers("unit-changes", query)).toEqual({ action: "merge", unit: "HUE-XA-01" });
    expect(readChangeAnswers("questions", query)).toEqual({});
    expect(readChangeAnswers("unit-changes", new URLSearchParams("action=drop&unit=HUE-XA-01"))).toEqual({});
    expect(readChangeAnswers("unit-changes", new URLSearchParams("action=merge&unit=<b>"))).toEqual({});
  });
});

describe("the effect of a change", () => {
  it("is asked for once the action and a real day are there, with the answers that were given", () => {
    const asked = { action: "close", unit: "A", effective: "2027-01-01", note: " ", others: undefined };
    expect(readAskedChange(asked)).toEqual({ action: "close", unit: "A", effective: "2027-01-01" });
    expect(readAskedChange({ ...asked, effective: "2027-02-30" })).toBeNull();
    expect(readAskedChange({ ...asked, action: undefined })).toBeNull();
  });
});
