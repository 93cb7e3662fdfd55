/** Names that every officer's page needs: procedures and units, asked for once per visit. */
import { agencies, procedures } from "../api/catalogue";
import type { Agency, ProcedureLine } from "../api/types";

export interface Names {
  readonly procedures: ReadonlyMap<string, ProcedureLine>;
  readonly units: readonly Agency[];
}

export async function names(): Promise<Names> {
  const [{ items }, units] = await Promise.all([procedures(), agencies()]);
  return { procedures: new Map(items.map((each) => [each.id, each])), units };
}

export function procedureName(all: Names, id: string | null, language: "vi" | "en"): string {
  const found = id === null ? undefined : all.procedures.get(id);
  return found ? found.name[language] || found.name.vi : (id ?? "");
}
