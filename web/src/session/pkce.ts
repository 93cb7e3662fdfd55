/** The authorisation-code flow with PKCE (RFC 7636) against the user pool; nothing here is kept. */
import { type Config, config } from "../lib/config";

export interface Tokens {
  readonly access: string;
  readonly refresh: string | null;
  /** Claims of the id token: who signed in, for prefilling forms. The API never sees them. */
  readonly claims: Claims;
  /** When the access token ends, milliseconds of this device's clock. */
  readonly until: number;
}

export type Claims = Readonly<Record<string, string | undefined>>;

/** A sign-in that has begun: what its answer must match. */
export interface Begun {
  readonly verifier: string;
  readonly state: string;
}

interface Answer {
  readonly access_token: string;
  readonly refresh_token?: string;
  readonly id_token?: string;
  readonly expires_in: number;
}

export class SignInRefused extends Error {}

const base64url = (bytes: Uint8Array) =>
  btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");
const random = (size: number) => base64url(crypto.getRandomValues(new Uint8Array(size)));
const home = () => `${location.origin}/`;

export function begin(): Begun {
  return { verifier: random(48), state: random(16) };
}

/** Where the person signs in. */
export async function authorizeUrl(begun: Begun): Promise<string> {
  const { client_id, sign_in_origin } = await config();
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(begun.verifier));
  const asked = new URLSearchParams({
    response_type: "code",
    client_id,
    redirect_uri: home(),
    scope: "openid profile email",
    state: begun.state,
    code_challenge: base64url(new Uint8Array(digest)),
    code_challenge_method: "S256",
  });
  return `${sign_in_origin}/oauth2/authorize?${asked}`;
}

export async function exchange(code: string, verifier: string): Promise<Tokens> {
  const { client_id } = await config();
  const form = { grant_type: "authorization_code", client_id, redirect_uri: home(), code, code_verifier: verifier };
  return tokensOf(await post(form), null);
}

/** New tokens for a refresh token, which is used up by it. Throws SignInRefused when it is no longer good. */
export async function refresh(was: Tokens): Promise<Tokens> {
  const { client_id } = await config();
  if (!was.refresh) throw new SignInRefused("no refresh token");
  return tokensOf(await post({ grant_type: "refresh_token", client_id, refresh_token: was.refresh }), was);
}

/** End the session at the pool: the refresh token and what was made from it are no longer good. */
export async function revoke(tokens: Tokens): Promise<void> {
  const { client_id, identity_api } = await config();
  if (!tokens.refresh) return;
  await fetch(`${identity_api}/`, {
    method: "POST",
    headers: {
      "Content-Type": "application/x-amz-json-1.1",
      "X-Amz-Target": "AWSCognitoIdentityProviderService.RevokeToken",
    },
    body: JSON.stringify({ ClientId: client_id, Token: tokens.refresh }),
    keepalive: true,
  });
}

/** Where the pool forgets its own session, so that the next person at this computer is asked for a password. */
export function logoutUrl({ sign_in_origin, client_id }: Config): string {
  return `${sign_in_origin}/logout?${new URLSearchParams({ client_id, logout_uri: home() })}`;
}

async function post(form: Record<string, string>): Promise<Answer> {
  const { sign_in_origin } = await config();
  const answer = await fetch(`${sign_in_origin}/oauth2/token`, {
    method: "POST",
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(form),
  });
  if (answer.status >= 500) throw new TypeError(`token endpoint: ${answer.status}`);
  if (!answer.ok) throw new SignInRefused(`token endpoint: ${answer.status}`);
  return (await answer.json()) as Answer;
}

function tokensOf(answer: Answer, was: Tokens | null): Tokens {
  return {
    access: answer.access_token,
    refresh: answer.refresh_token ?? was?.refresh ?? null,
    claims: answer.id_token ? claimsOf(answer.id_token) : (was?.claims ?? {}),
    until: Date.now() + answer.expires_in * 1000,
  };
}

/** The claims of an id token that came straight from the pool over TLS: read, not verified (OpenID Connect 3.1.3.7). */
export function claimsOf(token: string): Claims {
  const middle = (token.split(".")[1] ?? "").replace(/-/g, "+").replace(/_/g, "/");
  const bytes = Uint8Array.from(atob(middle), (char) => char.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes)) as Claims;
}
