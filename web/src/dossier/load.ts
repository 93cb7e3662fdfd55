import { loadAgencies, loadForm, loadProcedure } from "../api/catalogue";
import { api, unwrap } from "../api/client";
import type { Agency, Dossier, Fallback, Paper, Procedure, TimelineLine } from "../api/types";
import type { FormSchema } from "../eform/schema";
import type { components } from "../generated/api";
import { findListedProcedure } from "./listed_procedures";

export interface DossierView {
  readonly dossier: Dossier;
  readonly timeline: readonly TimelineLine[];
  /** Officers whom the timeline names; an applicant sees offices alone. */
  readonly people: readonly components["schemas"]["PersonView"][];
  /** By which article texts other than the province's regulation apply; null where none does. */
  readonly fallback: Fallback | null;
  readonly papers: readonly Paper[];
  readonly units: readonly Agency[];
  readonly procedure: Procedure;
  readonly form: FormSchema;
}

const makePath = (id: string) => ({ params: { path: { dossier_id: id } } });

const loadRules = (procedure: string) => Promise.all([loadProcedure(procedure), loadForm(procedure)]);

export async function loadDossier(id: string): Promise<DossierView> {
  const listed = findListedProcedure(id);
  // Both are kept once they came; what failed is asked for again below.
  if (listed) loadRules(listed).catch(() => undefined);
  const asked = unwrap(api.GET("/api/dossiers/{dossier_id}", makePath(id)));
  const [dossier, { items: timeline, people, fallback }, { items: papers }, units, [found, schema]] = await Promise.all(
    [
      asked,
      unwrap(api.GET("/api/dossiers/{dossier_id}/timeline", makePath(id))),
      unwrap(api.GET("/api/dossiers/{dossier_id}/papers", makePath(id))),
      loadAgencies(),
      asked.then(({ procedure }) => loadRules(procedure.id)),
    ],
  );
  return { dossier, timeline, people, fallback, papers, units, procedure: found, form: schema };
}

/** A personal part of the newest fact of that kind whose part the reader has: guidance, the reason, the answers. */
export function findPart(whole: DossierView, kinds: readonly string[], name: string): unknown {
  const held = new Map(whole.dossier.parts?.map((each) => [each.digest, each.value]));
  const line = whole.timeline.findLast((each) => kinds.includes(each.kind) && held.has(each.parts[name] ?? ""));
  return held.get(line?.parts[name] ?? "");
}

/** Whether a file is of the dossier: one that was uploaded but taken out again, or not sent yet, was never filed. */
export function isOfDossier(paper: Paper, dossier: Dossier): boolean {
  return !FILED.has(paper.kind) || paper.id in dossier.papers;
}

const FILED: ReadonlySet<Paper["kind"]> = new Set(["component", "exemption_proof"]);

/** A link to one checked paper; it is good for some minutes and is asked for again each time. */
async function requestLink(dossier: string, paper: string): Promise<string> {
  const path = { dossier_id: dossier, paper_id: paper };
  return (await unwrap(api.GET("/api/dossiers/{dossier_id}/papers/{paper_id}/link", { params: { path } }))).url;
}

/** Opens one checked paper from the store, as a download. */
export async function openPaper(dossier: string, paper: string): Promise<void> {
  const anchor = document.createElement("a");
  anchor.href = await requestLink(dossier, paper);
  anchor.target = "_blank";
  anchor.rel = "noopener noreferrer";
  anchor.click();
}

/** The bytes of one checked paper. Throws when the store does not give them. */
export async function readPaper(dossier: string, paper: string): Promise<Blob> {
  return readStored(await requestLink(dossier, paper));
}

/** The bytes behind a link of the store. Throws when it does not give them. */
export async function readStored(url: string): Promise<Blob> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`the file store answered ${answer.status}`);
  return await answer.blob();
}
