import { render } from "preact";
import { watchConnection } from "./api/network";
import { App } from "./app/app";
import { go, startRouter } from "./app/router";
import { watchIdle } from "./session/idle";
import { returned } from "./session/session";

async function start(): Promise<void> {
  const next = await returned();
  if (location.search.includes("code=")) history.replaceState(null, "", "/");
  startRouter();
  watchConnection();
  watchIdle();
  if (next) await go(next, { replace: true, force: true });
  const root = document.getElementById("app");
  if (root) render(<App />, root);
}

void start();
