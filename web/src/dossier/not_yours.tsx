/** Parts of a dossier that the reader gets; the server decides, pages only follow. */
import type { Dossier } from "../api/types";
import type { components } from "../generated/api";
import { defineWords, useWords } from "../lib/language";

export type Content = components["schemas"]["Content"];

const words = defineWords(
  { notYours: "Phần này không thuộc nhiệm vụ của bạn." },
  { notYours: "This part is not among your duties." },
);

/** Whether the reader is given one of these contents. */
export function mayRead(dossier: Dossier, ...contents: readonly Content[]): boolean {
  return contents.some((each) => dossier.reads.includes(each));
}

/** Says in the place of a part why it is not there. */
export function NotYours() {
  return <p class="muted">{useWords(words).notYours}</p>;
}
