import { describe, expect, it } from "vitest";
import type { PublicMatter } from "../src/matters/public_calls";
import {
  changeFilters,
  findMonth,
  listMonths,
  makeStatisticsPath,
  readStatisticsFilters,
} from "../src/officer/matters/statistics_filters";
import { listRows, makeTotal, type Statistics, writeOnTime } from "../src/officer/matters/statistics_rows";
import { collectSurveys, countPeople } from "../src/officer/matters/surveys_of_period";

const NOW = "2026-11-30T17:30:00Z";
const FILTERS = { since: "2026-10", until: "2026-12", unit: "", kind: "", by: "kind" } as const;

describe("the period of statistics", () => {
  it("begins with the month of Vietnam", () => {
    expect(findMonth(NOW)).toBe("2026-12");
    expect(listMonths(NOW).slice(0, 3)).toEqual(["2026-12", "2026-11", "2026-10"]);
    expect(listMonths(NOW).at(-1)).toBe("2024-01");
  });

  it("is never reversed and never longer than a year, whichever end is moved", () => {
    expect(changeFilters(FILTERS, { since: "2027-02" })).toMatchObject({ since: "2027-02", until: "2027-02" });
    expect(changeFilters(FILTERS, { since: "2025-03" })).toMatchObject({ since: "2025-03", until: "2026-02" });
    expect(changeFilters(FILTERS, { until: "2026-08" })).toMatchObject({ since: "2026-08", until: "2026-08" });
    expect(changeFilters(FILTERS, { until: "2028-01" })).toMatchObject({ since: "2027-02", until: "2028-01" });
    expect(changeFilters(FILTERS, { by: "month" })).toMatchObject({ since: "2026-10", until: "2026-12", by: "month" });
  });

  it("is read back from its address, and nonsense is left out", () => {
    const read = (text: string) =>
      readStatisticsFilters(new URLSearchParams(text), listMonths(NOW), ["question"], ["", "a"]);
    const all = { since: "2026-01", until: "2026-11", unit: "a", kind: "question", by: "month" } as const;
    expect(read(makeStatisticsPath(all).split("?")[1] ?? "")).toEqual(all);
    expect(read("since=nonsense&until=2031-01&unit=b&kind=x&by=y")).toEqual({
      since: "2026-12",
      until: "2026-12",
      unit: "",
      kind: "",
      by: "kind",
    });
    expect(read("since=2024-01").since).toBe("2026-01");
  });
});

const figures = (received: number, onTime = 0, late = 0) => ({
  received,
  reopened: 0,
  ended: onTime + late,
  on_time: onTime,
  late,
  rejected: 0,
  forwarded: 0,
  reclassified: 0,
  published: 0,
  open: received,
  overdue: 0,
});
const FOUND: Statistics = {
  since: "2026-10",
  until: "2026-11",
  day: "2026-11-30",
  unit: null,
  total: figures(6, 2, 1),
  items: [
    { kind: "question", unit: "a", ...figures(1, 2) },
    { kind: "question", unit: "b", ...figures(2) },
    { kind: "feedback", unit: "gone", ...figures(3, 0, 1) },
  ],
  months: [{ month: "2026-10", ...figures(6) }],
  rejections: [],
};

describe("rows of statistics", () => {
  it("add up by kind, also those without any, and by unit, also of an earlier structure", () => {
    const kinds = listRows(FOUND, "kind", ["question", "survey"]);
    expect(kinds.map(({ key, received }) => [key, received])).toEqual([
      ["question", 3],
      ["survey", 0],
      ["feedback", 3],
    ]);
    expect(listRows(FOUND, "unit", ["b", "idle", "a"]).map(({ key }) => key)).toEqual(["b", "a", "gone"]);
    expect(makeTotal(FOUND).received).toBe(6);
  });

  it("have nothing open in a month, and no share where nothing was measured", () => {
    expect(listRows(FOUND, "month", []).map(({ key, open }) => [key, open])).toEqual([["2026-10", null]]);
    expect([figures(1), figures(1, 2, 1), figures(1, 2)].map(writeOnTime)).toEqual(["–", "66%", "100%"]);
  });
});

describe("surveys of a period", () => {
  const at = (published_at: string) => ({ id: published_at, published_at }) as PublicMatter;
  const PAGES = [
    { items: [at("2026-12-02T00:00:00Z"), at("2026-11-30T17:00:00Z"), at("2026-11-30T16:59:59Z")], cursor: "second" },
    { items: [at("2026-10-31T17:00:00Z"), at("2026-10-31T16:00:00Z")], cursor: "third" },
  ];

  it("are those of its months in Vietnam, and older pages are not asked for", async () => {
    const asked: (string | null)[] = [];
    const ask = (cursor: string | null) => {
      asked.push(cursor);
      return Promise.resolve(PAGES[asked.length - 1] as (typeof PAGES)[number]);
    };
    const found = await collectSurveys({ since: "2026-11", until: "2026-11" }, ask);
    expect(found.map(({ id }) => id)).toEqual(["2026-11-30T16:59:59Z", "2026-10-31T17:00:00Z"]);
    expect(asked).toEqual([null, "second"]);
  });

  it("count the people of published results alone", () => {
    const survey = { id: "", title: "", unit: "", values: {}, state: "", published: true };
    expect(
      countPeople([
        { ...survey, people: 7 },
        { ...survey, people: null },
        { ...survey, people: 5 },
      ]),
    ).toBe(12);
  });
});
