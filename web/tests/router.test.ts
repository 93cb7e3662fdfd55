import { describe, expect, it } from "vitest";
import { match } from "../src/app/router";

describe("an address fits a pattern", () => {
  it("part by part", () => {
    expect(match("/", "/")).toEqual({});
    expect(match("/dossiers", "/dossiers/")).toEqual({});
    expect(match("/dossiers/:id", "/dossiers/abc")).toEqual({ id: "abc" });
    expect(match("/procedures/:id/file", "/procedures/2.000488-LLTP1/file")).toEqual({ id: "2.000488-LLTP1" });
  });
  it("or it does not", () => {
    expect(match("/dossiers/:id", "/dossiers")).toBeNull();
    expect(match("/dossiers", "/")).toBeNull();
    expect(match("/", "/dossiers")).toBeNull();
    expect(match("/dossiers/:id", "/dossiers/a/b")).toBeNull();
    expect(match("/dossiers/:id", "/dossiers/%E0%A4%A")).toBeNull();
  });
});
