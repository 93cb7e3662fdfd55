import { afterEach, expect, it, vi } from "vitest";
import { withLeaveWarning } from "../src/filing/leave_warning";

afterEach(() => void vi.unstubAllGlobals());

it("asks before the tab is closed while any file is on its way, and no longer afterwards", async () => {
  const page = new EventTarget();
  vi.stubGlobal("addEventListener", page.addEventListener.bind(page));
  vi.stubGlobal("removeEventListener", page.removeEventListener.bind(page));
  const isAsked = () => !page.dispatchEvent(new Event("beforeunload", { cancelable: true }));
  const ends: (() => void)[] = [];
  const begin = () => withLeaveWarning(() => new Promise<void>((resolve) => ends.push(resolve)));
  expect(isAsked()).toBe(false);
  const [first, second] = [begin(), begin()];
  expect(isAsked()).toBe(true);
  ends[0]?.();
  await first;
  expect(isAsked()).toBe(true);
  ends[1]?.();
  await second;
  expect(isAsked()).toBe(false);
  await expect(withLeaveWarning(() => Promise.reject(new Error("lost")))).rejects.toThrow("lost");
  expect(isAsked()).toBe(false);
});
