import { describe, expect, it } from "vitest";
import { proofWords, writeProof } from "../src/dossier/proof";
import { fillProven } from "../src/filing/proven";

const KHAI = {
  level: 2,
  kind: "citizen",
  id_number: "046190001234",
  full_name: "Nguyễn Thị Minh Khai",
  birth_date: "1990-05-19",
  sex: "female",
  nationality: "VN",
} as const;
const held = { id_number: KHAI.id_number, full_name: KHAI.full_name };
const proof = { source: "sign_in", level: 2, number: true, name: true } as const;

describe("what officers read of a proof", () => {
  it.each([
    [proof, held, "Định danh đã xác thực: mức độ 2, Nguyễn Thị Minh Khai, 046190001234"],
    [proof, undefined, "Định danh đã xác thực: mức độ 2"],
    [{ ...proof, name: false }, { id_number: held.id_number }, "Định danh đã xác thực: mức độ 2, 046190001234"],
    [{ ...proof, level: 0, number: false, name: false }, undefined, "Chưa xác thực"],
    [{ ...proof, level: 0 }, held, "Định danh đã xác thực: Nguyễn Thị Minh Khai, 046190001234"],
    [{ ...proof, source: "desk", level: 0 } as const, undefined, "Chưa xác thực: nộp tại quầy, không đăng nhập"],
    [null, undefined, "Chưa có thông tin xác thực"],
  ])("%j", (given, values, text) => {
    expect(writeProof(proofWords.vi, given, values)).toBe(text);
  });

  it("says whose word it is that the national portal hands on", () => {
    expect(writeProof(proofWords.vi, { ...proof, source: "national_portal", level: 0 }, undefined)).toContain(
      "Cổng Dịch vụ công",
    );
  });
});

describe("who files when the sign-in proved somebody", () => {
  it("puts the proven number and name in place of others and keeps the rest", () => {
    const typed = { full_name: "Ai đó", id_number: "1", phone: "0912345678" };
    expect(fillProven(typed, KHAI)).toEqual({ ...typed, ...held });
  });

  it("changes nothing that is there already, or that was not proven", () => {
    expect(fillProven({ ...held }, KHAI)).toBeNull();
    expect(fillProven({ full_name: "Ai đó" }, null)).toBeNull();
    expect(fillProven({ full_name: "Ai đó", id_number: KHAI.id_number }, { ...KHAI, full_name: "" })).toBeNull();
  });
});
