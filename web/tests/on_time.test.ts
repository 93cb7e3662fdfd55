import { expect, test } from "vitest";
import { computeChange, sortWorstFirst, writeShare } from "../src/officer/supervision/on_time";

test("a share is in whole per cent, and all is said of all alone", () => {
  expect(writeShare({ settled: 0, on_time: 0 })).toBe("–");
  expect(writeShare({ settled: 1000, on_time: 999 })).toBe("99%");
  expect(writeShare({ settled: 3, on_time: 3 })).toBe("100%");
});

test("a month is compared with the one before only where both have settled something", () => {
  const [half, all, none] = [
    { settled: 4, on_time: 2 },
    { settled: 4, on_time: 4 },
    { settled: 0, on_time: 0 },
  ];
  expect(computeChange(half, all)).toBe(50);
  expect(computeChange(all, half)).toBe(-50);
  expect(computeChange(none, all)).toBeNull();
  expect(computeChange(undefined, all)).toBeNull();
});

test("the unit furthest behind comes first: by what is overdue, then by its share, then by what is open", () => {
  const unit = (name: string, overdue: number, settled: number, on_time: number, open = 9) => ({
    name,
    open,
    overdue,
    settled,
    on_time,
  });
  const given = [
    unit("nothing yet", 0, 0, 0),
    unit("punctual", 0, 10, 10),
    unit("some late", 0, 10, 8),
    unit("two overdue", 2, 10, 10),
    unit("two overdue, less open", 2, 10, 10, 3),
    unit("five overdue", 5, 10, 10),
  ];
  expect(sortWorstFirst(given).map((each) => each.name)).toEqual([
    "five overdue",
    "two overdue",
    "two overdue, less open",
    "some late",
    "punctual",
    "nothing yet",
  ]);
  expect(given[0]?.name).toBe("nothing yet");
});
