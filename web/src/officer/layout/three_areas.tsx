import "../../styles/workspace.css";
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { defineWords, useWords } from "../../lib/language";
import { Splitter } from "../../ui/splitter";
import { readSetting, storeSetting } from "../shared/stored_settings";
import {
  type Area,
  type AreaSettings,
  computeWidths,
  findBounds,
  moveBorder,
  moveBorderByKey,
  parseAreas,
} from "./areas";

const words = defineWords(
  {
    papers: "Độ rộng phần giấy tờ; Enter để gập hoặc mở",
    facts: "Độ rộng phần nội dung hồ sơ; Enter để gập hoặc mở",
  },
  {
    papers: "Width of the papers; Enter folds them or brings them back",
    facts: "Width of the form and facts; Enter folds them or brings them back",
  },
);

const NAME = "areas";
/** A border is as wide as a finger or a pointer needs (WCAG 2.5.8). */
const BORDER = 24;

interface ThreeAreasProps {
  readonly papers: ComponentChildren;
  readonly facts: ComponentChildren;
  readonly timeline: ComponentChildren;
  /** Covers the timeline and, if that is narrow, the facts; never the papers. */
  readonly over: ComponentChildren;
}

/** Papers, facts and timeline side by side, each scrolled by itself, with borders that a person moves; one below the
 * other where the screen is narrow. */
export function ThreeAreas({ papers, facts, timeline, over }: ThreeAreasProps) {
  const w = useWords(words);
  const frame = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState(0);
  const [kept, setKept] = useState<AreaSettings>(() => parseAreas(readSetting(NAME)));
  useLayoutEffect(() => {
    const at = frame.current;
    if (!at) return;
    const measure = () => setRoom(Math.max(0, at.clientWidth - 2 * BORDER));
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(at);
    return () => watch.disconnect();
  }, []);
  /** Position of a dragged border: the drop comes before the next rendering. */
  const latest = useRef(kept);
  function putBorder(next: AreaSettings) {
    latest.current = next;
    setKept(next);
  }
  const save = () => storeSetting(NAME, JSON.stringify(latest.current));
  const widths = computeWidths(room, kept);
  function makeBorder(area: Area, before: number) {
    const [least, most] = findBounds(area, room, widths.papers);
    const writeShare = (px: number) => (room ? Math.round((px / room) * 100) : 0);
    return (
      <Splitter
        label={w[area]}
        controls={`area-${area}`}
        now={writeShare(widths[area])}
        least={kept.folded.includes(area) ? 0 : writeShare(least)}
        most={writeShare(most)}
        onDrag={(pointerX) => {
          const left = frame.current?.getBoundingClientRect().left ?? 0;
          putBorder(moveBorder(latest.current, area, pointerX - left - before - BORDER / 2, room));
        }}
        onDropped={save}
        onKey={(key) => {
          const next = moveBorderByKey(latest.current, area, key, room);
          if (!next) return false;
          putBorder(next);
          save();
          return true;
        }}
      />
    );
  }
  return (
    <div
      class="workspace"
      ref={frame}
      style={{ "--papers": `${widths.papers}px`, "--facts": `${widths.facts}px`, "--course": `${widths.timeline}px` }}
    >
      {over && <div class="over">{over}</div>}
      <div class={makeClass("papers", kept)} id="area-papers">
        {papers}
      </div>
      {makeBorder("papers", 0)}
      <div class={makeClass("facts", kept)} id="area-facts">
        {facts}
      </div>
      {makeBorder("facts", widths.papers + BORDER)}
      <div class="area" id="area-course">
        {timeline}
      </div>
    </div>
  );
}

const makeClass = (name: Area, kept: AreaSettings) => (kept.folded.includes(name) ? "area area-folded" : "area");
