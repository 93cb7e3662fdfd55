import type { Route } from "../../app/routes";

export const CITIZEN_ROUTES: readonly Route[] = [
  { path: "/", who: "all", load: () => import("./home") },
  { path: "/sign-in", who: "all", load: () => import("./sign_in") },
];
