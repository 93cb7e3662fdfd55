import type { components } from "../generated/api";
import type { Language } from "../lib/language";

type Body = components["schemas"]["Problem"];
export type FieldProblem = components["schemas"]["FieldProblem"];

/** A refusal of the API, or no answer at all (status 0). The words are the server's, in both languages. */
export class Problem extends Error {
  override readonly name = "Problem";

  constructor(
    readonly status: number,
    readonly code: string,
    readonly vi: string,
    readonly en: string,
    readonly fields: readonly FieldProblem[] = [],
    readonly allowed: readonly string[] = [],
    readonly retryAfter: number | null = null,
    readonly traceId: string | null = null,
    /** Articles that the refusal rests on, as printed. */
    readonly law: readonly string[] = [],
  ) {
    super(`${status} ${code}`);
  }

  /** Whether the request may have been carried out all the same. */
  get unknownOutcome(): boolean {
    return this.status === 0 || this.status >= 500;
  }

  /** Whether the system was not reached at all. */
  get isLost(): boolean {
    return this.code === "network";
  }

  text(language: Language): string {
    return language === "vi" ? this.vi : this.en;
  }
}

const LOST = {
  vi: "Chưa nối được với hệ thống. Kiểm tra mạng rồi thử lại; những gì đã điền vẫn còn trên màn hình này.",
  en: "The system cannot be reached. Check your connection and try again; what you typed is still on this screen.",
};
const FAULT = {
  vi: "Hệ thống gặp lỗi và chưa nhận được. Những gì đã điền vẫn còn; hãy thử lại sau ít phút.",
  en: "The system has a fault and did not take this. What you typed is still here; try again in a few minutes.",
};
const BUSY = {
  vi: "Có quá nhiều yêu cầu cùng lúc. Chờ một chút rồi thử lại; những gì đã điền vẫn còn.",
  en: "Too many requests at once. Wait a moment and try again; what you typed is still here.",
};

export function makeLostProblem(): Problem {
  return new Problem(0, "network", LOST.vi, LOST.en);
}

/** The problem that an answer states; an answer of the edge, which speaks no Vietnamese, gets our words. */
export async function readProblem(answer: Response, read: unknown): Promise<Problem> {
  const retry = Number(answer.headers.get("Retry-After")) || null;
  if (isBody(read)) {
    return new Problem(
      read.status,
      read.code,
      read.detail.vi,
      read.detail.en,
      read.errors ?? [],
      read.allowed ?? [],
      retry,
      read.trace_id,
      read.law ?? [],
    );
  }
  const said = answer.status === 429 ? BUSY : FAULT;
  return new Problem(answer.status, `http_${answer.status}`, said.vi, said.en, [], [], retry);
}

function isBody(read: unknown): read is Body {
  return typeof read === "object" && read !== null && "detail" in read && typeof read.detail === "object";
}

/** Anything thrown, as a problem. */
export function toProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  return new Problem(0, "client_fault", FAULT.vi, FAULT.en);
}
