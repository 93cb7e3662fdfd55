/** Why a person came back from the identity provider without being signed in. */
import { describe, expect, it } from "vitest";
import { explainError } from "../src/session/route";

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
