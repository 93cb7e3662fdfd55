/**
 * Scripts that a page needs beyond those of the start page, which the build names at the first script by the addresses of
 * pages. They are asked for when the first script has come, before the entry knows the page.
 */
import { matchPath } from "./match_path";

/** Ask for the scripts of a page that the start page does not name. */
export function askForOwnScripts(page: string): void {
  const named = document.querySelector<HTMLElement>("[data-scripts]")?.dataset["scripts"];
  for (const [pattern, scripts] of Object.entries<string[]>(JSON.parse(named ?? "{}"))) {
    if (!matchPath(pattern, page)) continue;
    for (const href of scripts) {
      const link = Object.assign(document.createElement("link"), { rel: "modulepreload", crossOrigin: "", href });
      document.head.append(link);
    }
  }
}
