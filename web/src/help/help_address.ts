/** Addresses of the help page: they carry the kind of reader and the page or step that help is wanted with. */
export type Audience = "citizen" | "officer";

/** Who reads the guides of a page, by its address. */
export const readAudience = (path: string): Audience => (path.startsWith("/officer") ? "officer" : "citizen");

/** The help of a page, by its route. */
export function makePageHelp(route: string): string {
  return `/help?${new URLSearchParams({ page: route, who: readAudience(route) })}`;
}

/** The help of a step that officers take. */
export const makeStepHelp = (step: string): string => `/help?${new URLSearchParams({ step, who: "officer" })}`;
