import { expect, test } from "vitest";
import { type CountedWork, makeBoardPath, readCountedWork } from "../src/officer/supervision/counted_work";

const read = (path: string) => readCountedWork(new URL(path, "https://vidu.example").searchParams);

test.each<CountedWork>([
  {},
  { when: "overdue" },
  { state: "processing", when: "today" },
  { procedure: "1.001612" },
  { on: "2026-12-02" },
])("the address of a number keeps what it counts: %j", (work) => {
  const path = makeBoardPath("HUE & 1", work);
  expect(new URL(path, "https://vidu.example").searchParams.get("unit")).toBe("HUE & 1");
  expect(read(path)).toEqual(work);
});

test("the address of a board alone names no dossiers", () => {
  expect(read(makeBoardPath("HUE-1", null))).toBeNull();
});
