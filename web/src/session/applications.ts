/** Registered applications, opened with the session of this page (decision 0311). */
import type { components } from "../generated/api";
import { type OpeningWish, openOne } from "./route";
import { findSessionId, getAccessToken, keepSessionId } from "./session";

export type OwnApplications = components["schemas"]["OwnApplicationsView"];

/** Open the application that the address asks for; returns where the browser goes. Throws the Problem. */
export async function openApplication(asked: URLSearchParams): Promise<string> {
  // A session that nears its end is renewed first, so that opening needs one call.
  await getAccessToken();
  const read = (name: string) => asked.get(name) ?? "";
  const wish: OpeningWish = {
    session: findSessionId(),
    client_id: read("client_id"),
    redirect_uri: read("redirect_uri"),
    state: read("state"),
    code_challenge: read("code_challenge"),
    code_challenge_method: "S256",
    nonce: asked.get("nonce"),
  };
  const opened = await openOne(wish);
  keepSessionId(opened.session);
  return opened.url;
}
