/** Why a person came back from the identity provider without being signed in. */
import { describe, expect, it } from "vitest";
import { explainError, makeRefusedPath } from "../src/session/route";

describe("errors of the identity provider", () => {
  it("distinguishes a locked account, a refused consent and a fault", () => {
    expect(explainError("access_denied", "account_locked")).toBe("account_locked");
    expect(explainError("access_denied", "Tài khoản bị khóa")).toBe("account_locked");
    expect(explainError("access_denied", "consent_refused")).toBe("consent_refused");
    expect(explainError("access_denied", null)).toBe("consent_refused");
    expect(explainError("server_error", "account_locked")).toBe("");
    expect(explainError(null, null)).toBe("");
  });
});

describe("the sign-in page after a refusal", () => {
  it("keeps where the person wanted to go, and why", () => {
    const query = new URL(makeRefusedPath("account_locked", "/dossiers?state=a&b=c"), "http://here").searchParams;
    expect([...query]).toEqual([
      ["refused", "account_locked"],
      ["to", "/dossiers?state=a&b=c"],
    ]);
  });

  it("keeps nothing of a sign-in that this browser has not begun", () => {
    expect(makeRefusedPath("", null)).toBe("/sign-in?refused=");
  });
});
