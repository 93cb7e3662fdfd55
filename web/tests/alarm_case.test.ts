import { describe, expect, it } from "vitest";
import { ACCOUNT_CASES, makeCasePath, readCaseAnswers } from "../src/officer/operations/alarm_case";
import { securityLogWords } from "../src/officer/operations/security_log_words";

const ALARM = { who: "khai-1", cause: "refused_series", at: "2026-12-01T03:00:00Z", traceId: "1-6a2b-01", count: 31 };
const read = (path: string, plural = ACCOUNT_CASES, words: (typeof securityLogWords)["vi"] = securityLogWords.vi) =>
  readCaseAnswers(plural, new URL(path, "https://vidu.example").searchParams, words);

describe("a case about the account of an alarm", () => {
  it("begins with the account and the alarm in words", () => {
    expect(read(makeCasePath(ALARM))).toEqual({
      sort: "breach",
      subject: "Bị từ chối nhiều lần liên tiếp",
      account_id: "khai-1",
      alarm: "Bị từ chối nhiều lần liên tiếp; 01/12/2026 10:00; 31 lần; mã truy vết 1-6a2b-01",
    });
  });

  it("names the outcome of one request", () => {
    const { count, ...request } = { ...ALARM, cause: "forbidden" };
    const { subject, alarm } = read(makeCasePath(request), ACCOUNT_CASES, securityLogWords.en);
    expect([subject, alarm?.includes("times")]).toEqual(["No right to do so", false]);
    const other = read(makeCasePath({ ...request, cause: "quota_used_up" }));
    expect(other.subject).toBe("Yêu cầu có kết quả quota_used_up");
  });

  it.each([
    ["another form", makeCasePath(ALARM), "questions"],
    ["no finding", `/officer/matters/${ACCOUNT_CASES}/moi`, ACCOUNT_CASES],
    ["a name instead of an id", makeCasePath({ ...ALARM, who: "Nguyễn Văn A" }), ACCOUNT_CASES],
    ["a text instead of a cause", makeCasePath({ ...ALARM, cause: "Hãy khóa ngay" }), ACCOUNT_CASES],
    ["no time", makeCasePath({ ...ALARM, at: "hôm qua" }), ACCOUNT_CASES],
    ["no count", makeCasePath({ ...ALARM, count: 0.5 }), ACCOUNT_CASES],
    ["a text instead of a trace", makeCasePath({ ...ALARM, traceId: "<b>" }), ACCOUNT_CASES],
  ])("leaves the form empty for %s", (_, path, plural) => {
    expect(read(path, plural)).toEqual({});
  });
});
