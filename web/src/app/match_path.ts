/** The values of `:name` parts when the path fits the pattern, else null. */
export function matchPath(pattern: string, path: string): Record<string, string> | null {
  const [wanted, given] = [pattern.split("/"), path.replace(/\/+$/, "").split("/")];
  if (path === "/" ? pattern !== "/" : wanted.length !== given.length) return null;
  if (pattern === "/") return path === "/" ? {} : null;
  const found: Record<string, string> = {};
  for (const [at, part] of wanted.entries()) {
    const here = given[at] ?? "";
    if (part.startsWith(":")) {
      if (!here) return null;
      try {
        found[part.slice(1)] = decodeURIComponent(here);
      } catch {
        return null;
      }
    } else if (part !== here) return null;
  }
  return found;
}
