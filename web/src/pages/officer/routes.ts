import type { Route } from "../../app/routes";

export const OFFICER_ROUTES: readonly Route[] = [];
