/** A profile in words: what is shown for whom, and how. */
import { describe, expect, it } from "vitest";
import { joinParts, listShownParts, type ProfilePart, profileWords, writePart } from "../src/account/profile_words";

const makePart = (name: string, value = "") => ({ name, value, valid: false, proof: null }) as ProfilePart;

describe("parts of a profile", () => {
  it("name a nationality in the reader's language, and show what nobody can name as it is", () => {
    expect(writePart(profileWords.vi, makePart("nationality", "VN"), "vi")).toBe("Việt Nam");
    expect(writePart(profileWords.en, makePart("nationality", "FR"), "en")).toBe("France");
    expect(writePart(profileWords.en, makePart("nationality", "Pháp"), "en")).toBe("Pháp");
  });

  it("ask an organisation for no birth, sex and nationality", () => {
    const parts = ["full_name", "birth_date", "sex", "nationality", "old_address"].map((name) => makePart(name));
    expect(listShownParts({ kind: "organisation", parts }).map(({ name }) => name)).toEqual(["full_name"]);
    expect(listShownParts({ kind: "citizen", parts })).toHaveLength(4);
    expect(listShownParts({ kind: "organisation", parts: [makePart("sex", "male")] })).toHaveLength(1);
  });

  it("keep the capitals of an abbreviation within a sentence", () => {
    expect(joinParts(["Full name", "ID number"])).toBe("full name, ID number");
    expect(joinParts(["Số định danh"])).toBe("số định danh");
  });
});
