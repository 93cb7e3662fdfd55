/**
 * Finds and loads the module of the page at an address.
 * `main.tsx` gives the list of pages once: pages themselves call this file, so that it cannot import the list.
 */
import type { Route } from "./route";
import { matchPath } from "./router";

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
