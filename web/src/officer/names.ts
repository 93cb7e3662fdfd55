/** Names that every officer's page needs: procedures and units, asked for once per visit. */
import { agencies } from "../api/catalogue";
import { api, got } from "../api/client";
import type { Agency, ProcedureLine } from "../api/types";

export interface Names {
  readonly procedures: ReadonlyMap<string, ProcedureLine>;
  readonly units: readonly Agency[];
}

let known: Promise<Names> | null = null;

async function load(): Promise<Names> {
  const [{ items }, units] = await Promise.all([got(api.GET("/api/procedures", {})), agencies()]);
  return { procedures: new Map(items.map((each) => [each.id, each])), units };
}

export function names(): Promise<Names> {
  known ??= load();
  known.catch(() => {
    known = null;
  });
  return known;
}

export function procedureName(all: Names, id: string | null, language: "vi" | "en"): string {
  const found = id === null ? undefined : all.procedures.get(id);
  return found ? found.name[language] || found.name.vi : (id ?? "");
}
