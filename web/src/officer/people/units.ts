/** The person's units by role: for the navigation and the unit of a list. */
import type { components } from "../../generated/api";
import type { Me } from "../../session/session";

export type Role = components["schemas"]["Role"];

const HEADS: readonly Role[] = [
  "head_of_section",
  "agency_head",
  "head_of_one_stop",
  "centre_director",
  "provincial_office",
];
const WORKERS: readonly Role[] = [
  "one_stop_officer",
  "head_of_one_stop",
  "case_officer",
  "head_of_section",
  "agency_head",
  "centre_director",
  "cashier",
  "postal_staff",
];

const DESKS: readonly Role[] = [...WORKERS, "unit_it", "provincial_office", "auditor", "operator"];

/** Units in which the person holds one of the roles now, each once, in the order of their rights. */
export function findUnits(me: Me | null, roles: readonly Role[]): readonly string[] {
  const held = (me?.assignments ?? []).filter((each) => each.in_force && roles.includes(each.role));
  return [...new Set(held.map((each) => each.unit))];
}

/** Units in which the person is a desk for a stage of reception: postal staff where the law gives them the stage. */
export function findDeskUnits(me: Me | null, stage: "receive" | "process"): readonly string[] {
  const hired = (me?.assignments ?? []).filter(
    (each) =>
      each.in_force &&
      each.role === "postal_staff" &&
      me?.post_stages.includes(stage) &&
      (!each.stage || each.stage === stage),
  );
  return [...new Set([...findUnits(me, ["one_stop_officer"]), ...hired.map((each) => each.unit)])];
}

export const findWorkUnits = (me: Me | null): readonly string[] => findUnits(me, WORKERS);

/** Roles that the person holds in a unit now. */
export function listRoles(me: Me | null, unit: string): readonly Role[] {
  return (me?.assignments ?? []).filter((each) => each.in_force && each.unit === unit).map((each) => each.role);
}

export interface Desk {
  readonly unit: string;
  readonly role: Role;
}

/** Desks at which the person sits now: a notice to a role in a unit goes to every holder of the role. */
export function listDesks(me: Me | null): readonly Desk[] {
  const held = (me?.assignments ?? []).filter((each) => each.in_force && DESKS.includes(each.role));
  return held.filter(
    (each, n) => held.findIndex((other) => other.unit === each.unit && other.role === each.role) === n,
  );
}

/** Those who take steps on matters, and those who supervise the province. */
const MATTERS: readonly Role[] = [
  "one_stop_officer",
  "head_of_one_stop",
  "case_officer",
  "agency_head",
  "centre_director",
  "control_focal",
  "intake_focal",
  "answer_focal",
  "unit_it",
  "police_population",
  "provincial_office",
  "auditor",
];

export type OfficerSection =
  | "work"
  | "matters"
  | "inbox"
  | "counter"
  | "search"
  | "cashier"
  | "approvals"
  | "returned"
  | "board"
  | "audit"
  | "late"
  | "rights"
  | "channels"
  | "register"
  | "reconciliation"
  | "admin"
  | "use"
  | "technical"
  | "population";

const OPEN_TO: Record<OfficerSection, readonly Role[]> = {
  work: WORKERS,
  matters: MATTERS,
  inbox: DESKS,
  counter: ["one_stop_officer", "postal_staff"],
  search: [],
  cashier: ["cashier", "head_of_one_stop", "centre_director"],
  approvals: ["one_stop_officer", "head_of_one_stop", "head_of_section", "agency_head", "centre_director", "cashier"],
  returned: ["case_officer"],
  board: HEADS,
  audit: [...WORKERS.filter((each) => each !== "cashier" && each !== "postal_staff"), "auditor", "provincial_office"],
  rights: ["provincial_office", "operator"],
  channels: ["operator", "provincial_office"],
  register: ["one_stop_officer", "head_of_one_stop", "centre_director"],
  reconciliation: ["cashier", "head_of_one_stop", "provincial_office"],
  admin: ["operator", "provincial_office", "auditor", "catalogue_editor"],
  use: ["unit_it"],
  population: ["police_population"],
  technical: ["vendor_technical", "operator"],
  late: [...HEADS, "auditor", "operator", "one_stop_officer", "case_officer"],
};

export const OFFICER_SECTIONS: readonly { readonly place: OfficerSection; readonly path: string }[] = [
  { place: "work", path: "/officer" },
  { place: "matters", path: "/officer/matters" },
  { place: "inbox", path: "/officer/inbox" },
  { place: "counter", path: "/officer/counter" },
  { place: "search", path: "/officer/search" },
  { place: "register", path: "/officer/register" },
  { place: "cashier", path: "/officer/cashier" },
  { place: "reconciliation", path: "/officer/reconciliation" },
  { place: "approvals", path: "/officer/approvals" },
  { place: "returned", path: "/officer/returned" },
  { place: "board", path: "/officer/board" },
  { place: "late", path: "/officer/late" },
  { place: "admin", path: "/officer/admin" },
  { place: "rights", path: "/officer/rights" },
  { place: "channels", path: "/officer/channels" },
  { place: "audit", path: "/officer/ledger" },
  { place: "use", path: "/officer/unit-use" },
  { place: "population", path: "/officer/population" },
  { place: "technical", path: "/officer/technical" },
];

/** The parts of the officers' side that this person has work in. */
export function listSections(me: Me | null): readonly { readonly place: OfficerSection; readonly path: string }[] {
  return OFFICER_SECTIONS.filter(({ place }) => {
    if (place === "counter") return findDeskUnits(me, "receive").length > 0;
    if (place === "search") return (me?.searches.length ?? 0) > 0;
    // The operator handles cases about accounts.
    if (place === "matters" && me?.roles.includes("operator")) return true;
    return me?.roles.some((role) => OPEN_TO[place].includes(role));
  });
}

export { OPEN_TO };
