/** Start page of a role, and its bulk steps. */
import type { State } from "../../api/types";
import type { Me } from "../../session/session";
import { findDeskUnits, listRoles } from "../people/units";
import type { BulkStep } from "./bulk_bar";
import type { Filters } from "./filters";

/** Which queue a role begins its day with. */
export function chooseFirstState(roles: readonly string[]): State {
  if (roles.includes("one_stop_officer") || roles.includes("postal_staff")) return "submitted";
  return roles.includes("cashier") ? "payment_requested" : "processing";
}

/** The person's bulk steps for a queue. */
export function listBulkSteps(me: Me | null, { unit, state }: Filters): readonly BulkStep[] {
  const roles = listRoles(me, unit);
  const isDesk = (stage: "receive" | "process") =>
    roles.includes("head_of_one_stop") || findDeskUnits(me, stage).includes(unit);
  if (state === "submitted" && isDesk("receive")) return ["receive"];
  if (state === "received" && isDesk("process")) return ["transfer"];
  if (state !== "processing") return [];
  if (roles.includes("head_of_section") || roles.includes("agency_head")) return ["assign"];
  return roles.includes("case_officer") ? ["claim", "hand_over"] : [];
}
