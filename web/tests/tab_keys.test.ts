import { expect, test } from "vitest";
import { findNextTab } from "../src/ui/tab_keys";

test.each([
  ["ArrowRight", 0, 1],
  ["ArrowRight", 3, 0],
  ["ArrowLeft", 0, 3],
  ["ArrowLeft", 2, 1],
  ["Home", 2, 0],
  ["End", 1, 3],
  ["Tab", 1, null],
])("%s on tab %i leads to %s", (key, from, to) => {
  expect(findNextTab(key, from, 4)).toBe(to);
});
