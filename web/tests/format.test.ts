import { describe, expect, it } from "vitest";
import {
  isSameDay,
  writeDateTime,
  writeDay,
  writeDecimal,
  writeDuration,
  writeLongDay,
  writeLongMoment,
  writeMegabytes,
  writeMoney,
  writeUnit,
} from "../src/lib/format";

describe("dates are written as offices write them, in Vietnamese time", () => {
  it("in any zone the instant was written in", () => {
    expect(writeDateTime("2026-11-28T17:00:00+07:00")).toBe("28/11/2026 17:00");
    expect(writeDateTime("2026-11-28T10:00:00Z")).toBe("28/11/2026 17:00");
    expect(writeDay("2026-11-27T18:30:00Z")).toBe("28/11/2026");
  });
  it("with the weekday in the reader's language", () => {
    expect(writeLongDay("2026-11-29", "vi")).toBe("Chủ nhật, 29/11/2026");
    expect(writeLongMoment("2026-11-27T17:00:00+07:00", "vi")).toBe("17:00 thứ Sáu, 27/11/2026");
    expect(writeLongMoment("2026-11-27T17:00:00+07:00", "en")).toBe("17:00 Friday, 27/11/2026");
  });
  it("a bare day has no zone to shift it", () => {
    expect(writeDay("2027-01-01")).toBe("01/01/2027");
    expect(isSameDay("2026-11-27T17:00:01Z", "2026-11-28T23:00:00+07:00")).toBe(true);
  });
});

describe("money and sizes", () => {
  it("groups thousands by dots and keeps the sign on the line", () => {
    expect(writeMoney(100000)).toBe("100.000\u00a0₫");
    expect(writeMoney(0)).toBe("0\u00a0₫");
    expect(writeMoney(1250000)).toBe("1.250.000\u00a0₫");
  });
  it("writes the decimal sign of the language", () => {
    expect(writeMegabytes(1.44 * 1024 * 1024, "vi")).toBe("1,4");
    expect(writeMegabytes(1.44 * 1024 * 1024, "en")).toBe("1.4");
    expect(writeDecimal(0.5, "vi")).toBe("0,5");
    expect(writeDecimal(0.5, "en")).toBe("0.5");
    expect(writeDecimal(12, "vi")).toBe("12");
  });
});

it("a time limit is read as it is published", () => {
  expect(writeDuration({ value: 3, unit: "working_day" }, "vi")).toBe("3 ngày làm việc");
  expect(writeDuration({ value: 1, unit: "working_day" }, "en")).toBe("1 working day");
  expect(writeDuration({ value: 20, unit: "calendar_day" }, "en")).toBe("20 days");
  expect(writeDuration({ value: 0, unit: "immediate" }, "vi")).toBe("trong ngày");
  expect([writeUnit("working_hour", "vi"), writeUnit("month", "en")]).toEqual(["giờ làm việc", "months"]);
});
