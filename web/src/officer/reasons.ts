/** Coded reasons that a person may choose, as the law of the dossier's day lists them. */
import { api, got } from "../api/client";
import { day } from "../lib/format";

export interface Reasons {
  readonly codes: readonly string[];
  /** Article of the list; empty for a choice of the service. */
  readonly article: string;
}

const known = new Map<string, Promise<Reasons>>();

/** A bare day as the API writes it. */
function isoDay(iso: string): string {
  return day(iso).split("/").reverse().join("-");
}

export function reasons(param: string, filedAt: string, scope: Readonly<Record<string, string>> = {}) {
  const at = `${param}|${isoDay(filedAt)}|${Object.values(scope)}`;
  const found = known.get(at) ?? ask(param, isoDay(filedAt), scope);
  known.set(at, found);
  found.catch(() => known.delete(at));
  return found;
}

async function ask(param: string, date: string, scope: Readonly<Record<string, string>>): Promise<Reasons> {
  const { rules } = await got(api.GET("/api/law", { params: { query: { date } } }));
  const rule = rules.find(
    (each) =>
      each.param === param && Object.entries(scope).every(([name, value]) => (each.scope[name] ?? value) === value),
  );
  const codes = Array.isArray(rule?.value) ? rule.value.map(String) : [];
  return { codes, article: rule?.is_law && rule.article ? `${rule.article} ${rule.instrument}` : "" };
}
