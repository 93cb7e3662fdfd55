import type { Route } from "../../app/routes";

export const OFFICER_ROUTES: readonly Route[] = [
  { path: "/officer", who: "officer", load: () => import("./worklist") },
  { path: "/officer/dossiers/:id", who: "officer", load: () => import("./workspace") },
  { path: "/officer/inbox", who: "officer", load: () => import("./inbox") },
  { path: "/officer/counter", who: "officer", load: () => import("./counter") },
  { path: "/officer/intake/:id", who: "officer", load: () => import("./intake") },
  { path: "/officer/search", who: "officer", load: () => import("./search") },
  { path: "/officer/cashier", who: "officer", load: () => import("./cashier") },
  { path: "/officer/cashier/:id", who: "officer", load: () => import("./take_cash") },
  { path: "/officer/cashier/:id/reverse", who: "officer", load: () => import("./reverse") },
  { path: "/officer/approvals", who: "officer", load: () => import("./approvals") },
  { path: "/officer/board", who: "officer", load: () => import("./board") },
  { path: "/officer/channels", who: "officer", load: () => import("./channels") },
  { path: "/officer/late", who: "officer", load: () => import("./late") },
  { path: "/officer/rights", who: "officer", load: () => import("./rights") },
  { path: "/officer/ledger", who: "officer", load: () => import("./ledgers") },
  { path: "/officer/ledger/:id", who: "officer", load: () => import("./ledger") },
];
