/**
 * State of a page outside its address: a search and its results. It is kept in memory for each entry of
 * the history, so that Back finds it again, and is gone with the page, with the session and with a reload. It never
 * enters an address: searches name people.
 */
import { useCallback, useState } from "preact/hooks";
import { session } from "../session/session";
import { currentLocation } from "./router";

const kept = new Map<string, unknown>();

session.subscribe(() => {
  if (session.get().state !== "in") kept.clear();
});

/** State that outlives its page: coming back to the same entry of the history finds it as it was left. */
export function useRemembered<T>(name: string, initial: T): readonly [T, (next: T) => void] {
  const [at] = useState(() => `${currentLocation.get().entry} ${currentLocation.get().path} ${name}`);
  const [value, setValue] = useState<T>(() => (kept.has(at) ? (kept.get(at) as T) : initial));
  const change = useCallback(
    (next: T) => {
      kept.set(at, next);
      setValue(() => next);
    },
    [at],
  );
  return [value, change];
}
