/** Rights of an officer as a form changes them: revoked rights end now, added rights begin now. */
import type { components } from "../../generated/api";

export type OfficerRecord = components["schemas"]["OfficerView"];
export type Right = components["schemas"]["AssignmentView"];
export type Assignment = components["schemas"]["AssignmentBody"];

export interface AddedRight {
  readonly role: string;
  readonly unit: string;
  /** The absent colleague whose work this one takes over, and until when. */
  readonly backup_for?: string;
  readonly valid_until?: string;
}

/** Roles that are held for the whole province. */
export const PROVINCE_ROLES: readonly string[] = [
  "provincial_office",
  "auditor",
  "operator",
  "catalogue_editor",
  "vendor_technical",
  "police_population",
];
export const PROVINCE = "province";

/** The last second of a day in Vietnam. */
export const toEndOfDay = (day: string): string => `${day}T23:59:59+07:00`;

export const hasEnded = (right: Right, now: string): boolean =>
  right.valid_until !== null && Date.parse(right.valid_until) <= Date.parse(now);

/** The record's rights as they are sent: those that continue, those that end now, those of before, and the new one. */
export function makeRights(
  record: OfficerRecord,
  revoked: ReadonlySet<number>,
  added: AddedRight | null,
  now: string,
): readonly Assignment[] {
  const kept = record.assignments.flatMap((right, at): readonly Assignment[] => {
    const { in_force: _, ...plain } = right;
    const goes = revoked.has(at) && !hasEnded(right, now);
    // A future right has no past period.
    if (goes && Date.parse(right.valid_from) >= Date.parse(now)) return [];
    return [{ ...plain, valid_until: goes ? now : right.valid_until } as Assignment];
  });
  return added ? [...kept, { valid_until: null, backup_for: null, ...added, valid_from: now } as Assignment] : kept;
}
