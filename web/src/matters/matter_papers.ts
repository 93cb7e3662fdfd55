/** Files of matters: of one that stands, or of one that is being written and has no id before its first file. */
import { api, unwrap } from "../api/client";
import type { Paper } from "../api/types";
import { readStored } from "../dossier/load";
import { type Announcement, addPlace, type UploadPlace } from "../filing/upload_place";
import type { Matter } from "./matter_calls";

const PREFIX = "matter-";

export async function listMatterPapers(id: string): Promise<readonly Paper[]> {
  return (await unwrap(api.GET("/api/matters/papers/{matter_id}", { params: { path: { matter_id: id } } }))).items;
}

/** The files that came with a matter and that the reader may have; asked for only where there are some. */
export async function loadTakenPapers(matter: Matter): Promise<readonly Paper[]> {
  const taken = new Set((matter.course ?? []).flatMap(({ papers }) => papers));
  return taken.size > 0 ? (await listMatterPapers(matter.id)).filter(({ id }) => taken.has(id)) : [];
}

async function announceFile(
  where: { matter_id?: string; opening?: string },
  plural: string,
  body: Announcement,
  key: string,
) {
  const { name, size, sha256, content_type } = body;
  return unwrap(
    api.POST("/api/matters/papers", {
      params: { header: { "Idempotency-Key": key } },
      body: { matter_kind: plural, ...where, name, size, sha256, content_type },
    }),
  );
}

async function readMatterPaper(matter_id: string, paper_id: string): Promise<Blob> {
  const path = { matter_id, paper_id };
  return readStored((await unwrap(api.GET("/api/matters/papers/{matter_id}/{paper_id}", { params: { path } }))).url);
}

/** Where the files of a matter that stands are kept, by the id of the place. */
export function openMatterPlace(plural: string, id: string): string {
  addPlace(PREFIX + id, {
    announce: (body, key) => announceFile({ matter_id: id }, plural, body, key),
    list: () => listMatterPapers(id),
    read: (paperId) => readMatterPaper(id, paperId),
  });
  return PREFIX + id;
}

/** Where the files of a matter are kept that will be opened with a key. Its id comes with the first file. */
export function openOpeningPlace(plural: string, opening: string): string {
  let id = "";
  const place: UploadPlace = {
    async announce(body, key) {
      const made = await announceFile({ opening }, plural, body, key);
      id = made.matter_id;
      return made;
    },
    list: async () => (id ? listMatterPapers(id) : []),
    read: (paperId) => readMatterPaper(id, paperId),
  };
  addPlace(PREFIX + opening, place);
  return PREFIX + opening;
}
