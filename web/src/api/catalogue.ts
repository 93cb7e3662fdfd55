/** Public data that rarely changes: fetched once per visit. */
import type { FormSchema } from "../eform/schema";
import { readForm } from "../eform/schema";
import type { components } from "../generated/api";
import { api, unwrap } from "./client";
import type { Agency, Procedure } from "./types";

/** Ask once for each id; a failed answer is asked for again the next time. */
export function cacheById<T>(ask: (id: string) => Promise<T>): (id: string) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (id) => {
    const found = known.get(id) ?? ask(id);
    known.set(id, found);
    found.catch(() => known.delete(id));
    return found;
  };
}

export const loadProcedure: (id: string) => Promise<Procedure> = cacheById((id) =>
  unwrap(api.GET("/api/procedures/{procedure_id}", { params: { path: { procedure_id: id } } })),
);

export const loadForm: (id: string) => Promise<FormSchema> = cacheById(async (id) => {
  const { form: schema } = await unwrap(
    api.GET("/api/procedures/{procedure_id}/form", { params: { path: { procedure_id: id } } }),
  );
  return readForm(schema);
});

const loadAllProcedures = cacheById(() => unwrap(api.GET("/api/procedures", {})));
export const loadProcedures = (): Promise<components["schemas"]["ProcedurePage"]> => loadAllProcedures("");

/** Names of units that work no more, by their ids: dossiers of their time still name them. */
const endedUnitNames = new Map<string, Agency["name"]>();
const loadAllAgencies = cacheById(async () => {
  const found = await unwrap(api.GET("/api/agencies"));
  for (const each of found.ended) endedUnitNames.set(each.id, each.name);
  return found.items;
});
export const loadAgencies = (): Promise<readonly Agency[]> => loadAllAgencies("");

/** A unit's name. A translated name gives the kind of unit, not its place: the identifying part stays as written. */
export function nameAgency(known: readonly Agency[], id: string | null, language: "vi" | "en"): string {
  const unit = known.find((each) => each.id === id);
  if (!unit) return id ? (endedUnitNames.get(id)?.[language] ?? "") : "";
  if (language === "vi" || !known.some((each) => each !== unit && each.name.en === unit.name.en)) {
    return unit.name[language];
  }
  const place = /(?:phường|xã|đặc khu) .+$/.exec(unit.name.vi);
  return place ? `${unit.name.en}, ${place[0]}` : unit.name.vi;
}
