/**
 * Widths of the workspace's three areas: papers, form and facts, course. A person moves the two borders between them, and
 * either of the first two folds away. What is kept are shares of the room, so that another screen shows the same picture.
 */

export type Area = "papers" | "facts";

export interface Kept {
  /** Shares of the room, 0 to 1; null as long as nobody has moved the border. */
  readonly papers: number | null;
  readonly facts: number | null;
  readonly folded: readonly Area[];
}

export interface Widths {
  readonly papers: number;
  readonly facts: number;
  readonly course: number;
}

export const UNTOUCHED: Kept = { papers: null, facts: null, folded: [] };

/** Narrower than this nobody reads it, in CSS pixels. */
export const LEAST: Widths = { papers: 280, facts: 180, course: 220 };
/** A page of A4 is readable from here on: 700 px inside the edges of the area and its scroll bar. */
const READABLE = 728;
/** Default widths of the other two areas before papers get more. */
const OTHERS = 480;
const FACTS_SHARE = 0.47;
const STEP = 24;

const between = (least: number, value: number, most: number) => Math.max(least, Math.min(value, most));

/** Width of each area in the available pixels, without the borders. */
export function widthsIn(room: number, kept: Kept): Widths {
  const papers = kept.folded.includes("papers") ? 0 : wide(room, kept, "papers");
  const facts = kept.folded.includes("facts") ? 0 : wide(room, kept, "facts", papers);
  return { papers, facts, course: room - papers - facts };
}

/** The least and the most that an area may have, in pixels; the areas behind it keep what they need. */
export function boundsOf(area: Area, room: number, papers: number): readonly [number, number] {
  const others = area === "papers" ? LEAST.facts + LEAST.course : papers + LEAST.course;
  return [LEAST[area], Math.max(LEAST[area], room - others)];
}

function wide(room: number, kept: Kept, area: Area, papers = 0): number {
  const [least, most] = boundsOf(area, room, papers);
  const usual =
    area === "papers" ? Math.max(Math.min(READABLE, room - OTHERS), room / 2) : (room - papers) * FACTS_SHARE;
  const share = kept[area];
  return Math.round(between(least, share === null ? usual : share * room, most));
}

/** The border behind an area, put at that width of it. */
export function movedTo(kept: Kept, area: Area, width: number, room: number): Kept {
  const { papers } = widthsIn(room, kept);
  const [least, most] = boundsOf(area, room, papers);
  const share = between(least, width, most) / room;
  return { ...kept, [area]: share, folded: kept.folded.filter((each) => each !== area) };
}

/** Effect of a key on the border after an area; null for other keys. */
export function pressed(kept: Kept, area: Area, key: string, room: number): Kept | null {
  const now = widthsIn(room, kept);
  const [least, most] = boundsOf(area, room, now.papers);
  if (key === "ArrowLeft") return movedTo(kept, area, now[area] - STEP, room);
  if (key === "ArrowRight") return movedTo(kept, area, now[area] + STEP, room);
  if (key === "Home") return movedTo(kept, area, least, room);
  if (key === "End") return movedTo(kept, area, most, room);
  if (key !== "Enter") return null;
  const folded = kept.folded.includes(area);
  return { ...kept, folded: folded ? kept.folded.filter((each) => each !== area) : [...kept.folded, area] };
}

/** Parse the stored text; invalid text gives nothing. */
export function readKept(text: string | null): Kept {
  if (!text) return UNTOUCHED;
  try {
    const read = JSON.parse(text) as Partial<Kept>;
    const share = (value: unknown) => (typeof value === "number" && value > 0 && value < 1 ? value : null);
    const folded = Array.isArray(read.folded)
      ? read.folded.filter((each) => each === "papers" || each === "facts")
      : [];
    return { papers: share(read.papers), facts: share(read.facts), folded };
  } catch {
    return UNTOUCHED;
  }
}
