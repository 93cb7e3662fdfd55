import { expect, test } from "vitest";
import type { Procedure } from "../src/api/types";
import { arrangeFees } from "../src/procedures/tariff";

type Line = Procedure["fees"][number];

const line = (key: string, amount: number, more: Partial<Line> = {}) =>
  ({ key, amount, status: "statutory", channel: "any", choice: null, ...more }) as Line;

const keys = (lines: readonly Line[]) => lines.map((each) => each.key);

test("alternatives stand together, apart from what everybody owes", () => {
  const fees = [line("city", 9, { choice: "zone" }), line("other", 5, { choice: "zone" }), line("copy", 1)];
  const { free, owed, groups } = arrangeFees(fees, false);
  expect([free, keys(owed), groups.map(keys)]).toEqual([false, ["copy"], [["city", "other"]]]);
});

test("who files online does not read what is owed at a counter", () => {
  const fees = [line("desk", 20, { channel: "desk" }), line("online", 10, { channel: "online" })];
  expect(keys(arrangeFees(fees, true).owed)).toEqual(["online"]);
  expect(keys(arrangeFees(fees, false).owed)).toEqual(["desk", "online"]);
});

test("a sum that another authority computes is not free of charge", () => {
  expect(arrangeFees([line("tax", 0, { status: "computed" })], false).free).toBe(false);
  expect(arrangeFees([line("none", 0)], false).free).toBe(true);
});
