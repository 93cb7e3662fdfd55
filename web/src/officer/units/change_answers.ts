/** From the tree of units to the form that proposes a change: its address, and the answers with which it begins. */

/** The kind of matter that a change of units is. */
export const UNIT_CHANGES = "unit-changes";

export const CHANGES = ["rename", "move", "merge", "split", "close", "open"] as const;
export type Change = (typeof CHANGES)[number];

export const makeChangePath = (action: Change, unit: string): string =>
  `/officer/matters/${UNIT_CHANGES}/moi?${new URLSearchParams({ action, unit })}`;

const ID = /^[A-Z0-9][A-Z0-9-]{1,63}$/;

/** The answers that the address gives; none for another form, or where a part of it is no code of ours. */
export function readChangeAnswers(plural: string, query: URLSearchParams): Readonly<Record<string, string>> {
  const [action, unit] = ["action", "unit"].map((name) => query.get(name) ?? "");
  if (plural !== UNIT_CHANGES || !action || !unit || !ID.test(unit)) return {};
  return (CHANGES as readonly string[]).includes(action) ? { action, unit } : {};
}
