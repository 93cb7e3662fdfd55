/**
 * Widths of the workspace's three areas: papers, form and facts, timeline. A person moves the two borders between them,
 * and either of the first two folds away. Shares of the room are stored, so that another screen shows the same picture.
 */

export type Area = "papers" | "facts";

export interface AreaSettings {
  /** Shares of the room, 0 to 1; null as long as nobody has moved the border. */
  readonly papers: number | null;
  readonly facts: number | null;
  readonly folded: readonly Area[];
}

export interface Widths {
  readonly papers: number;
  readonly facts: number;
  readonly timeline: number;
}

export const UNTOUCHED: AreaSettings = { papers: null, facts: null, folded: [] };

/** Narrower than this nobody reads it, in CSS pixels. */
export const LEAST: Widths = { papers: 280, facts: 180, timeline: 220 };
/** A page of A4 is readable from here on: 700 px inside the edges of the area and its scroll bar. */
const READABLE = 728;
/** Default widths of the other two areas before papers get more. */
const OTHERS = 480;
const FACTS_SHARE = 0.47;
const STEP = 24;

const clamp = (least: number, value: number, most: number) => Math.max(least, Math.min(value, most));

/** Width of each area in the available pixels, without the borders. */
export function computeWidths(room: number, kept: AreaSettings): Widths {
  const papers = kept.folded.includes("papers") ? 0 : computeWidth(room, kept, "papers");
  const facts = kept.folded.includes("facts") ? 0 : computeWidth(room, kept, "facts", papers);
  return { papers, facts, timeline: room - papers - facts };
}

/** The least and the most that an area may have, in pixels; the areas behind it keep what they need. */
export function findBounds(area: Area, room: number, papers: number): readonly [number, number] {
  const others = area === "papers" ? LEAST.facts + LEAST.timeline : papers + LEAST.timeline;
  return [LEAST[area], Math.max(LEAST[area], room - others)];
}

function computeWidth(room: number, kept: AreaSettings, area: Area, papers = 0): number {
  const [least, most] = findBounds(area, room, papers);
  const usual =
    area === "papers" ? Math.max(Math.min(READABLE, room - OTHERS), room / 2) : (room - papers) * FACTS_SHARE;
  const readShare = kept[area];
  return Math.round(clamp(least, readShare === null ? usual : readShare * room, most));
}

/** The border behind an area, put at that width of it. */
export function moveBorder(kept: AreaSettings, area: Area, width: number, room: number): AreaSettings {
  const { papers } = computeWidths(room, kept);
  const [least, most] = findBounds(area, room, papers);
  const readShare = clamp(least, width, most) / room;
  return { ...kept, [area]: readShare, folded: kept.folded.filter((each) => each !== area) };
}

/** Effect of a key on the border after an area; null for other keys. */
export function moveBorderByKey(kept: AreaSettings, area: Area, key: string, room: number): AreaSettings | null {
  const now = computeWidths(room, kept);
  const [least, most] = findBounds(area, room, now.papers);
  if (key === "ArrowLeft") return moveBorder(kept, area, now[area] - STEP, room);
  if (key === "ArrowRight") return moveBorder(kept, area, now[area] + STEP, room);
  if (key === "Home") return moveBorder(kept, area, least, room);
  if (key === "End") return moveBorder(kept, area, most, room);
  if (key !== "Enter") return null;
  const folded = kept.folded.includes(area);
  return { ...kept, folded: folded ? kept.folded.filter((each) => each !== area) : [...kept.folded, area] };
}

/** Parse the stored text; invalid text gives nothing. */
export function parseAreas(text: string | null): AreaSettings {
  if (!text) return UNTOUCHED;
  try {
    const read = JSON.parse(text) as Partial<AreaSettings>;
    const readShare = (value: unknown) => (typeof value === "number" && value > 0 && value < 1 ? value : null);
    const folded = Array.isArray(read.folded)
      ? read.folded.filter((each) => each === "papers" || each === "facts")
      : [];
    return { papers: readShare(read.papers), facts: readShare(read.facts), folded };
  } catch {
    return UNTOUCHED;
  }
}
