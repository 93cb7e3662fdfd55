import { describe, expect, it } from "vitest";
import { Problem } from "../src/api/problem";
import type { Dossier, Listed } from "../src/api/types";
import { countProcedures, findObstacle, planBulk } from "../src/officer/worklist/bulk_plan";

const NAME = { id: "1", vi: "Đăng ký hộ kinh doanh", en: "Household business" };
const seen = (instead: Partial<Dossier> = {}) =>
  ({
    version: 3,
    state: "submitted",
    allowed: ["receive", "assign"],
    hindered: [],
    obligations: [],
    tasks: [],
    procedure: NAME,
    ...instead,
  }) as unknown as Dossier;
const row = (id: string, holder: string | null = null) => ({ dossier_id: id, unit: "u", holder }) as Listed;
const fee = (due: string, state = "open") => [{ state, due, amount: 100_000 }] as unknown as Dossier["obligations"];

describe("what a step in bulk would do", () => {
  it("is possible where nothing more is asked", () => {
    expect(findObstacle(seen(), "receive", row("a"))).toBeNull();
  });
  it("leaves out what is in another state or somebody else's, by the state's name", () => {
    expect(findObstacle(seen({ allowed: [], state: "received" }), "receive", row("a"))?.vi).toContain(
      "Chờ chuyển xử lý",
    );
  });
  it("leaves out what the step would be refused for, in the words of the refusal", () => {
    const hindered = [{ step: "receive", code: "c", vi: "Còn thiếu.", en: "Lacking." }];
    expect(findObstacle(seen({ allowed: [], hindered }), "receive", row("a"))).toEqual({
      vi: "Còn thiếu.",
      en: "Lacking.",
    });
  });
  it("leaves out what has a fee due at reception, and takes what is paid or due later", () => {
    const why = (obligations: Dossier["obligations"]) => findObstacle(seen({ obligations }), "receive", row("a"));
    expect(why(fee("reception"))?.vi).toContain("100.000");
    expect(why(fee("reception", "settled"))).toBeNull();
    expect(why(fee("handover"))).toBeNull();
  });
  it("assigns only what is with whom the list showed", () => {
    const tasks = [{ unit: "u", done_at: null, holder: "mai" }] as unknown as Dossier["tasks"];
    expect(findObstacle(seen({ tasks }), "assign", row("a"))?.vi).toContain("Người thụ lý đã thay đổi");
    expect(findObstacle(seen({ tasks }), "assign", row("a", "mai"))).toBeNull();
  });
  it("is looked up for each, with what could not be read left out", async () => {
    const read = async (id: string) => {
      if (id === "b") throw new Problem(404, "not_found", "Không có.", "None.");
      return seen();
    };
    const looked: number[] = [];
    const plan = await planBulk([row("a"), row("b"), row("c")], "receive", read, (n) => looked.push(n));
    expect(plan.map(({ id, version, why }) => [id, version, why?.vi ?? null])).toEqual([
      ["a", 3, null],
      ["b", 0, "Không có."],
      ["c", 3, null],
    ]);
    expect(looked).toEqual([1, 2, 3]);
    expect(countProcedures(plan)).toEqual([{ name: NAME, n: 2 }]);
  });
});
