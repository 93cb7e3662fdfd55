import { describe, expect, it } from "vitest";
import type { Listed } from "../src/api/types";
import { foldText } from "../src/lib/text";
import { PAUSES } from "../src/officer/intake/prints";
import { readShortcut } from "../src/officer/layout/shortcuts";
import { filterCaseOfficers, findPeople, type Member, writeSignature } from "../src/officer/people/people";
import { findDeskUnits, listSections } from "../src/officer/people/units";
import { countDaysUntil, findDue, writeDue } from "../src/officer/shared/due";
import {
  changeSort,
  type Filters,
  makeWorklistPath,
  makeWorklistQuery,
  narrowRows,
  readCodePart,
  readFilters,
  readName,
} from "../src/officer/worklist/filters";
import { readListKey, selectRange, toggleRow } from "../src/officer/worklist/list_keys";
import { isView, parseViews } from "../src/officer/worklist/saved_views";
import { findNeighbours } from "../src/officer/worklist/work_queue";
import type { Me } from "../src/session/session";

const ALL: Filters = {
  unit: "u1",
  state: "processing",
  when: "",
  procedure: "",
  holder: "",
  capacity: "",
  sort: "due",
  descending: false,
  text: "",
};
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
  applicant: null,
  ...more,
});

describe("filters", () => {
  it("are asked of the server, and the person's own work by the account", () => {
    const filters: Filters = { ...ALL, when: "overdue", procedure: "p1", holder: "mine", text: "x" };
    expect(makeWorklistQuery(filters, "me")).toEqual({
      unit: "u1",
      state: "processing",
      when: "overdue",
      procedure: "p1",
      holder: "me",
    });
    expect(makeWorklistQuery(ALL, "me")).toEqual({ unit: "u1", state: "processing" });
    expect(
      makeWorklistQuery({ ...ALL, state: "", holder: "nobody", sort: "received", descending: true }, "me"),
    ).toEqual({
      unit: "u1",
      held: false,
      sort: "received",
      descending: true,
    });
  });

  it("ask for dossiers filed in a related interest, and keep that in the address", () => {
    const related: Filters = { ...ALL, capacity: "related_interest" };
    expect(makeWorklistQuery(related, "me")).toMatchObject({ capacity: "related_interest" });
    const query = new URL(makeWorklistPath("/officer", related), "http://x").searchParams;
    expect(readFilters(query, ["u1"], "processing").capacity).toBe("related_interest");
    expect(readFilters(new URLSearchParams("capacity=other"), ["u1"], "processing").capacity).toBe("");
  });
  it("tell a name from a code", () => {
    expect(["Hoa", "h", " 0001", "H57-1", "thị h"].map(readName)).toEqual(["Hoa", "", "", "", "thị h"]);
    expect(["Hoa", "H57-1"].map(readCodePart)).toEqual(["", "h57-1"]);
  });
  it("narrow the rows on the screen by code alone", () => {
    const rows = [row("1"), row("2"), row("3")];
    const ids = (text: string) => narrowRows(rows, { ...ALL, text }).map((each) => each.dossier_id);
    expect(ids("tn-2")).toEqual(["2"]);
    expect(ids("TN – 2")).toEqual(["2"]);
    expect(ids("ｔｎ２")).toEqual(["2"]);
    expect(ids("h57")).toEqual(["1", "2", "3"]);
    expect(ids("hoa")).toEqual(["1", "2", "3"]);
  });
  it("sort up, down, and by due date again", () => {
    const up = changeSort(ALL, "received");
    expect(up).toEqual({ sort: "received", descending: false });
    const down = changeSort({ ...ALL, ...up }, "received");
    expect(down).toEqual({ sort: "received", descending: true });
    expect(changeSort({ ...ALL, ...down }, "received")).toEqual({ sort: "due", descending: false });
  });
  it("survive the way through an address, but for a name", () => {
    const filters: Filters = { ...ALL, unit: "u2", state: "", when: "later", procedure: "1.001", holder: "mine" };
    const sorted: Filters = { ...filters, sort: "holder", descending: true, text: "Hoa" };
    expect(makeWorklistPath("/officer", sorted)).not.toContain("Hoa");
    const query = new URL(makeWorklistPath("/officer", sorted), "http://x").searchParams;
    expect(readFilters(query, ["u1", "u2"], "submitted")).toEqual({ ...sorted, text: "" });
  });
  it("drop what an address may not say", () => {
    const query = new URLSearchParams("unit=other&state=draft&when=never&holder=<script>&sort=name&q=Hoa");
    expect(readFilters(query, ["u1"], "submitted")).toEqual({ ...ALL, state: "submitted" });
  });
  it("know đ as d", () => expect(foldText(" Đường  ĐẤT ")).toBe("duong  dat"));
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
    expect(filterCaseOfficers([LAN, HEAD]).map((each) => each.sub)).toEqual(["1"]));
  it("sign with their title, if they have one", () =>
    expect([writeSignature(DUNG), writeSignature(HEAD)]).toEqual([
      "Đặng Văn Dũng, Công chức địa chính",
      "Phan Lan Anh",
    ]));
});

describe("saved views", () => {
  it("hold filters and columns, and nothing that is no view", () => {
    const { text: _, ...filters } = ALL;
    const text = JSON.stringify({ columns: ["holder", "x", "applicant"], views: [{ name: "Của tôi", filters }, {}] });
    expect(parseViews(text)).toEqual({ columns: ["applicant", "holder"], views: [{ name: "Của tôi", filters }] });
    expect(parseViews("{").views).toEqual([]);
    expect(parseViews(null).columns).toContain("applicant");
  });
  it("are the present one for every name that is looked for", () => {
    const { text: _, ...filters } = ALL;
    expect(isView({ name: "a", filters }, { ...ALL, text: "Hoa" })).toBe(true);
    expect(isView({ name: "a", filters }, { ...ALL, state: "" })).toBe(false);
  });
});

describe("the list that is worked through", () => {
  it("says what comes before and after", () => {
    const queue = { ids: ["a", "b", "c"], back: "/officer" };
    expect(findNeighbours(queue, "b")).toEqual({ previous: "a", next: "c", at: 2, of: 3 });
    expect(findNeighbours(queue, "c")?.next).toBeNull();
    expect(findNeighbours(queue, "x")).toBeNull();
  });
  it("is waited for by the printer for half a minute at most", () => {
    const sum = PAUSES.reduce((all, each) => all + each, 0);
    expect(PAUSES[0]).toBeLessThanOrEqual(300);
    expect(sum).toBeGreaterThan(25_000);
    expect(sum).toBeLessThan(35_000);
  });
});

describe("keys of a list", () => {
  it("reach further with Shift, and less far on the way back", () => {
    expect(readListKey("PageDown", 0, 30, true)).toEqual({ reach: 10 });
    expect(readListKey("ArrowUp", 10, 30, true)).toEqual({ reach: 9 });
    const ids = ["a", "b", "c", "d", "e"];
    expect([...selectRange(new Set(["a"]), ids, 2, 3)]).toEqual(["a", "c", "d"]);
    expect([...selectRange(new Set(), ids, 3, 1)]).toEqual(["b", "c", "d"]);
  });
  it("move within its ends", () => {
    expect(readListKey("ArrowDown", 0, 3)).toEqual({ move: 1 });
    expect(readListKey("ArrowDown", 2, 3)).toEqual({ move: 2 });
    expect(readListKey("p", 1, 3)).toEqual({ preview: true });
    expect(readListKey("ArrowUp", 0, 3)).toEqual({ move: 0 });
    expect(readListKey("End", 0, 3)).toEqual({ move: 2 });
    expect(readListKey("PageDown", 0, 50)).toEqual({ move: 10 });
  });
  it("open, select, and leave other keys alone", () => {
    expect(readListKey("Enter", 1, 3)).toEqual({ open: 1 });
    expect(readListKey(" ", 1, 3)).toEqual({ toggle: 1 });
    expect(readListKey("x", 1, 3)).toBeNull();
    expect(readListKey("a", 1, 3)).toEqual({ people: true });
    expect(readListKey("ArrowDown", 0, 0)).toBeNull();
  });
  it("select and unselect", () => {
    expect([...toggleRow(new Set(["a"]), "b")]).toEqual(["a", "b"]);
    expect([...toggleRow(new Set(["a"]), "a")]).toEqual([]);
  });
});

describe("shortcuts", () => {
  const press = (key: string, more: Partial<Parameters<typeof readShortcut>[0]> = {}) =>
    readShortcut({ key, plain: true, typing: false, after: false, ...more });
  it("mean nothing while somebody types or holds another key", () => {
    for (const key of ["?", "/", "g"]) {
      expect(press(key, { typing: true })).toBeNull();
      expect(press(key, { plain: false })).toBeNull();
    }
  });
  it("open help, the search box and the list from anywhere", () => {
    expect(["?", "/", "l"].map((key) => press(key))).toEqual(["help", "search", "list"]);
  });
  it("go where the second key says, and only after the first", () => {
    expect(press("g")).toBe("await");
    expect(press("s", { after: true })).toEqual({ go: "/officer/approvals" });
    expect(press("h", { after: true })).toEqual({ go: "/officer/matters" });
    expect(press("s")).toBeNull();
  });
});

describe("due dates", () => {
  const now = "2026-11-27T03:00:00Z"; // 10:00 in Vietnam
  it("are overdue only when their hour has passed", () => {
    expect(findDue("2026-11-27T02:59:00Z", now).when).toBe("overdue");
    expect(findDue("2026-11-27T10:00:00Z", now).when).toBe("today");
    expect(findDue("2026-11-27T17:30:00Z", now).when).toBe("later");
    expect(findDue(null, now).when).toBe("undated");
  });
  it("count days by dates in Vietnam", () => {
    expect(countDaysUntil("2026-11-27T16:59:00Z", now)).toBe(0);
    expect(countDaysUntil("2026-11-27T17:00:00Z", now)).toBe(1);
  });
  it("have words and a shape of their own each", () => {
    const dues = ["2026-11-20T10:00:00Z", "2026-11-27T10:00:00Z", "2026-12-01T10:00:00Z", null];
    expect(new Set(dues.map((due) => findDue(due, now).shape)).size).toBe(4);
    expect(writeDue("2026-11-20T10:00:00Z", now, "vi")).toBe("quá hạn 7 ngày (20/11/2026)");
    expect(writeDue("2026-11-27T10:00:00Z", now, "en")).toBe("today 17:00");
    expect(writeDue("2026-12-01T10:00:00Z", now, "vi")).toBe("còn 4 ngày (01/12/2026 17:00)");
    expect(writeDue("2026-12-01T10:00:00Z", now, "vi", true)).toBe("còn 4 ngày (01/12)");
    expect(writeDue("2027-12-01T10:00:00Z", now, "vi", true)).toContain("(01/12/2027)");
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
    searches: [{ unit: "u1", by: ["code"] }],
  });
  it("is open to postal staff where the law gives them reception", () => {
    expect(findDeskUnits(postal(["receive"]), "receive")).toEqual(["u1"]);
    expect(listSections(postal(["receive"])).map((each) => each.place)).toContain("counter");
    expect(findDeskUnits(postal(["receive"]), "process")).toEqual([]);
    expect(listSections(postal(["channel"])).map((each) => each.place)).not.toContain("counter");
  });
  it("leads to the search where there is something to search by, and to the ledger those who read it", () => {
    const places = (me: Me) => listSections(me).map((each) => each.place);
    expect(places(postal([]))).toContain("search");
    expect(places({ ...postal([]), searches: [] })).not.toContain("search");
    expect(places(postal([]))).not.toContain("audit");
  });
});
