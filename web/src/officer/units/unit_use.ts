/** Which people of a unit are shown, of those who use the system there. */
import type { components } from "../../generated/api";
import { foldText } from "../../lib/text";

type OfficerUse = components["schemas"]["OfficerUseView"];

export const USES = ["everybody", "unused", "late"] as const;

export interface UseFilters {
  readonly typed: string;
  readonly use: (typeof USES)[number];
}

export const ALL_USE: UseFilters = { typed: "", use: "everybody" };

const KEPT: Readonly<Record<UseFilters["use"], (each: OfficerUse) => boolean>> = {
  everybody: () => true,
  unused: (each) => each.sign_ins === 0,
  late: (each) => each.overdue > 0,
};

/** Those whose name or title has the typed text, of the chosen kind. */
export function filterUse(rows: readonly OfficerUse[], { typed, use }: UseFilters): readonly OfficerUse[] {
  const wanted = foldText(typed);
  return rows.filter((each) => KEPT[use](each) && [each.name, each.title].some((it) => foldText(it).includes(wanted)));
}
