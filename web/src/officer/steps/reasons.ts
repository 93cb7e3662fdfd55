/** Coded reasons that a person may choose, as the law of the dossier's day lists them. */
import { api, unwrap } from "../../api/client";
import { writeDay } from "../../lib/format";

export interface Reasons {
  readonly codes: readonly string[];
  /** Article of the list; empty for a choice of the service. */
  readonly article: string;
}

const known = new Map<string, Promise<Reasons>>();

/** A bare day as the API writes it. */
function toIsoDay(iso: string): string {
  return writeDay(iso).split("/").reverse().join("-");
}

export function loadReasons(param: string, filedAt: string, scope: Readonly<Record<string, string>> = {}) {
  const at = `${param}|${toIsoDay(filedAt)}|${Object.values(scope)}`;
  const found = known.get(at) ?? requestReasons(param, toIsoDay(filedAt), scope);
  known.set(at, found);
  found.catch(() => known.delete(at));
  return found;
}

async function requestReasons(param: string, date: string, scope: Readonly<Record<string, string>>): Promise<Reasons> {
  const { rules } = await unwrap(api.GET("/api/law", { params: { query: { date } } }));
  const rule = rules.find(
    (each) =>
      each.param === param && Object.entries(scope).every(([name, value]) => (each.scope[name] ?? value) === value),
  );
  const codes = Array.isArray(rule?.value) ? rule.value.map(String) : [];
  return { codes, article: rule?.is_law && rule.article ? `${rule.article} ${rule.instrument}` : "" };
}
