import { describe, expect, it } from "vitest";
import { readForm } from "../src/eform/schema";
import { asksThirdPersons, listOffers } from "../src/filing/third_persons";

const NOW = "2026-12-01T01:00:00Z";
const text = { type: "string", maxLength: 200 };
const day = { type: "string", format: "date", maxLength: 10, "x-earliest": "1900-01-01", "x-latest": "today" };
const form = readForm({
  properties: {
    child_full_name: { ...text, title: "Họ tên con" },
    mother_full_name: { ...text, title: "Họ tên mẹ" },
    mother_id_number: { ...text, format: "vn-personal-id", maxLength: 12, title: "Số định danh mẹ" },
    mother_birth_date: { ...day, title: "Ngày sinh mẹ" },
    requester_full_name: { ...text, title: "Người yêu cầu", "x-prefill": "full_name" },
  },
  required: ["child_full_name", "mother_full_name"],
});
const earlier = [
  { code: "H57.2", answers: { requester_full_name: "Trần Thị Hoa", purpose: "Vay vốn" } },
  {
    code: "H57.1",
    answers: {
      mother_full_name: "Trần Thị Hoa",
      mother_id_number: "046 190 000 001",
      mother_birth_date: "2090-01-01",
      mother_ethnicity: "kinh",
      requester_full_name: "Trần Thị Hoa",
    },
  },
  { code: "H57.0", answers: { mother_full_name: "Lê Thị Mai", child_gender: "male" } },
];

describe("what was declared of somebody else before", () => {
  it("is offered from the newest dossier that names the person, and only what this form asks and takes", () => {
    expect(listOffers(form, {}, earlier, NOW)).toEqual([
      {
        person: "mother",
        code: "H57.1",
        answers: { mother_full_name: "Trần Thị Hoa", mother_id_number: "046190000001" },
      },
    ]);
  });
  it("is not offered of somebody of whom something is said already", () => {
    expect(listOffers(form, { mother_birth_date: "1990-01-01" }, earlier, NOW)).toEqual([]);
  });
  it("is not offered where nobody is named, and never about who files", () => {
    expect(listOffers(form, {}, [{ code: "H57.3", answers: { child_gender: "male" } }], NOW)).toEqual([]);
    const own = readForm({ properties: { requester_full_name: { ...text, title: "Người yêu cầu" } }, required: [] });
    expect(asksThirdPersons(own, {})).toBe(false);
    expect(listOffers(own, {}, earlier, NOW)).toEqual([]);
  });
  it("is looked for only where the form asks about somebody of whom nothing is said", () => {
    expect(asksThirdPersons(form, {})).toBe(true);
    const all = { child_full_name: "Lê An", mother_full_name: "Trần Thị Hoa" };
    expect(asksThirdPersons(form, all)).toBe(false);
  });
});
