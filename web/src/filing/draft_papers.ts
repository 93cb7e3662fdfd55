/** The papers that were uploaded to a draft, and what this visit knows of them. */
import { api, unwrap } from "../api/client";
import type { Paper } from "../api/types";

/** The component of each paper by its id, by draft: the list of sections shows progress without asking again. */
const known = new Map<string, Map<string, string>>();

export async function loadDraftPapers(id: string): Promise<readonly Paper[]> {
  const params = { path: { dossier_id: id } };
  const { items } = await unwrap(api.GET("/api/dossiers/{dossier_id}/papers", { params }));
  for (const paper of items) noteDraftPaper(id, paper);
  return items;
}

export function noteDraftPaper(id: string, paper: Paper): void {
  const papers = known.get(id) ?? new Map<string, string>();
  known.set(id, papers.set(paper.id, paper.component));
}

/** The components as far as this visit has seen the papers. */
export const getPaperComponents = (id: string): ReadonlyMap<string, string> => known.get(id) ?? new Map();

export function forgetDraftPapers(id: string): void {
  known.delete(id);
}
