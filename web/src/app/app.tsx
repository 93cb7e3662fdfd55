import type { ComponentType } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";
import { lost, Problem } from "../api/problem";
import { useStore } from "../lib/store";
import { isOfficer, session } from "../session/session";
import { Loading } from "../ui/loading";
import { ProblemPage } from "../ui/problem_page";
import { OfficersOnly } from "./officers_only";
import { go, match, type Place, place } from "./router";
import { type PageProps, ROUTES, type Route } from "./routes";
import { Shell } from "./shell";

interface Found {
  readonly route: Route;
  readonly params: Record<string, string>;
}

type Shown =
  | { readonly kind: "page"; readonly Page: ComponentType<PageProps>; readonly found: Found; readonly at: Place }
  | { readonly kind: "problem"; readonly problem: Problem }
  | { readonly kind: "officers_only"; readonly at: Place }
  | { readonly kind: "loading" };

function find(path: string): Found | null {
  for (const route of ROUTES) {
    const params = match(route.path, path);
    if (params) return { route, params };
  }
  return null;
}

/** Load the module of a page before it is shown; returns whether it loaded. */
export async function fetchPage(path: string): Promise<boolean> {
  // The page's own load retries, and reports a second failure.
  const loaded = find(path)
    ?.route.load()
    .then(
      () => true,
      () => false,
    );
  return (await loaded) ?? true;
}

const MISSING = new Problem(404, "not_found", "", "");

/** The page at the present address, inside the shell. The former page stays until the next one is loaded. */
export function App() {
  const at = useStore(place);
  const { state, me } = useStore(session);
  const [turn, setTurn] = useState(0);
  const [shown, setShown] = useState<Shown>({ kind: "loading" });
  const officer = isOfficer(me);
  useLayoutEffect(() => {
    const found = find(at.path);
    if (!found) return setShown({ kind: "problem", problem: MISSING });
    if (found.route.who !== "all" && state === "out") {
      const door = found.route.who === "officer" ? "/officer/sign-in" : "/sign-in";
      void go(`${door}?to=${encodeURIComponent(at.path + location.search)}`, { replace: true, force: true });
      return;
    }
    if (found.route.who === "officer" && !officer) return setShown({ kind: "officers_only", at });
    let wanted = true;
    found.route.load().then(
      ({ default: Page }) => wanted && setShown({ kind: "page", Page, found, at }),
      () => wanted && setShown({ kind: "problem", problem: lost() }),
    );
    return () => {
      wanted = false;
    };
  }, [at, state === "out", officer, turn]);
  const page = shown.kind === "page" ? shown : null;
  const path = shown.kind === "problem" ? at.path : "at" in shown ? shown.at.path : "";
  return (
    <Shell wide={page?.found.route.who === "officer"} path={path}>
      {draw(shown, () => setTurn(turn + 1))}
    </Shell>
  );
}

function draw(shown: Shown, again: () => void) {
  if (shown.kind === "loading") return <Loading />;
  if (shown.kind === "problem") return <ProblemPage problem={shown.problem} again={again} />;
  if (shown.kind === "officers_only") return <OfficersOnly path={shown.at.path} />;
  const { Page, found, at } = shown;
  return <Page key={at.path + at.visit} params={found.params} query={at.query} />;
}
