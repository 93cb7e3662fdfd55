import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { currentLocation, hasMoved } from "../app/router";
import { defineWords, useWords } from "../lib/language";
import { Unbroken } from "./unbroken";

const words = defineWords({ error: "Lỗi: " }, { error: "Error: " });

interface PageLayoutProps {
  readonly title: string;
  /** Small text above the title: the page's position in a longer task. */
  readonly above?: ComponentChildren;
  /** The form on the page was refused: the title says so too. */
  readonly failed?: boolean;
  readonly wide?: boolean;
  /** On the line of the title: the filters of a list. */
  readonly aside?: ComponentChildren;
  /** Left of the whole page where the screen has room: the parts of a longer task. */
  readonly side?: ComponentChildren;
  readonly children: ComponentChildren;
}

let focusedAt = 0;

/** Name of the province in the served start page. */
let site: string | undefined;

/** Whether a heading that appears now is to take the focus: once for each visit, and when the heading before it went. */
function mayTakeFocus(): boolean {
  const { visit } = currentLocation.get();
  const lost = document.activeElement === null || document.activeElement === document.body;
  if (!hasMoved() || (visit === focusedAt && !lost)) return false;
  focusedAt = visit;
  return true;
}

/** A page: its one h1, the window's title, and the focus when the person has come from another page. */
export function Page({ title, above, failed = false, wide = false, aside, side, children }: PageLayoutProps) {
  const w = useWords(words);
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    site ??= document.title || "Một Cửa";
    document.title = `${failed ? w.error : ""}${title} · ${site}`;
  }, [title, failed, w]);
  useLayoutEffect(() => {
    if (mayTakeFocus()) heading.current?.focus({ preventScroll: true });
  }, []);
  const content = (
    <>
      {above && <p class="above">{typeof above === "string" ? <Unbroken text={above} /> : above}</p>}
      {aside ? (
        <div class="title-line">
          <h1 ref={heading} tabIndex={-1}>
            <Unbroken text={title} />
          </h1>
          {aside}
        </div>
      ) : (
        <h1 ref={heading} tabIndex={-1}>
          <Unbroken text={title} />
        </h1>
      )}
      {children}
    </>
  );
  return (
    <div class={wide ? "page page-wide" : "page"}>
      {side ? (
        <div class="with-side">
          {side}
          <div>{content}</div>
        </div>
      ) : (
        content
      )}
    </div>
  );
}
