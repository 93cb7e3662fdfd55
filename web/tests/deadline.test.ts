import { expect, test } from "vitest";
import { chooseDays } from "../src/dossier/deadline";

const line = (reason: string, number: number | null = null) => ({ day: "2026-12-01", number, reason, vi: "", en: "" });
const DAYS = [line("received"), line("counted", 1), line("weekend"), line("holiday"), line("counted", 2)];

test("a limit in hours never says that the day of reception does not count", () => {
  for (const unit of ["working_hour", "immediate"] as const) {
    expect(chooseDays(unit, DAYS).map((each) => each.reason)).toEqual(["weekend", "holiday"]);
  }
});

test("a limit in days shows each day", () => {
  expect(chooseDays("working_day", DAYS)).toEqual(DAYS);
});
