/** What files are uploaded to: a dossier or draft, or a matter. Each has its own addresses and is otherwise alike. */
import { api, unwrap } from "../api/client";
import type { Paper, PaperKind } from "../api/types";
import { readPaper } from "../dossier/load";

export interface Announcement {
  readonly kind: PaperKind;
  readonly component: string;
  readonly name: string;
  readonly size: number;
  readonly sha256: string;
  readonly content_type: string;
}

/** The stored paper, and the one link that takes its bytes. */
export interface Announced {
  readonly paper: Paper;
  readonly url: string;
  readonly headers: unknown;
}

export interface UploadPlace {
  /** The same key is the same paper. */
  announce(body: Announcement, key: string): Promise<Announced>;
  /** The papers that are there, with the results of their check. */
  list(): Promise<readonly Paper[]>;
  read(paperId: string): Promise<Blob>;
}

const places = new Map<string, UploadPlace>();

/** Name a place for uploads, under an id that no dossier has. */
export function addPlace(id: string, place: UploadPlace): void {
  places.set(id, place);
}

/** The place with an id: that of a matter, else the dossier or draft itself. */
export const findPlace = (id: string): UploadPlace => places.get(id) ?? makeDossierPlace(id);

const makeDossierPlace = (dossier_id: string): UploadPlace => ({
  announce: (body, key) =>
    unwrap(
      api.POST("/api/dossiers/{dossier_id}/papers", {
        params: { path: { dossier_id }, header: { "Idempotency-Key": key } },
        body,
      }),
    ),
  list: async () =>
    (await unwrap(api.GET("/api/dossiers/{dossier_id}/papers", { params: { path: { dossier_id } } }))).items,
  read: (paperId) => readPaper(dossier_id, paperId),
});
