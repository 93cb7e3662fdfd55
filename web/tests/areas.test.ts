import { describe, expect, it } from "vitest";
import {
  type AreaSettings,
  computeWidths,
  findBounds,
  LEAST,
  moveBorder,
  moveBorderByKey,
  parseAreas,
  UNTOUCHED,
} from "../src/officer/layout/areas";
import { isSmall } from "../src/officer/layout/rail";
import { nextZoom } from "../src/officer/workspace/picture_view";
import { isMatch } from "../src/officer/workspace/summary";

const whole = (room: number, kept: AreaSettings) => {
  const { papers, facts, timeline } = computeWidths(room, kept);
  expect(papers + facts + timeline).toBe(room);
  return { papers, facts, timeline };
};

describe("the workspace's areas", () => {
  it("give papers 700 px wherever the others can still be read", () => {
    expect(whole(1284, UNTOUCHED).papers).toBe(728);
    expect(whole(1210, UNTOUCHED).papers).toBe(728);
    expect(whole(1800, UNTOUCHED).papers).toBe(900);
    expect(whole(1100, UNTOUCHED).papers).toBe(620);
  });

  it("never become narrower than they can be read", () => {
    for (const room of [690, 868, 1100, 1284, 1800]) {
      for (const papers of [0.01, 0.5, 0.99]) {
        for (const facts of [0.01, 0.5, 0.99]) {
          const found = whole(room, { papers, facts, folded: [] });
          expect(found.papers).toBeGreaterThanOrEqual(LEAST.papers);
          expect(found.facts).toBeGreaterThanOrEqual(LEAST.facts);
          expect(found.timeline).toBeGreaterThanOrEqual(LEAST.timeline);
        }
      }
    }
  });

  it("are moved by arrows, Home and End, and fold with Enter", () => {
    const before = whole(1284, UNTOUCHED);
    const wider = moveBorderByKey(UNTOUCHED, "papers", "ArrowRight", 1284) as AreaSettings;
    expect(whole(1284, wider).papers).toBe(before.papers + 24);
    const least = moveBorderByKey(wider, "papers", "Home", 1284) as AreaSettings;
    expect(whole(1284, least).papers).toBe(LEAST.papers);
    const most = moveBorderByKey(least, "papers", "End", 1284) as AreaSettings;
    expect(whole(1284, most)).toEqual({ papers: 1284 - 400, facts: LEAST.facts, timeline: LEAST.timeline });
    const folded = moveBorderByKey(wider, "facts", "Enter", 1284) as AreaSettings;
    expect(whole(1284, folded).facts).toBe(0);
    expect(whole(1284, moveBorderByKey(folded, "facts", "Enter", 1284) as AreaSettings)).toEqual(whole(1284, wider));
    expect(moveBorderByKey(UNTOUCHED, "papers", "a", 1284)).toBeNull();
  });

  it("come back when a folded one is moved", () => {
    const folded: AreaSettings = { papers: 0.5, facts: null, folded: ["papers"] };
    expect(whole(1284, moveBorder(folded, "papers", 500, 1284)).papers).toBe(500);
  });

  it("keep shares, so that another screen shows the same picture", () => {
    const kept = parseAreas(JSON.stringify(moveBorder(UNTOUCHED, "papers", 642, 1284)));
    expect(whole(1284, kept).papers).toBe(642);
    expect(whole(1700, kept).papers).toBe(850);
    expect(findBounds("papers", 1284, 642)).toEqual([LEAST.papers, 884]);
  });

  it.each(["", "{", "null", '{"papers":7,"folded":"x"}', '{"folded":["course"]}'])(
    "read %s as nothing kept",
    (text) => {
      expect(whole(1284, parseAreas(text))).toEqual(whole(1284, UNTOUCHED));
    },
  );
});

describe("reading a dossier", () => {
  it("finds a fact by its label or its value, without accents", () => {
    expect(isMatch(["Họ và tên", "Trần Thị Hoa"], "tran thi")).toBe(true);
    expect(isMatch(["Họ và tên", "Trần Thị Hoa"], " HO VA ")).toBe(true);
    expect(isMatch(["Điện thoại", "0912345678"], "ten")).toBe(false);
    expect(isMatch(["Điện thoại", "0912345678"], "")).toBe(true);
  });

  it("makes pictures larger and smaller up to an end", () => {
    expect([nextZoom(1, true), nextZoom(4, true), nextZoom(1, false), nextZoom(0.5, false)]).toEqual([
      1.5, 4, 0.75, 0.5,
    ]);
  });

  it("narrows the rail in a dossier unless the person has chosen", () => {
    expect([isSmall(null, "/officer"), isSmall(null, "/officer/dossiers/1")]).toEqual([false, true]);
    expect([isSmall("wide", "/officer/dossiers/1"), isSmall("small", "/officer")]).toEqual([false, true]);
  });
});
