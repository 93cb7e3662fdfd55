import type { components } from "../generated/api";
import { writeDay } from "../lib/format";
import { defineWords, type Language } from "../lib/language";

export type Profile = components["schemas"]["ProfileView"];
export type ProfilePart = components["schemas"]["ProfilePartView"];
export type ProfileProof = components["schemas"]["ProfileProofView"];

/** Names of the parts of a profile, and how each became known. */
export const profileWords = defineWords(
  {
    full_name: "Họ và tên",
    id_number: "Số định danh",
    birth_date: "Ngày sinh",
    sex: "Giới tính",
    nationality: "Quốc tịch",
    address: "Số nhà, đường, thôn",
    commune: "Xã, phường, đặc khu",
    province: "Tỉnh, thành phố",
    old_address: "Địa chỉ trước sắp xếp",
    identifiers: "Số định danh",
    accounts: "Tài khoản liên kết",
    demand: "Yêu cầu cập nhật",
    male: "Nam",
    female: "Nữ",
    declared: (t: string) => `Bạn khai ngày ${t}`,
    e_identity: (t: string, level: number) =>
      `Xác thực bằng tài khoản định danh điện tử${level ? ` mức độ ${level}` : ""}, ngày ${t}`,
    in_person: (t: string) => `Công chức kiểm tra giấy tờ ngày ${t}`,
    population_data: (t: string) => `Khớp với cơ sở dữ liệu dân cư, ngày ${t}`,
    national_portal: (t: string) => `Từ Cổng Dịch vụ công quốc gia, ngày ${t}`,
  },
  {
    full_name: "Full name",
    id_number: "ID number",
    birth_date: "Date of birth",
    sex: "Sex",
    nationality: "Nationality",
    address: "House, road, hamlet",
    commune: "Commune or ward",
    province: "Province or city",
    old_address: "Address before the mergers",
    identifiers: "ID number",
    accounts: "Linked accounts",
    demand: "Demand to update",
    male: "Male",
    female: "Female",
    declared: (t) => `You said so on ${t}`,
    e_identity: (t, level) => `Proven by your electronic identity${level ? ` of level ${level}` : ""} on ${t}`,
    in_person: (t) => `An officer checked your papers on ${t}`,
    population_data: (t) => `Matched with the population database on ${t}`,
    national_portal: (t) => `From the national portal on ${t}`,
  },
);

/** How a value became known, in words. */
export function writeProfileProof(w: typeof profileWords.vi, proof: ProfileProof): string {
  return w[proof.method](writeDay(proof.at), proof.level);
}

/** Parts that only a human has. */
const OF_HUMANS: readonly string[] = ["birth_date", "sex", "nationality"];

/** The parts that a profile shows: an organisation was not born, and an address of before only where there is one. */
export const listShownParts = ({ kind, parts }: Pick<Profile, "kind" | "parts">): ProfilePart[] =>
  parts.filter(
    ({ name, value }) => value || !(name === "old_address" || (kind === "organisation" && OF_HUMANS.includes(name))),
  );

/** Names of parts within a sentence; an abbreviation keeps its capitals. */
export const joinParts = (names: readonly string[]): string =>
  names.map((name) => (/^\p{Lu}{2}/u.test(name) ? name : name.toLowerCase())).join(", ");

/** A country's name by its code of two letters (ISO 3166-1); the code where the browser knows none. */
function nameCountry(code: string, language: Language): string {
  try {
    return new Intl.DisplayNames([language], { type: "region" }).of(code) ?? code;
  } catch {
    // A code that is none, as somebody has typed it.
    return code;
  }
}

/** A part's value as people read it. */
export function writePart(w: typeof profileWords.vi, part: ProfilePart, language: Language): string {
  if (part.name === "nationality" && part.value) return nameCountry(part.value, language);
  if (part.name === "sex" && (part.value === "male" || part.value === "female")) return w[part.value];
  return part.name === "birth_date" && part.value ? part.value.split("-").reverse().join("/") : part.value;
}
