import { expect, test } from "vitest";
import { findNextAction, type IdleState } from "../src/session/idle";

const MINUTE = 60_000;
const here: IdleState = { limitMs: null, kioskMs: null, touched: true, idleMs: 0 };

test.each([30, 15, 5])("a session that lasts %s minutes warns two minutes before its end", (minutes) => {
  const at = (idle: number) => findNextAction({ ...here, limitMs: minutes * MINUTE, idleMs: idle * MINUTE });
  expect(at(minutes - 2.1)).toEqual({ act: "nothing" });
  expect(at(minutes - 2)).toEqual({ act: "warn", left: 2 * MINUTE });
  expect(at(minutes)).toEqual({ act: "sign_out" });
});

test("a kiosk goes back to its first page once it has waited as long as the office says", () => {
  const at = (idleMs: number, more: Partial<IdleState> = {}) =>
    findNextAction({ ...here, kioskMs: MINUTE, idleMs, ...more }).act;
  expect(at(MINUTE - 1)).toBe("nothing");
  expect(at(MINUTE)).toBe("start_over");
  expect(at(MINUTE, { touched: false }), "nobody was here").toBe("nothing");
  expect(at(MINUTE, { kioskMs: null }), "no kiosk").toBe("nothing");
  expect(at(MINUTE, { limitMs: 5 * MINUTE }), "somebody signed in has the shared computer's time").toBe("nothing");
});
