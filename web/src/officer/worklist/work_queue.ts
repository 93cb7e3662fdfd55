/** The list that the person works through: from a dossier one moves on to the next without a look at the list. */
import { createStore } from "../../lib/store";

interface WorkQueue {
  readonly ids: readonly string[];
  /** The address of the list. */
  readonly back: string;
}

/** In memory alone: the list that was shown last. */
export const workQueue = createStore<WorkQueue>({ ids: [], back: "/officer" });

export interface Neighbours {
  readonly previous: string | null;
  readonly next: string | null;
  readonly at: number;
  readonly of: number;
}

/** The previous and next dossier of the list; none when it was opened from elsewhere. */
export function findNeighbours({ ids }: WorkQueue, id: string): Neighbours | null {
  const at = ids.indexOf(id);
  if (at < 0) return null;
  return { previous: ids[at - 1] ?? null, next: ids[at + 1] ?? null, at: at + 1, of: ids.length };
}
