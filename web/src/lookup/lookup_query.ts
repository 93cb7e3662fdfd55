/** The look-up query: a typed code, or the token of a slip's link after its "#", before the first "/". */
export interface LookupQuery {
  readonly code?: string;
  readonly link?: string;
}

/** The question in an address, or in the text of a QR code. Only the part behind the "#" counts: no server sees it. */
export function readLookupQuery(text: string): LookupQuery | null {
  const at = text.indexOf("#");
  const part = at < 0 ? "" : text.slice(at + 1).trim();
  if (!part) return null;
  if (!part.startsWith("code=")) return readLink(part);
  try {
    return { code: decodeURIComponent(part.slice("code=".length)) };
  } catch {
    return null;
  }
}

/** A token ends where other copied text begins; a part that cannot be a token is a typed code. */
function readLink(part: string): LookupQuery | null {
  const first = part.split(/[/\s]/, 1)[0]?.replace(/[.,;)>"”]+$/, "") ?? "";
  if (!first) return null;
  return /^[a-z0-9-]+$/.test(first) ? { link: first } : { code: part };
}

/** The address that looks it up. */
export const makeLookupPath = ({ code = "", link }: LookupQuery) =>
  `/tra-cuu#${link ?? `code=${encodeURIComponent(code)}`}`;
