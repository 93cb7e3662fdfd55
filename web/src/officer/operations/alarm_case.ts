/** From the security log to a case about the account: the address that carries what was found there, in codes alone, and
 * the answers with which the case's form begins. */
import { writeDateTime } from "../../lib/format";
import type { securityLogWords } from "./security_log_words";

/** The kind of matter that a case about an account is. */
export const ACCOUNT_CASES = "account-cases";

/** What was found: an alarm, or the outcome of one request. */
export interface Finding {
  readonly who: string;
  readonly cause: string;
  readonly at: string;
  readonly traceId: string;
  readonly count?: number;
}

type LogWords = (typeof securityLogWords)["vi"];

export function makeCasePath({ who, cause, at, traceId, count = 1 }: Finding): string {
  const carried = new URLSearchParams({ account: who, cause, at, trace: traceId, count: String(count) });
  return `/officer/matters/${ACCOUNT_CASES}/moi?${carried}`;
}

const CODE = /^[a-z][a-z0-9_]{0,63}$/;
const ID = /^[A-Za-z0-9-]{1,64}$/;

/** The answers that the address gives; none for another form, or where a part of it is no code of ours. */
export function readCaseAnswers(plural: string, query: URLSearchParams, w: LogWords): Readonly<Record<string, string>> {
  const [who, cause, at, trace] = ["account", "cause", "at", "trace"].map((name) => query.get(name) ?? "");
  const count = Number(query.get("count"));
  if (plural !== ACCOUNT_CASES || !who || !cause || !at || !trace) return {};
  if (![who, trace].every((id) => ID.test(id)) || !CODE.test(cause) || Number.isNaN(Date.parse(at))) return {};
  if (!Number.isInteger(count) || count < 1) return {};
  const named = (w as unknown as Readonly<Record<string, unknown>>)[cause];
  const subject = typeof named === "string" ? named : w.record(cause);
  const alarm = [subject, writeDateTime(at), ...(count > 1 ? [w.times(count)] : []), w.trace(trace)].join("; ");
  return { sort: "breach", subject, account_id: who, alarm };
}
