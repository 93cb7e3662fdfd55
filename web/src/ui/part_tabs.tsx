import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { useRemembered } from "../app/use_remembered";
import { findNextTab } from "./tab_keys";

export interface Part<Key extends string> {
  readonly key: Key;
  /** The words on the tab; under a narrow screen the part has headings of its own. */
  readonly tab: string;
  /** Asks the server only when it is first opened. */
  readonly late?: boolean;
  /** `alone` where it stands in a tab of its own. */
  readonly draw: (alone: boolean) => ComponentChildren;
}

interface PartTabsProps<Key extends string> {
  readonly label: string;
  readonly parts: readonly Part<Key>[];
  /** The part that is open before the person chooses one. */
  readonly first: Key;
  /** The order one below another on a narrow screen: what asks for an act comes first. */
  readonly stacked: readonly Key[];
}

const WIDE = "(min-width: 64rem)";

/** Parts of a page: as tabs where there is room, one below another on a narrow screen and on paper. */
export function PartTabs<Key extends string>({ label, parts, first, stacked }: PartTabsProps<Key>) {
  const wide = useWideScreen();
  const [chosen, choose] = useRemembered<Key | "">("part", "");
  const now = parts.find((each) => each.key === chosen) ?? parts.find((each) => each.key === first) ?? parts[0];
  const seen = useRef(new Set<Key>());
  const tabs = useRef<HTMLDivElement>(null);
  if (!wide || !now) {
    const inOrder = stacked.flatMap((key) => parts.filter((each) => each.key === key));
    return (
      <>
        {inOrder.map((each) => (
          <div key={each.key}>{each.draw(false)}</div>
        ))}
      </>
    );
  }
  seen.current.add(now.key);
  function move(event: KeyboardEvent, from: number) {
    const to = findNextTab(event.key, from, parts.length);
    const next = to === null ? undefined : parts[to];
    if (to === null || !next) return;
    event.preventDefault();
    choose(next.key);
    (tabs.current?.children[to] as HTMLElement | undefined)?.focus();
  }
  return (
    <>
      <div class="tabs" role="tablist" aria-label={label} ref={tabs}>
        {parts.map((each, at) => (
          <button
            key={each.key}
            type="button"
            role="tab"
            id={`tab-${each.key}`}
            class="tab"
            aria-selected={each.key === now.key}
            aria-controls={`part-${each.key}`}
            tabIndex={each.key === now.key ? 0 : -1}
            onClick={() => choose(each.key)}
            onKeyDown={(event) => move(event, at)}
          >
            {each.tab}
          </button>
        ))}
      </div>
      {parts.map((each) => (
        <div
          key={each.key}
          role="tabpanel"
          id={`part-${each.key}`}
          class="tab-part"
          aria-labelledby={`tab-${each.key}`}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a tab leads with one press to what it opened
          tabIndex={0}
          hidden={each.key !== now.key}
        >
          {(!each.late || seen.current.has(each.key)) && each.draw(true)}
        </div>
      ))}
    </>
  );
}

function useWideScreen(): boolean {
  const [wide, setWide] = useState(() => matchMedia(WIDE).matches);
  useEffect(() => {
    const screen = matchMedia(WIDE);
    const change = () => setWide(screen.matches);
    screen.addEventListener("change", change);
    return () => screen.removeEventListener("change", change);
  }, []);
  return wide;
}
