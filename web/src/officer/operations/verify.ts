/** Checks a dossier's ledger here, without trusting its sender: hashes over RFC 8785 text, fact by fact. */
import type { components } from "../../generated/api";

export type Ledger = components["schemas"]["LedgerView"];
type Fact = Readonly<Record<string, unknown>>;

export interface Fault {
  /** Number of the fact from 1; 0 for the ledger as a whole. */
  readonly fact: number;
  readonly what: "other_dossier" | "sequence" | "broken_chain" | "no_canonical_form" | "length" | "head" | "part";
  readonly detail: string;
}

export interface Checked {
  readonly faults: readonly Fault[];
  readonly facts: number;
  /** Facts that were cut to the reader: of these the place in the chain alone is proven. */
  readonly cut: number;
  /** Personal parts whose digest was worked out from their value and salt. */
  readonly parts: number;
  readonly head: string;
}

const GENESIS = "0".repeat(64);

/**
 * RFC 8785 text. Ledgers hold text, whole numbers, plain decimals, booleans, lists and objects with ASCII keys; for
 * these the rules are: keys sorted, no space, numbers and texts as JSON.stringify writes them.
 */
export function canonicalize(value: unknown): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "string") {
    // With the flag this matches only half of a surrogate pair.
    if (/\p{Surrogate}/u.test(value)) throw new TypeError("text with half a character");
    return JSON.stringify(value);
  }
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new TypeError("no number of a ledger");
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonicalize).join(",")}]`;
  if (typeof value === "object") {
    const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return `{${fields.map(([key, item]) => `${JSON.stringify(key)}:${canonicalize(item)}`).join(",")}}`;
  }
  throw new TypeError(`a ledger holds no ${typeof value}`);
}

const toHex = (bytes: ArrayBuffer) =>
  [...new Uint8Array(bytes)].map((each) => each.toString(16).padStart(2, "0")).join("");

async function hashSha256(...texts: readonly Uint8Array[]): Promise<string> {
  const whole = new Uint8Array(texts.reduce((sum, each) => sum + each.length, 0));
  let at = 0;
  for (const each of texts) {
    whole.set(each, at);
    at += each.length;
  }
  return toHex(await crypto.subtle.digest("SHA-256", whole));
}

const encodeUtf8 = (text: string) => new TextEncoder().encode(text);

export async function digestFact(fact: Fact): Promise<string> {
  return hashSha256(encodeUtf8(canonicalize(fact)));
}

/** The digest that a fact carries in place of a personal part. */
export async function digestPart(salt: string, value: unknown): Promise<string> {
  if (!/^([0-9a-f]{2})*$/.test(salt)) throw new TypeError("no salt");
  const bytes = Uint8Array.from(salt.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  return hashSha256(bytes, encodeUtf8(canonicalize(value)));
}

/** Whether parts of a fact that the reader may not see were left out; the fact's own hash stands in it. */
export const isCut = (fact: Fact): boolean => "withheld" in fact;

function readStatedHash(fact: Fact): string {
  return typeof fact.hash === "string" && /^[0-9a-f]{64}$/.test(fact.hash) ? fact.hash : "";
}

export async function verify(ledger: Ledger): Promise<Checked> {
  const faults: Fault[] = [];
  const known = new Set<string>();
  let expected = GENESIS;
  let cut = 0;
  for (const [at, fact] of ledger.facts.entries()) {
    const n = at + 1;
    if (fact.dossier !== ledger.dossier_id)
      faults.push({ fact: n, what: "other_dossier", detail: String(fact.dossier) });
    if (fact.seq !== n) faults.push({ fact: n, what: "sequence", detail: String(fact.seq) });
    if (fact.prev !== expected) faults.push({ fact: n, what: "broken_chain", detail: String(fact.prev) });
    if (fact.parts && typeof fact.parts === "object") {
      for (const digest of Object.values(fact.parts)) known.add(String(digest));
    }
    if (isCut(fact)) cut += 1;
    expected = isCut(fact) ? readStatedHash(fact) : await digestFact(fact).catch(() => "");
    if (!expected) faults.push({ fact: n, what: "no_canonical_form", detail: "" });
  }
  if (ledger.facts.length !== ledger.length) faults.push({ fact: 0, what: "length", detail: String(ledger.length) });
  if (expected !== ledger.head) faults.push({ fact: 0, what: "head", detail: ledger.head });
  const parts = Object.entries(ledger.parts);
  for (const [digest, { salt, value }] of parts) {
    const found = known.has(digest) ? await digestPart(salt, value).catch(() => "") : "";
    if (found !== digest) faults.push({ fact: 0, what: "part", detail: digest });
  }
  return { faults, facts: ledger.facts.length, cut, parts: parts.length, head: expected };
}
