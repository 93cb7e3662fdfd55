import { describe, expect, it } from "vitest";
import type { Listed } from "../src/api/types";
import { fold } from "../src/lib/text";
import { daysUntil, dueAt, dueText } from "../src/officer/due";
import { address, asked, type Filters, narrowed, narrows, readFilters } from "../src/officer/filters";
import { listAct, reached, toggled } from "../src/officer/list_keys";
import { caseOfficers, findPeople, type Member, signature } from "../src/officer/people";
import { meaning } from "../src/officer/shortcuts";
import { deskUnits, placesOf } from "../src/officer/units";
import type { Me } from "../src/session/session";

const ALL: Filters = { unit: "u1", state: "processing", when: "", procedure: "", holder: "", text: "" };
const row = (id: string, more: Partial<Listed> = {}): Listed => ({
  dossier_id: id,
  kind: "task",
  code: `H57-${id}`,
  receipt_no: `TN-${id}`,
  procedure: "p",
  state: "processing",
  unit: "u1",
  due_at: null,
  filed_at: null,
  channel: "desk",
  holder: null,
  late: null,
  ...more,
});

describe("filters", () => {
  it("ask the server for what the index knows, and for nothing else", () => {
    const filters: Filters = { ...ALL, when: "overdue", procedure: "p1", holder: "mine", text: "x" };
    expect(asked(filters)).toEqual({ unit: "u1", state: "processing", when: "overdue", procedure: "p1" });
    expect(asked(ALL)).toEqual({ unit: "u1", state: "processing" });
  });
  it("say when they only narrow the loaded rows", () => {
    expect(narrows({ ...ALL, when: "today" })).toBe(false);
    expect(narrows({ ...ALL, holder: "nobody" })).toBe(true);
    expect(narrows({ ...ALL, text: "  " })).toBe(false);
  });
  it("narrow by holder and by text without marks", () => {
    const rows = [row("1", { holder: "me" }), row("2", { holder: "you" }), row("3")];
    const ids = (filters: Partial<Filters>) =>
      narrowed(rows, { ...ALL, ...filters }, "me", () => "Đăng ký hộ kinh doanh").map((each) => each.dossier_id);
    expect(ids({ holder: "mine" })).toEqual(["1"]);
    expect(ids({ holder: "nobody" })).toEqual(["3"]);
    expect(ids({ text: "dang ky HO" })).toEqual(["1", "2", "3"]);
    expect(ids({ text: "tn-2" })).toEqual(["2"]);
    expect(ids({ text: "khai sinh" })).toEqual([]);
  });
  it("survive the way through an address", () => {
    const filters: Filters = { ...ALL, unit: "u2", when: "later", procedure: "1.001", holder: "mine", text: "hộ" };
    const query = new URL(address("/officer", filters), "http://x").searchParams;
    expect(readFilters(query, ["u1", "u2"], "submitted")).toEqual(filters);
  });
  it("drop what an address may not say", () => {
    const query = new URLSearchParams("unit=other&state=draft&when=never&holder=<script>");
    expect(readFilters(query, ["u1"], "submitted")).toEqual({ ...ALL, state: "submitted" });
  });
  it("know đ as d", () => expect(fold(" Đường  ĐẤT ")).toBe("duong  dat"));
});

const member = (sub: string, name: string, title: string, roles: Member["roles"] = ["case_officer"]): Member => ({
  sub,
  name,
  title,
  roles,
  open: 0,
  overdue: 0,
});
const LAN = member("1", "Nguyễn Thị Lan", "Công chức tư pháp – hộ tịch");
const DUNG = member("2", "Đặng Văn Dũng", "Công chức địa chính");
const HEAD = member("3", "Phan Lan Anh", "", ["agency_head"]);

describe("people", () => {
  it("are found by the beginning of any word of name or title, without marks", () => {
    const found = (typed: string) => findPeople([LAN, DUNG, HEAD], typed).map((each) => each.sub);
    expect(found("lan")).toEqual(["1", "3"]);
    expect(found("dung dang")).toEqual(["2"]);
    expect(found("dia ch")).toEqual(["2"]);
    expect(found("an")).toEqual(["3"]);
    expect(found("  ")).toEqual(["1", "2", "3"]);
    expect(found("x")).toEqual([]);
  });
  it("are given a share only where they handle cases", () =>
    expect(caseOfficers([LAN, HEAD]).map((each) => each.sub)).toEqual(["1"]));
  it("sign with their title, if they have one", () =>
    expect([signature(DUNG), signature(HEAD)]).toEqual(["Đặng Văn Dũng, Công chức địa chính", "Phan Lan Anh"]));
});

describe("keys of a list", () => {
  it("reach further with Shift, and less far on the way back", () => {
    expect(listAct("PageDown", 0, 30, true)).toEqual({ reach: 10 });
    expect(listAct("ArrowUp", 10, 30, true)).toEqual({ reach: 9 });
    const ids = ["a", "b", "c", "d", "e"];
    expect([...reached(new Set(["a"]), ids, 2, 3)]).toEqual(["a", "c", "d"]);
    expect([...reached(new Set(), ids, 3, 1)]).toEqual(["b", "c", "d"]);
  });
  it("move within its ends", () => {
    expect(listAct("ArrowDown", 0, 3)).toEqual({ move: 1 });
    expect(listAct("ArrowDown", 2, 3)).toEqual({ move: 2 });
    expect(listAct("ArrowUp", 0, 3)).toEqual({ move: 0 });
    expect(listAct("End", 0, 3)).toEqual({ move: 2 });
    expect(listAct("PageDown", 0, 50)).toEqual({ move: 10 });
  });
  it("open, select, and leave other keys alone", () => {
    expect(listAct("Enter", 1, 3)).toEqual({ open: 1 });
    expect(listAct(" ", 1, 3)).toEqual({ toggle: 1 });
    expect(listAct("x", 1, 3)).toBeNull();
    expect(listAct("a", 1, 3)).toEqual({ people: true });
    expect(listAct("ArrowDown", 0, 0)).toBeNull();
  });
  it("select and unselect", () => {
    expect([...toggled(new Set(["a"]), "b")]).toEqual(["a", "b"]);
    expect([...toggled(new Set(["a"]), "a")]).toEqual([]);
  });
});

describe("shortcuts", () => {
  const press = (key: string, more: Partial<Parameters<typeof meaning>[0]> = {}) =>
    meaning({ key, plain: true, typing: false, inList: true, after: false, ...more });
  it("mean nothing while somebody types or holds another key", () => {
    for (const key of ["?", "/", "g"]) {
      expect(press(key, { typing: true })).toBeNull();
      expect(press(key, { plain: false })).toBeNull();
    }
  });
  it("need the list for letters, not for help and search", () => {
    expect(press("?", { inList: false })).toBe("help");
    expect(press("/", { inList: false })).toBe("search");
    expect(press("g", { inList: false })).toBeNull();
    expect(press("d", { inList: false, after: true })).toBeNull();
  });
  it("go where the second key says, and only after the first", () => {
    expect(press("g")).toBe("await");
    expect(press("s", { after: true })).toEqual({ go: "/officer/approvals" });
    expect(press("s")).toBeNull();
  });
});

describe("due dates", () => {
  const now = "2026-11-27T03:00:00Z"; // 10:00 in Vietnam
  it("are overdue only when their hour has passed", () => {
    expect(dueAt("2026-11-27T02:59:00Z", now).when).toBe("overdue");
    expect(dueAt("2026-11-27T10:00:00Z", now).when).toBe("today");
    expect(dueAt("2026-11-27T17:30:00Z", now).when).toBe("later");
    expect(dueAt(null, now).when).toBe("undated");
  });
  it("count days by dates in Vietnam", () => {
    expect(daysUntil("2026-11-27T16:59:00Z", now)).toBe(0);
    expect(daysUntil("2026-11-27T17:00:00Z", now)).toBe(1);
  });
  it("have words and a shape of their own each", () => {
    const dues = ["2026-11-20T10:00:00Z", "2026-11-27T10:00:00Z", "2026-12-01T10:00:00Z", null];
    expect(new Set(dues.map((due) => dueAt(due, now).shape)).size).toBe(4);
    expect(dueText("2026-11-20T10:00:00Z", now, "vi")).toBe("quá hạn 7 ngày (20/11/2026)");
    expect(dueText("2026-11-27T10:00:00Z", now, "en")).toBe("today 17:00");
    expect(dueText("2026-12-01T10:00:00Z", now, "vi")).toBe("còn 4 ngày (01/12/2026 17:00)");
  });
});

describe("the counter", () => {
  const postal = (post_stages: string[]): Me => ({
    sub: "s",
    name: "",
    title: "",
    roles: ["applicant", "postal_staff"],
    post_stages,
    units: ["u1"],
    assignments: [
      {
        role: "postal_staff",
        unit: "u1",
        in_force: true,
        valid_from: "2026-01-01T00:00:00+07:00",
        valid_until: null,
        backup_for: null,
      },
    ],
    now: "2026-11-23T09:00:00+07:00",
    simulated_clock: false,
  });
  it("is open to postal staff where the law gives them reception", () => {
    expect(deskUnits(postal(["receive"]), "receive")).toEqual(["u1"]);
    expect(placesOf(postal(["receive"])).map((each) => each.place)).toContain("counter");
    expect(deskUnits(postal(["receive"]), "process")).toEqual([]);
    expect(placesOf(postal(["channel"])).map((each) => each.place)).not.toContain("counter");
  });
});
