/**
 * Finds and loads the module of the page at an address.
 * `main.tsx` gives the list of pages once: pages themselves call this file, so that it cannot import the list.
 */
import { useEffect } from "preact/hooks";
import { matchPath } from "./match_path";
import type { Route } from "./route";

export interface FoundRoute {
  readonly route: Route;
  readonly params: Record<string, string>;
}

let routes: readonly Route[] = [];

/** Set the pages of the site, before the first one is looked for. */
export function setRoutes(all: readonly Route[]): void {
  routes = all;
}

export function findRoute(path: string): FoundRoute | null {
  for (const route of routes) {
    const params = matchPath(route.path, path);
    if (params) return { route, params };
  }
  return null;
}

/** Load the module of a page before it is shown; returns whether it loaded. */
export async function fetchPage(path: string): Promise<boolean> {
  // The page's own load retries, and reports a second failure.
  const loaded = findRoute(path)
    ?.route.load()
    .then(
      () => true,
      () => false,
    );
  return (await loaded) ?? true;
}

/** Load the module of the page that people open next, once this page is shown. Its data are not asked for. */
export function useNextPage(path: string, shown: boolean): void {
  useEffect(() => {
    if (shown) void fetchPage(path);
  }, [path, shown]);
}
