/** Addresses of the single page: matching, navigation, and guards that run before a page is left. */
import { createStore } from "../lib/store";
import { whenPageIsStill } from "./page_stillness";

export interface PageLocation {
  readonly path: string;
  readonly query: URLSearchParams;
  /** Counts visits, so that coming to the same address again is a new visit. */
  readonly visit: number;
  /** The entry of the history that holds it: Back returns to the same entry. */
  readonly entry: string;
}

type Guard = () => Promise<boolean>;

const FIRST = "first";
/** Entries of an earlier load of the page are others: nothing of them is remembered. */
const LOADED = Date.now().toString(36);

export const currentLocation = createStore<PageLocation>(readLocation(0));
const guards = new Set<Guard>();
let visits = 0;

function readLocation(visit: number): PageLocation {
  const { pathname, search } = globalThis.location ?? { pathname: "/", search: "" };
  const entry = String((globalThis.history?.state as { entry?: string } | null)?.entry ?? FIRST);
  return { path: pathname, query: new URLSearchParams(search), visit, entry };
}

/** Whether the person has moved inside the site: the first page keeps the browser's own focus. */
export function hasMoved(): boolean {
  return visits > 0;
}

/** Go to an address of this site. Waits for the page to save; answers false when it could not. */
export async function go(to: string, how: { replace?: boolean; force?: boolean } = {}): Promise<boolean> {
  for (const guard of how.force ? [] : [...guards]) if (!(await guard())) return false;
  rememberScroll();
  visits += 1;
  history[how.replace ? "replaceState" : "pushState"]({ entry: `${LOADED}-${visits}` }, "", to);
  currentLocation.set(readLocation(visits));
  scrollTo(0, 0);
  return true;
}

/** Change the address without a visit, after a filter or a search box has changed. */
export function replaceUrl(to: string): void {
  history.replaceState(history.state, "", to);
}

/** Called before the page is left by a link or button; false keeps the person here. */
export function beforeLeaving(guard: Guard): () => void {
  guards.add(guard);
  return () => guards.delete(guard);
}

const scrolls = new Map<string, number>();

function rememberScroll(): void {
  scrolls.set(currentLocation.get().entry, scrollY);
}

export function startRouter(): void {
  history.scrollRestoration = "manual";
  addEventListener("popstate", () => {
    void Promise.all([...guards].map((guard) => guard()));
    rememberScroll();
    visits += 1;
    currentLocation.set(readLocation(visits));
    const { path, entry } = currentLocation.get();
    const top = scrolls.get(entry) ?? 0;
    whenPageIsStill(path, () => scrollTo(0, top), { top });
  });
  document.addEventListener("click", follow);
}

/** Files, and pages without scripts: the browser loads them. */
const OF_THE_API = /^\/(api|doc)(\/|$)/;

/** A plain click on a link of this site is a move; everything else is the browser's. */
function follow(event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (!link || event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  if (link.target || link.hasAttribute("download") || link.origin !== location.origin) return;
  if (OF_THE_API.test(link.pathname)) return;
  event.preventDefault();
  if (link.hash && link.pathname === location.pathname) jump(link.hash.slice(1));
  else void go(link.pathname + link.search);
}

/** Move to a part of the page and put the focus there, as a skip link promises. */
export function jump(id: string): void {
  const target = document.getElementById(id);
  target?.focus();
  target?.scrollIntoView({ block: "start" });
}
