import type { ComponentType } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";
import { makeLostProblem, Problem } from "../api/problem";
import { useStore } from "../lib/store";
import { isOfficer, session } from "../session/session";
import { Loading } from "../ui/loading";
import { ProblemPage } from "../ui/problem_page";
import { OfficersOnly } from "./officers_only";
import { type FoundRoute, findRoute } from "./page_modules";
import type { PageProps } from "./route";
import { currentLocation, go, type PageLocation } from "./router";
import { Shell } from "./shell";

type ShownPage =
  | {
      readonly kind: "page";
      readonly Page: ComponentType<PageProps>;
      readonly found: FoundRoute;
      readonly at: PageLocation;
    }
  | { readonly kind: "problem"; readonly problem: Problem }
  | { readonly kind: "officers_only"; readonly at: PageLocation }
  | { readonly kind: "loading" };

const MISSING = new Problem(404, "not_found", "", "");

/** The page at the present address, inside the shell. The former page stays until the next one is loaded. */
export function App() {
  const at = useStore(currentLocation);
  const { state, me } = useStore(session);
  const [turn, setTurn] = useState(0);
  const [shown, setShown] = useState<ShownPage>({ kind: "loading" });
  const officer = isOfficer(me);
  useLayoutEffect(() => {
    const found = findRoute(at.path);
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
      () => wanted && setShown({ kind: "problem", problem: makeLostProblem() }),
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

function draw(shown: ShownPage, again: () => void) {
  if (shown.kind === "loading") return <Loading />;
  if (shown.kind === "problem") return <ProblemPage problem={shown.problem} again={again} />;
  if (shown.kind === "officers_only") return <OfficersOnly path={shown.at.path} />;
  const { Page, found, at } = shown;
  return <Page key={at.path + at.visit} params={found.params} query={at.query} />;
}
