import { useEffect, useState } from "preact/hooks";
import { fetchPage } from "../app/page_modules";
import { go } from "../app/router";
import type { DraftSession } from "./draft_autosave";

const RETRY_MS = 5000;
/** Longest that a move waits for a slow save: typed text stays in memory, and is saved from the next page. */
const LONGEST_WAIT_MS = 3000;

export interface MovingOn {
  /** The next address once the network is back; null without a pending move. */
  readonly waitingFor: string | null;
  /** Move on to another section, now or when the network is back. */
  to(path: string): Promise<void>;
  stay(): void;
}

/** Moving from a section to the next: without a network the page stays as it is, and moves by itself once it is back. */
export function useMovingOn(draftSession: DraftSession): MovingOn {
  const [waitingFor, setWaitingFor] = useState<string | null>(null);
  async function to(path: string): Promise<void> {
    const slow = new Promise<boolean>((late) => setTimeout(() => late(true), LONGEST_WAIT_MS));
    // The page is fetched only with a network: a browser may cache a failed fetch.
    const ready = draftSession.reach().then((there) => there && fetchPage(path));
    const there = await Promise.race([ready, slow]);
    if (there) {
      setWaitingFor(null);
      await go(path);
    } else if (draftSession.store.get().problem?.isLost ?? true) setWaitingFor(path);
  }
  useEffect(() => {
    if (!waitingFor) return;
    const again = () => void to(waitingFor);
    const timer = setInterval(again, RETRY_MS);
    addEventListener("online", again);
    return () => {
      clearInterval(timer);
      removeEventListener("online", again);
    };
  }, [waitingFor]);
  return { waitingFor, to, stay: () => setWaitingFor(null) };
}
