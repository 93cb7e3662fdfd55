import type { Route } from "../../app/routes";

export const CITIZEN_ROUTES: readonly Route[] = [
  { path: "/", who: "all", load: () => import("./home") },
  { path: "/sign-in", who: "all", load: () => import("./sign_in") },
  { path: "/procedures", who: "all", load: () => import("./procedures") },
  { path: "/procedures/:id", who: "all", load: () => import("./procedure") },
  { path: "/procedures/:id/file", who: "person", load: () => import("./filing/start") },
  { path: "/drafts/:id", who: "person", load: () => import("./filing/tasks") },
  { path: "/drafts/:id/applicant", who: "person", load: () => import("./filing/applicant") },
  { path: "/drafts/:id/form", who: "person", load: () => import("./filing/form") },
  { path: "/drafts/:id/papers", who: "person", load: () => import("./filing/papers") },
  { path: "/drafts/:id/result", who: "person", load: () => import("./filing/result") },
  { path: "/drafts/:id/review", who: "person", load: () => import("./filing/review") },
  { path: "/dossiers", who: "person", load: () => import("./dossiers") },
  { path: "/dossiers/:id", who: "person", load: () => import("./dossier") },
  { path: "/dossiers/:id/receipt", who: "person", load: () => import("./receipt") },
  { path: "/dossiers/:id/supplement", who: "person", load: () => import("./supplement") },
  { path: "/dossiers/:id/withdraw", who: "person", load: () => import("./withdraw") },
  { path: "/inbox", who: "person", load: () => import("./inbox") },
  { path: "/settings", who: "person", load: () => import("./settings") },
  { path: "/tra-cuu", who: "all", load: () => import("./lookup") },
  { path: "/accessibility", who: "all", load: () => import("./accessibility") },
];
