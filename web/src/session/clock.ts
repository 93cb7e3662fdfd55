/** The server's present moment: its clock may be a simulated one, and the reader's may be wrong. */
import { session } from "./session";

let heard: { readonly of: object; readonly at: number } | null = null;

/** Now, by the server's word at sign-in and the time that has passed here since. */
export function readServerTime(): string {
  const { me } = session.get();
  if (!me) return new Date().toISOString();
  if (heard?.of !== me) heard = { of: me, at: performance.now() };
  return new Date(Date.parse(me.now) + performance.now() - heard.at).toISOString();
}
