/** Procedures of the dossiers that lists have shown, so that a move to one of them asks for everything at once. */
import type { Listed } from "../api/types";

const codes = new Map<string, string>();

export function rememberProcedures(rows: readonly Pick<Listed, "dossier_id" | "procedure">[]): void {
  for (const { dossier_id, procedure } of rows) if (procedure) codes.set(dossier_id, procedure);
}

/** The procedure as a list named it; the dossier itself has the last word. */
export const findListedProcedure = (dossier: string): string | undefined => codes.get(dossier);
