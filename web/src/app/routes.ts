/** Which address is which page. Each page is a file of its own that is fetched when it is first needed. */
import type { ComponentType } from "preact";
import { CITIZEN_ROUTES } from "../pages/citizen/routes";
import { OFFICER_ROUTES } from "../pages/officer/routes";

export interface PageProps {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
}

export interface Route {
  readonly path: string;
  /** Access: everybody, signed-in people, or officers. */
  readonly who: "all" | "person" | "officer";
  readonly load: () => Promise<{ readonly default: ComponentType<PageProps> }>;
}

export const ROUTES: readonly Route[] = [...CITIZEN_ROUTES, ...OFFICER_ROUTES];
