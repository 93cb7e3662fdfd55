/** Which address is which page. Each page is a file of its own that is fetched when it is first needed. */
import { CITIZEN_ROUTES } from "../pages/citizen/routes";
import { OFFICER_ROUTES } from "../pages/officer/routes";
import type { Route } from "./route";

export const ROUTES: readonly Route[] = [...CITIZEN_ROUTES, ...OFFICER_ROUTES];
