/** Names that every officer's page needs: procedures and units, asked for once per visit. */
import { loadAgencies, loadProcedures } from "../../api/catalogue";
import type { Agency, ProcedureLine } from "../../api/types";

export interface Names {
  readonly procedures: ReadonlyMap<string, ProcedureLine>;
  readonly units: readonly Agency[];
}

export async function loadNames(): Promise<Names> {
  const [{ items }, units] = await Promise.all([loadProcedures(), loadAgencies()]);
  return { procedures: new Map(items.map((each) => [each.id, each])), units };
}

export function nameProcedure(all: Names, id: string | null, language: "vi" | "en"): string {
  const found = id === null ? undefined : all.procedures.get(id);
  return found ? found.name[language] || found.name.vi : (id ?? "");
}
