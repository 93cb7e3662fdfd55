import "./app/first_script";
import { render } from "preact";
import { beginOwnRequests } from "./api/client";
import { watchConnection } from "./api/network";
import { App } from "./app/app";
import { restorePlace, watchPlace } from "./app/last_page";
import { fetchPage, setRoutes } from "./app/page_modules";
import { currentLocation, go, startRouter } from "./app/router";
import { ROUTES } from "./app/routes";
import { loadConfig } from "./lib/config";
import { watchIdle } from "./session/idle";
import { isOfficer, openSession, session } from "./session/session";

/** Longest wait of the first picture for the header's texts about this province, so that nothing moves afterwards. */
const CONFIG_MS = 1000;

/** A page's first requests go out while its scripts are loaded; an officers' page has none for others. */
function beginPage(officer: boolean): void {
  const { path } = currentLocation.get();
  if (officer || !path.startsWith("/officer")) beginOwnRequests(path);
}

function followMoves(): void {
  const { me, state } = session.get();
  if (state === "in") beginPage(isOfficer(me));
}

async function start(): Promise<void> {
  setRoutes(ROUTES);
  void fetchPage(currentLocation.get().path);
  const known = loadConfig().then(
    () => undefined,
    () => undefined,
  );
  const next = await openSession(beginPage);
  if (location.search.includes("code=")) history.replaceState(null, "", "/");
  startRouter();
  currentLocation.subscribe(followMoves);
  watchConnection();
  watchIdle();
  watchPlace();
  if (next) await go(next, { replace: true, force: true });
  await Promise.race([known, new Promise((wait) => setTimeout(wait, CONFIG_MS))]);
  const root = document.getElementById("app");
  root?.replaceChildren();
  if (root) render(<App />, root);
  if (!next) restorePlace();
}

void start();
