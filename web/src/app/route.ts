/** A page's address, its readers and the loading of its module. Pages read the types; `routes.ts` lists the pages. */
import type { ComponentType } from "preact";

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
