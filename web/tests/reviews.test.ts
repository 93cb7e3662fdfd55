import { describe, expect, it } from "vitest";
import type { MatterLine } from "../src/matters/matter_calls";
import {
  filterReviews,
  isLineStep,
  type ReviewLine,
  writeLineState,
  writeState,
} from "../src/officer/reviews/review_rows";
import { reviewWords } from "../src/officer/reviews/review_words";

const makeReview = (number: string, given: Partial<MatterLine>): MatterLine =>
  ({ id: number, number, subject: "", state: "open", unit: "A", late: false, due_at: null, ...given }) as MatterLine;

const ROWS = [
  makeReview("RS-1", { subject: "Rà soát quyền: Sở Đất đai", due_at: "2027-01-18T10:00:00Z" }),
  makeReview("RS-2", { subject: "Rà soát quyền: Xã Đông", unit: "B", late: true, due_at: "2027-01-11T10:00:00Z" }),
  makeReview("RS-3", { subject: "Rà soát quyền: Xã Tây", unit: "C", state: "closed" }),
];
const find = (text: string, unit = "", state = "") =>
  filterReviews(ROWS, { text, unit, state }).map((each) => each.number);

describe("the list of reviews", () => {
  it("has the soonest first and those without a limit last", () => {
    expect(find("")).toEqual(["RS-2", "RS-1", "RS-3"]);
  });
  it("is searched without marks, by unit and number", () => {
    expect(find("so dat dai")).toEqual(["RS-1"]);
    expect(find("rs-3")).toEqual(["RS-3"]);
    expect(find("", "B")).toEqual(["RS-2"]);
  });
  it("is filtered by what is late, open or closed", () => {
    expect(find("", "", "late")).toEqual(["RS-2"]);
    expect(find("", "", "closed")).toEqual(["RS-3"]);
    expect(find("", "", "open")).toEqual(["RS-2", "RS-1"]);
  });
});

describe("the words of a line", () => {
  const say = (given: Partial<ReviewLine>) =>
    writeLineState({ state: "waiting", end_state: "", ...given } as ReviewLine, reviewWords.vi);
  it("say how it stands, and that a request was refused", () => {
    expect(say({})).toBe("Chưa trả lời");
    expect(say({ state: "ending", end_state: "received" })).toBe("Đã đề nghị thu hồi");
    expect(say({ state: "ending", end_state: "refused" })).toBe("Người cấp quyền không thu hồi");
    expect(say({ state: "added" })).toBe("Mới cấp trong kỳ; trả lời ở kỳ sau");
  });
  it("name a late review", () => {
    expect(ROWS.map((each) => writeState(each, reviewWords.vi))).toEqual(["Đang rà soát", "Quá hạn", "Đã rà soát"]);
  });
});

describe("the steps of a review", () => {
  it("are pressed in its lines alone, but for the last", () => {
    expect(["keep", "end", "close"].map((word) => isLineStep("rights-reviews", word))).toEqual([true, true, false]);
    expect(isLineStep("questions", "keep")).toBe(false);
  });
});
