import { describe, expect, it } from "vitest";
import examples from "../../tests/data/typed.json";
import { Problem } from "../src/api/problem";
import { writeAnswer } from "../src/eform/answer_text";
import { resolveBound } from "../src/eform/day_bounds";
import { readForm } from "../src/eform/schema";
import { validate } from "../src/eform/validate";
import { findPersonFaults } from "../src/filing/person_faults";
import { cleanText, foldText, isText, joinLines, toPlainDigits } from "../src/lib/text";
import {
  readNumber,
  readReceiptNumber,
  showNumber,
  tidyEmail,
  tidyIdentity,
  tidyPassport,
  tidyPhone,
} from "../src/lib/typed_numbers";
import { findOfficerDayFault, findOrderFault, OFFICER_DAYS } from "../src/officer/shared/days";
import { chooseFaults } from "../src/ui/error_summary";

const pairs = (found: unknown) => found as readonly (readonly [string, string])[];
const amounts = examples.amounts as unknown as readonly (readonly [string, number | null])[];

describe("what is typed has one form, the server's", () => {
  it.each(pairs(examples.texts))("text %j", (typed, stored) => expect(cleanText(typed)).toBe(stored));
  it.each(pairs(examples.folds))("comparison of %j", (typed, folded) => expect(foldText(typed)).toBe(folded));
  it.each(pairs(examples.phones))("telephone %j", (typed, stored) => expect(tidyPhone(typed)).toBe(stored));
  it.each(pairs(examples.identities))("identity %j", (typed, stored) => expect(tidyIdentity(typed)).toBe(stored));
  it.each(pairs(examples.emails))("address %j", (typed, stored) => expect(tidyEmail(typed)).toBe(stored));
  it.each(pairs(examples.addresses))("lines %j", (typed, stored) => expect(joinLines(cleanText(typed))).toBe(stored));
  it.each(pairs(examples.digits))("digits %j", (typed, plain) => expect(toPlainDigits(typed)).toBe(plain));
  it.each(examples.readable as unknown as readonly (readonly [string, boolean])[])("text %j", (typed, readable) =>
    expect(isText(cleanText(typed))).toBe(readable),
  );
  it.each(pairs(examples.receipts))("receipt %j", (typed, stored) =>
    expect(readReceiptNumber(typed) ?? typed).toBe(stored),
  );
});

const form = readForm(examples.form.schema as unknown as Record<string, unknown>);
const cases = examples.form.cases as unknown as readonly (readonly [object, Readonly<Record<string, string>>])[];

describe("answers are taken, or refused at their field in the server's words", () => {
  it.each(pairs(examples.passports))("passport %j", (typed, stored) => expect(tidyPassport(typed)).toBe(stored));
  it.each(cases)("%j", (typed, said) => {
    const found = validate(form, { name: "Hoa", ...typed }, examples.form.now);
    expect(Object.fromEntries(found.map((fault) => [fault.key, fault.vi]))).toEqual(said);
  });
  it("half a surrogate pair is said at its field", () => {
    expect(validate(form, { name: "A\ud83d" }, examples.form.now).map((fault) => fault.vi)).toEqual([
      "Họ và tên có ký tự không dùng được; gõ lại thay vì dán",
    ]);
    expect(validate(form, { name: "A\ud83d\ude42" }, examples.form.now)).toEqual([]);
  });
  it.each(examples.bounds as unknown as readonly (readonly [string, string, string])[])(
    "the bound %j on %j is %j",
    (bound, today, meant) => expect(resolveBound(bound, today)).toBe(meant),
  );
  it("officers' days have the server's bounds and names", () => {
    const ours = Object.entries(OFFICER_DAYS).map(([name, { earliest, latest, vi, en }]) => [
      name,
      [earliest, latest, vi, en],
    ]);
    expect(Object.fromEntries(ours)).toEqual(examples.officer_days);
  });
});

describe("days that officers type", () => {
  const now = "2026-12-01T01:00:00Z";
  const said = (name: keyof typeof OFFICER_DAYS, text: string) => findOfficerDayFault(name, text, now)?.vi ?? null;
  it("are within their bounds, and the bound is named", () => {
    expect(said("outage_started", "2026-12-01T08:00:00+07:00")).toBeNull();
    expect(said("outage_started", "2026-12-01T08:01:00+07:00")).toBe(
      "Lúc bắt đầu gián đoạn không được sau lúc này, 08:00 01/12/2026",
    );
    expect(said("outage_started", "2025-11-30T08:00:00+07:00")).toBe(
      "Lúc bắt đầu gián đoạn không được trước 01/12/2025",
    );
    expect(said("register_day", "2026-12-02")).toBe("Ngày tiếp nhận không được sau hôm nay, 01/12/2026");
    expect(said("till_day", "2026-12-02")).toBe("Ngày thu không được sau hôm nay, 01/12/2026");
    expect(said("backup_last", "2026-11-30")).toBe("Ngày cuối làm thay không được trước hôm nay, 01/12/2026");
  });
  it("are real days, with their hour where one is asked for", () => {
    for (const text of ["", "2026-02-31", "2026-11-30"]) {
      expect(said("outage_ended", `${text}T25:00:00+07:00`)).toBe("Ghi ngày có thật và giờ, ví dụ 27 3 2026 lúc 14:30");
    }
    expect(said("register_day", "2026-02-31")).toBe("Ghi ngày có thật, ví dụ 27 3 2026");
  });
  it("come in order", () => {
    const [started, ended] = [OFFICER_DAYS.outage_started, OFFICER_DAYS.outage_ended];
    expect(findOrderFault(ended, started, "2026-12-01T08:00:00+07:00", "2026-12-01T00:59:00Z")).toBeNull();
    expect(findOrderFault(ended, started, "2026-12-01T07:00:00+07:00", "2026-12-01T00:59:00Z")?.vi).toContain(
      "07:59 01/12/2026",
    );
  });
});

describe("a person", () => {
  const said = (person: object) => findPersonFaults(person).map(({ name, text }) => [name, text.vi]);
  it.each(examples.persons as unknown as readonly (readonly [object, Readonly<Record<string, string>>])[])(
    "declared as %j",
    (declared, faults) => expect(Object.fromEntries(said(declared))).toEqual(faults),
  );
  it("is taken with a number of either kind and a telephone as an address book gives it", () => {
    expect(said({ full_name: "A", id_number: "046 190 000 001", phone: "Mobile: +84 (0)912 345 678" })).toEqual([]);
    expect(said({ full_name: "Jean·Luc", id_number: "c 1234567" })).toEqual([]);
    expect(said({ id_type: "HC", id_number: "aab-123456" })).toEqual([]);
  });
  it("is refused at the field, in the server's words", () => {
    expect(said({ full_name: "A\tB", id_number: "0461", phone: "12", email: "x@y" })).toEqual([
      [
        "full_name",
        "Họ và tên chỉ nhận một dòng; bạn đã dán nhiều dòng hoặc cả bảng. Chỉ giữ lại nội dung của mục này",
      ],
      ["id_number", "Số định danh cá nhân phải là 12 chữ số, hoặc số hộ chiếu như C1234567; bạn nhập 4 chữ số"],
      [
        "phone",
        "Số điện thoại phải có 10 chữ số bắt đầu bằng 0 (di động), hoặc 11 chữ số bắt đầu bằng 02 (cố định); bạn nhập 2 chữ số",
      ],
      ["email", "Thư điện tử phải là địa chỉ thư, ví dụ ten@vidu.vn"],
    ]);
    expect(said({ full_name: "A\ud83d" })).toHaveLength(1);
    expect(said({ full_name: "A".repeat(200) })).toEqual([]);
    expect(said({ full_name: "A".repeat(201) })).toEqual([["full_name", "Họ và tên dài tối đa 200 ký tự"]]);
  });
});

describe("what the server says of single fields", () => {
  const field = { path: "/reason", code: "too_short", vi: "Lý do: không được để trống.", en: "Reason: …" };
  const refused = new Problem(400, "malformed_request", "Xem từng mục bị lỗi.", "See each field.", [field]);
  it("is shown where the page itself has found nothing", () => {
    expect(chooseFaults([], refused)).toEqual([{ text: field }]);
    const own = [{ at: "why", text: { vi: "Nêu lý do", en: "Say why" } }];
    expect(chooseFaults(own, refused)).toEqual(own);
    expect(chooseFaults([], null)).toEqual([]);
  });
});

describe("a number in an answer", () => {
  const [year, area] = form.questions.filter((q) => q.key === "degree" || q.key === "area");
  it("reads as it is written here: thousands by full stops, decimals behind a comma, a year plain", () => {
    expect(area && writeAnswer(area, 1250.5, "vi")).toBe("1.250,5");
    expect(area && writeAnswer(area, 1250, "vi")).toBe("1.250");
    expect(area && writeAnswer(area, 1250.5, "en")).toBe("1250.5");
    expect(year && writeAnswer(year, 1990, "vi")).toBe("1990");
  });
});

describe("a number", () => {
  it.each(amounts)("typed as %j", (typed, value) => expect(readNumber(typed)).toBe(value));
  it("is shown so that it reads as the same number", () => {
    for (const value of [0, 5, 999, 1000, 50_000_000, 1250.5, 0.05, -1250]) {
      expect(readNumber(showNumber(value))).toBe(value);
    }
    expect(showNumber(50_000_000)).toBe("50.000.000");
    expect(showNumber(0.05)).toBe("0,05");
  });
});

describe("the number of a receipt", () => {
  it.each([
    ["BL0001", "BL0001"],
    [" bl 0001 ", "BL0001"],
    ["01ab/26-0000123", "01AB/26-0000123"],
    ["", null],
    ["  ", null],
    ["BL<1>", null],
    ["số 12", null],
    ["A".repeat(33), null],
  ])("typed as %j", (typed, stored) => expect(readReceiptNumber(typed)).toBe(stored));
});
