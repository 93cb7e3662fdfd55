import { render } from "preact";
import { watchConnection } from "./api/network";
import { App } from "./app/app";
import { restorePlace, watchPlace } from "./app/last_place";
import { fetchPage, setRoutes } from "./app/page_modules";
import { go, place, startRouter } from "./app/router";
import { ROUTES } from "./app/routes";
import { config } from "./lib/config";
import { watchIdle } from "./session/idle";
import { arrive } from "./session/session";

/** Longest that the first picture waits for what the header says of this place, so that nothing moves afterwards. */
const CONFIG_MS = 1000;

async function start(): Promise<void> {
  setRoutes(ROUTES);
  void fetchPage(place.get().path);
  const known = config().then(
    () => undefined,
    () => undefined,
  );
  const next = await arrive();
  if (location.search.includes("code=")) history.replaceState(null, "", "/");
  startRouter();
  watchConnection();
  watchIdle();
  watchPlace();
  if (next) await go(next, { replace: true, force: true });
  await Promise.race([known, new Promise((wait) => setTimeout(wait, CONFIG_MS))]);
  const root = document.getElementById("app");
  if (root) render(<App />, root);
  if (!next) restorePlace();
}

void start();
