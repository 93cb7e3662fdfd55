import { describe, expect, it } from "vitest";
import { isDate } from "../src/eform/formats";
import { isFilledIn, updateKnownAnswers, withoutKnownQuestions } from "../src/eform/known";
import { leaveOutUnasked, readForm } from "../src/eform/schema";
import {
  joinDay,
  joinMoment,
  readDayAndMonth,
  readTime,
  readWholeDay,
  splitDay,
  splitMoment,
} from "../src/eform/typed_days";
import { validate } from "../src/eform/validate";
import { readNumber } from "../src/lib/typed_numbers";

const TEXT = { type: "string", minLength: 1, maxLength: 10, pattern: "^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]*$" };
const form = readForm({
  required: ["name", "born", "id", "kind", "money", "agreed"],
  properties: {
    name: { title: "Họ tên", "x-title-en": "Full name", "x-prefill": "full_name", ...TEXT },
    born: { title: "Ngày sinh", "x-title-en": "Date of birth", ...TEXT, format: "date" },
    id: { title: "Số định danh", "x-title-en": "ID number", ...TEXT, maxLength: 12, format: "vn-personal-id" },
    kind: { title: "Loại", "x-title-en": "Kind", type: "string", enum: ["a"], maxLength: 1 },
    money: { title: "Vốn", "x-title-en": "Capital", type: "integer", format: "vnd", minimum: 0, maximum: 100 },
    agreed: { title: "Đồng ý", "x-title-en": "Agreed", type: "boolean" },
    mail: { title: "Thư", "x-title-en": "Email", ...TEXT, maxLength: 254, format: "email" },
  },
});
const GOOD = { name: "Hoa", born: "1990-03-27", id: "046190000001", kind: "a", money: 5, agreed: false };
const NOW = "2026-12-01T01:00:00Z";
const wrong = (change: object) => validate(form, { ...GOOD, ...change }, NOW).map((fault) => fault.vi);

describe("a form of the closed subset", () => {
  it("is read in the order of its questions, and refuses a keyword that cannot be drawn", () => {
    expect(form.questions.map((q) => q.key)).toEqual(["name", "born", "id", "kind", "money", "agreed", "mail"]);
    expect(() => readForm({ required: [], properties: { x: { title: "X", type: "string", oneOf: [] } } })).toThrow(
      "oneOf",
    );
  });
  it("is filled in from what the applicant has said, never over what was typed", () => {
    const hoa = { applicant: { full_name: "Hoa" } };
    expect(updateKnownAnswers(form, {}, {}, hoa)).toEqual({ name: "Hoa" });
    expect(updateKnownAnswers(form, { name: "Lan" }, {}, hoa)).toEqual({ name: "Lan" });
  });
  it("follows a name that is put right later, and stays empty where it was emptied", () => {
    const [hoa, hoai] = [{ applicant: { full_name: "Hoa" } }, { applicant: { full_name: "Hoài", phone: "09" } }];
    expect(updateKnownAnswers(form, { name: "Hoa" }, hoa, hoai)).toEqual({ name: "Hoài" });
    expect(updateKnownAnswers(form, { name: "Lan" }, hoa, hoai)).toEqual({ name: "Lan" });
    expect(updateKnownAnswers(form, {}, hoa, { applicant: { full_name: "Hoa", phone: "09" } })).toEqual({});
    expect(isFilledIn(form.questions[0] as never, { name: "Hoa" }, hoa)).toBe(true);
    expect(isFilledIn(form.questions[0] as never, { name: "Lan" }, hoa)).toBe(false);
  });
  it("is not filled in with what the question does not take", () => {
    const before = { applicant: { full_name: "Hoa" } };
    const long = { applicant: { full_name: "x".repeat(11) } };
    expect(updateKnownAnswers(form, {}, {}, long)).toEqual({});
    expect(updateKnownAnswers(form, { name: "Hoa" }, before, long)).toEqual({});
  });
  it("is about the person for whom somebody else files", () => {
    const people = { applicant: { full_name: "Hoa" }, on_behalf: { full_name: "Lan" } };
    expect(updateKnownAnswers(form, {}, {}, people)).toEqual({ name: "Lan" });
  });
  it("does not ask again what can only be about who files, unless something else is on record", () => {
    const TITLES = { title: "Họ và tên người nộp", "x-title-en": "Full name" };
    const same = readForm({
      required: ["applicant_full_name", "place"],
      properties: {
        applicant_full_name: { ...TITLES, "x-prefill": "full_name", "x-same": true, ...TEXT },
        place: { title: "Nơi", "x-title-en": "Place", ...TEXT },
      },
    });
    const hoa = { applicant: { full_name: "Hoa" } };
    const keys = (answers: object) =>
      withoutKnownQuestions(same, answers as never, hoa).questions.map((each) => each.key);
    expect(keys(updateKnownAnswers(same, {}, {}, hoa))).toEqual(["place"]);
    expect(keys({ applicant_full_name: "Lan" })).toEqual(["applicant_full_name", "place"]);
    expect(withoutKnownQuestions(same, {}, {}).questions.map((each) => each.key)).toEqual(["place"]);
  });
});

describe("questions that follow an answer", () => {
  const box = (title: string, after: string) => ({
    title,
    "x-title-en": title,
    type: "boolean",
    "x-box": true,
    "x-shown-with": after,
  });
  const named = readForm({
    required: [],
    properties: {
      agreed: box("Đồng ý", ""),
      age: { title: "Tuổi", type: "integer", "x-shown-with": "agreed" },
      child: box("Trẻ", "age"),
    },
  });
  it.each([
    [{}, ["agreed"]],
    [{ agreed: false, age: 8 }, ["agreed"]],
    [{ agreed: true }, ["agreed", "age"]],
    [{ agreed: true, age: 0 }, ["agreed", "age", "child"]],
  ])("are left out until it is there, and is not no: %j", (answers, keys) => {
    expect(leaveOutUnasked(named, answers).questions.map((each) => each.key)).toEqual(keys);
    expect(named.questions[0]?.box).toBe(true);
  });
});

describe("answers are checked in the server's words", () => {
  it("and good ones pass", () => {
    expect(wrong({})).toEqual([]);
    expect(wrong({ name: "Đỗ 🙂 Ẫ" })).toEqual([]);
  });
  it("one fault for each question, in their order", () => {
    expect(validate(form, {}, NOW).map((fault) => fault.vi)).toEqual([
      "Nhập họ tên",
      "Nhập ngày sinh",
      "Nhập số định danh",
      "Chọn loại",
      "Nhập vốn",
      "Chọn đồng ý",
    ]);
  });
  it("by format, length, list, size and character", () => {
    expect(wrong({ born: "1990-02-30" })).toEqual(["Ngày sinh phải là ngày có thật, ví dụ 27 3 1990"]);
    expect(wrong({ id: "123" })).toEqual(["Số định danh phải có đúng 12 chữ số; bạn nhập 3 chữ số"]);
    expect(wrong({ name: "x".repeat(11) })).toEqual(["Họ tên dài tối đa 10 ký tự"]);
    expect(wrong({ kind: "b" })).toEqual(["Chọn loại trong danh sách"]);
    expect(wrong({ money: 101 })).toEqual(["Vốn tối đa là 100"]);
    expect(wrong({ money: -1 })).toEqual(["Vốn phải từ 0 trở lên"]);
    expect(wrong({ money: "nhiều" })).toEqual(["Vốn phải là số nguyên; dấu chấm tách hàng nghìn, ví dụ 1.250.000"]);
    expect(wrong({ name: "a\u0007b" })).toEqual(["Họ tên có ký tự không dùng được; gõ lại thay vì dán"]);
    expect(wrong({ mail: "a..b@c.vn" })).toEqual(["Thư phải là địa chỉ thư, ví dụ ten@vidu.vn"]);
  });
  it("blank text is no answer", () => {
    expect(wrong({ name: "   " })).toEqual(["Nhập họ tên"]);
  });
});

describe("dates and numbers as people type them", () => {
  it("three boxes make a day and give it back", () => {
    expect(joinDay({ day: "3", month: "2", year: "2020" })).toBe("2020-02-03");
    expect(splitDay("2020-02-03")).toEqual({ day: "3", month: "2", year: "2020" });
    expect(joinDay({ day: "", month: "", year: "" })).toBe("");
    expect(isDate(joinDay({ day: "3", month: "", year: "2020" }))).toBe(false);
    expect(isDate("2024-02-29")).toBe(true);
    expect(isDate("2023-02-29")).toBe(false);
  });
  it("a whole day in any box fills all three, in each way people write it", () => {
    const day = { day: "27", month: "3", year: "1990" };
    for (const typed of ["27/3/1990", " 27.3.1990 ", "27 3 1990", "27-3-1990", "ngày 27 tháng 3 năm 1990"]) {
      expect(readWholeDay(typed)).toEqual(day);
    }
    expect(readWholeDay("1990-03-27")).toEqual({ day: "27", month: "03", year: "1990" });
    for (const typed of [
      "thứ Ba, 27/3/1990",
      "27 thg 3, 1990",
      "27–3–1990",
      "２７／３／１９９０",
      "27/3/1990.",
      "Ngày 27 Tháng 3 Năm 1990",
    ]) {
      expect(readWholeDay(typed)).toEqual(day);
    }
    expect(readWholeDay("27031990")).toEqual({ day: "27", month: "03", year: "1990" });
    expect(readWholeDay("19900327")).toEqual({ day: "27", month: "03", year: "1990" });
    for (const typed of ["27/3", "27/3/90", "hôm qua", "31/2/", "27131990", "046190000001"])
      expect(readWholeDay(typed)).toBeNull();
  });
  it("a part is read without its word, in digits of any script", () => {
    expect(joinDay({ day: "ngày 27.", month: "Tháng 3", year: "１９９０" })).toBe("1990-03-27");
  });
  it("half a day comes back as it was typed", () => {
    for (const parts of [
      { day: "", month: "", year: "1990" },
      { day: "27-3-90", month: "", year: "" },
      { day: "3", month: "", year: "2020" },
      { day: "27/3/90", month: "", year: "" },
    ]) {
      expect(splitDay(joinDay(parts))).toEqual(parts);
      expect(isDate(joinDay(parts))).toBe(false);
    }
  });
  it("a moment with words in it comes back whole", () => {
    expect(splitMoment(joinMoment(joinDay({ day: "27 Tháng 3", month: "", year: "" }), "2h30 Tối"))).toEqual([
      "--27 tháng 3",
      "2h30 tối",
    ]);
    expect(splitMoment(joinMoment("2026-12-01", "14:30"))).toEqual(["2026-12-01", "14:30"]);
  });
  it("a time is read in each way people write it", () => {
    for (const typed of ["14h30", "14.30", "14:30", "14g30"]) expect(readTime(typed)).toBe("14:30");
    for (const typed of ["14 giờ 30", "14 giờ 30 phút", "2:30 chiều", "2h30 PM", "1430", "14:30:00"])
      expect(readTime(typed)).toBe("14:30");
    expect(readTime("9:05")).toBe("09:05");
    expect(readTime("14h")).toBe("14:00");
    expect(readTime("12h sáng")).toBe("00:00");
    for (const typed of ["trưa", "14", "12 giờ trưa"]) expect(readTime(typed)).toBe(typed);
  });
  it("31/2 left in the box of the day is day and month, and no real day", () => {
    const parts = readDayAndMonth({ day: "31/2", month: "", year: "" });
    expect(parts).toEqual({ day: "31", month: "2", year: "" });
    expect(isDate(joinDay({ ...parts, year: "1990" }))).toBe(false);
    expect(wrong({ born: joinDay({ ...parts, year: "1990" }) })).toEqual([
      "Ngày sinh phải là ngày có thật, ví dụ 27 3 1990",
    ]);
    expect(readDayAndMonth({ day: "31/2", month: "5", year: "" }).day).toBe("31/2");
    expect(readDayAndMonth({ day: "3", month: "", year: "" }).day).toBe("3");
  });
  it("dots group thousands, a comma is the decimal sign, anything else is none", () => {
    expect(readNumber("50.000.000")).toBe(50_000_000);
    expect(readNumber(" 1 250 000 ")).toBe(1_250_000);
    expect(readNumber("2,5")).toBe(2.5);
    expect(readNumber("12 triệu")).toBeNull();
    expect(readNumber("")).toBeNull();
  });
  it("numbers of persons are checked and filled in in their one form", () => {
    expect(wrong({ id: "046 190.000-001" })).toEqual([]);
    expect(wrong({ name: "\u202eHoa\u200b" })).toEqual([]);
    expect(updateKnownAnswers(form, {}, {}, { applicant: { full_name: " Ho\u200ba " } })).toEqual({ name: "Hoa" });
  });
});
