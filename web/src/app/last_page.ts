/**
 * The place of the person when the browser discarded this tab, as phones with little memory do: the page is loaded
 * again when they come back to it, and they continue at the same field. What they typed is in the draft on the server;
 * here are kept the address, the field's id and how far down the page was, for this tab alone, and nothing on a shared
 * computer.
 */
import { LAST_PLACE } from "../session/session";
import { isShared } from "../session/shared_computer";
import { whenPageIsStill } from "./page_stillness";
import { currentLocation } from "./router";

interface Spot {
  readonly path: string;
  readonly field: string;
  readonly scroll: number;
}

export function watchPlace(): void {
  // A page that goes loses its focus before it learns that it is hidden, so the field is noted as it is entered.
  let field = "";
  const keep = () => {
    if (isShared()) return;
    const spot: Spot = { path: currentLocation.get().path, field, scroll: scrollY };
    sessionStorage.setItem(LAST_PLACE, JSON.stringify(spot));
  };
  addEventListener("focusin", ({ target }) => {
    field = target instanceof Element ? target.id : "";
  });
  addEventListener("pointerdown", ({ target }) => {
    if (target instanceof Element && target.id !== field) field = "";
  });
  addEventListener("visibilitychange", () => document.visibilityState === "hidden" && keep());
  addEventListener("pagehide", keep);
}

/** The address is here again by a reload, by Back, or because the tab had been thrown away. */
function isReturning(): boolean {
  const [how] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  return how?.type === "reload" || how?.type === "back_forward";
}

/** Continue at the field where the person was, once the page is drawn; a person who begins elsewhere stays there. */
export function restorePlace(): void {
  const kept = sessionStorage.getItem(LAST_PLACE);
  sessionStorage.removeItem(LAST_PLACE);
  const spot = kept ? (JSON.parse(kept) as Spot) : null;
  if (!spot || spot.path !== currentLocation.get().path || !isReturning()) return;
  const { path, field, scroll } = spot;
  const back = () => {
    if (field) document.getElementById(field)?.focus({ preventScroll: true });
    scrollTo(0, scroll);
  };
  whenPageIsStill(path, back, { element: field });
}
