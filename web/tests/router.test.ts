import { describe, expect, it } from "vitest";
import { matchPath } from "../src/app/match_path";

describe("an address fits a pattern", () => {
  it("part by part", () => {
    expect(matchPath("/", "/")).toEqual({});
    expect(matchPath("/dossiers", "/dossiers/")).toEqual({});
    expect(matchPath("/dossiers/:id", "/dossiers/abc")).toEqual({ id: "abc" });
    expect(matchPath("/procedures/:id/file", "/procedures/2.000488-LLTP1/file")).toEqual({ id: "2.000488-LLTP1" });
  });
  it("or it does not", () => {
    expect(matchPath("/dossiers/:id", "/dossiers")).toBeNull();
    expect(matchPath("/dossiers", "/")).toBeNull();
    expect(matchPath("/", "/dossiers")).toBeNull();
    expect(matchPath("/dossiers/:id", "/dossiers/a/b")).toBeNull();
    expect(matchPath("/dossiers/:id", "/dossiers/%E0%A4%A")).toBeNull();
  });
});
