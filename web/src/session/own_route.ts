/** The part of the session route for the password and the second factor of an account of the province. */
import type { components } from "../generated/api";
import { askSession, type SessionAnswer } from "./route";

export type FactorState = components["schemas"]["SecondFactorView"];
export type FactorEnrolment = Pick<components["schemas"]["EnrolmentView"], "secret" | "uri">;

/** Begin a session with the code of the authenticator app. Throws the Problem. */
export const finishOwnSignIn = (code: string) => askSession<SessionAnswer>("/accounts/sign-in/code", { code });

/** Since when the account has a second factor. Throws the Problem. */
export const loadFactor = (session: string | null) => askSession<FactorState>("/accounts/factor", { session });

/** Begin to add an authenticator app. Throws the Problem. */
export const beginFactor = (session: string | null, current: string) =>
  askSession<FactorEnrolment>("/accounts/factor/enrolment", { session, current });

/** Add it with its first code. Throws the Problem. */
export const confirmFactor = (session: string | null, code: string) =>
  askSession<FactorState>("/accounts/factor/confirmation", { session, code });

/** Remove it; the new session where the password was replaced. Throws the Problem. */
export async function removeFactor(
  session: string | null,
  body: { readonly current: string; readonly code: string; readonly password: string | null },
): Promise<SessionAnswer | null> {
  type Removed = components["schemas"]["FactorRemovedView"];
  return (await askSession<Removed>("/accounts/factor/removal", { session, ...body })).session;
}

/** Replace the present password. Throws the Problem. */
export const changeOwnPassword = (
  session: string | null,
  body: { readonly current: string; readonly password: string; readonly code: string | null },
) => askSession<SessionAnswer>("/accounts/password", { session, ...body });
