import { describe, expect, it } from "vitest";
import { makeContactPath, readPersonAnswers } from "../src/officer/people/person_answers";

const read = (path: string, plural = "person-cases") =>
  readPersonAnswers(plural, new URL(path, "http://x").searchParams);

describe("the form that proposes another contact", () => {
  it("begins with what the counter found", () => {
    expect(read(makeContactPath("0a1b-Person"))).toEqual({ action: "contact", person: "0a1b-Person" });
  });

  it("takes nothing else from an address", () => {
    expect(read("/?action=merge&person=abc")).toEqual({});
    expect(read("/?action=contact&person=Nguyễn Thị Minh Khai")).toEqual({});
    expect(read("/?action=contact")).toEqual({});
    expect(read(makeContactPath("abc"), "account-cases")).toEqual({});
  });
});
