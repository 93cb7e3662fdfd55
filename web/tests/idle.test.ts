import { expect, test } from "vitest";
import { due, type Standing } from "../src/session/idle";

const MINUTE = 60_000;
const here: Standing = { signedIn: false, shared: false, kioskMs: null, touched: true, idleMs: 0 };

test.each([
  ["one's own computer", false, 30],
  ["a shared one", true, 5],
])("on %s a session is warned of two minutes before its end", (_, shared, minutes) => {
  const at = (idle: number) => due({ ...here, signedIn: true, shared, idleMs: idle * MINUTE });
  expect(at(minutes - 2.1)).toEqual({ act: "nothing" });
  expect(at(minutes - 2)).toEqual({ act: "warn", left: 2 * MINUTE });
  expect(at(minutes)).toEqual({ act: "sign_out" });
});

test("a kiosk goes back to its first page once it has waited as long as the office says", () => {
  const at = (idleMs: number, more: Partial<Standing> = {}) => due({ ...here, kioskMs: MINUTE, idleMs, ...more }).act;
  expect(at(MINUTE - 1)).toBe("nothing");
  expect(at(MINUTE)).toBe("start_over");
  expect(at(MINUTE, { touched: false }), "nobody was here").toBe("nothing");
  expect(at(MINUTE, { kioskMs: null }), "no kiosk").toBe("nothing");
  expect(at(MINUTE, { signedIn: true, shared: true }), "somebody signed in has the shared computer's time").toBe(
    "nothing",
  );
});
