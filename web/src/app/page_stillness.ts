/** Milliseconds to wait for a page's layout before its scroll position is dropped. */
const PATIENCE_MS = 15_000;
/** Events that show that the person has begun elsewhere: the position is not restored then. */
const ACTS = ["pointerdown", "keydown", "wheel", "touchstart"] as const;

interface Stillness {
  /** The height that the page must reach. */
  readonly top?: number;
  /** The id of an element that must be there; empty for none. */
  readonly element?: string;
}

/** Call `then` once the page at `path` is drawn to the wanted height and element, unless the person acts before. */
export function whenPageIsStill(path: string, then: () => void, { top = 0, element = "" }: Stillness = {}): void {
  const watcher = new MutationObserver(look);
  const over = setTimeout(stop, PATIENCE_MS);
  function stop(): void {
    watcher.disconnect();
    clearTimeout(over);
    for (const kind of ACTS) removeEventListener(kind, stop, true);
  }
  function look(): void {
    const main = document.querySelector("main");
    if (main?.dataset.page !== path || main.querySelector(".loading") || !main.querySelector("h1")) return;
    if (document.documentElement.scrollHeight < top + innerHeight) return;
    if (element && !document.getElementById(element)) return;
    stop();
    then();
  }
  watcher.observe(document.body, { childList: true, subtree: true, attributes: true });
  for (const kind of ACTS) addEventListener(kind, stop, true);
  look();
}
