/** The terms of use, and whether the signed-in person has accepted the version in force. */
import { api, unwrap } from "../api/client";
import type { components } from "../generated/api";

export type Terms = components["schemas"]["TermsView"];
export type Acceptance = components["schemas"]["AcceptanceView"];

export const loadTerms = (): Promise<Terms> => unwrap(api.GET("/api/terms", {}));

export const loadAcceptance = (): Promise<Acceptance> => unwrap(api.GET("/api/me/terms", {}));

export const acceptTerms = (version: string): Promise<Acceptance> =>
  unwrap(api.POST("/api/me/terms", { body: { version } }));
