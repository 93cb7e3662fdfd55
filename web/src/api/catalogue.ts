/** Public data that rarely changes: fetched once per visit. */
import type { FormSchema } from "../eform/schema";
import { readForm } from "../eform/schema";
import type { components } from "../generated/api";
import { api, got } from "./client";
import type { Agency, Procedure } from "./types";

function kept<T>(ask: (id: string) => Promise<T>): (id: string) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (id) => {
    const found = known.get(id) ?? ask(id);
    known.set(id, found);
    found.catch(() => known.delete(id));
    return found;
  };
}

export const procedure: (id: string) => Promise<Procedure> = kept((id) =>
  got(api.GET("/api/procedures/{procedure_id}", { params: { path: { procedure_id: id } } })),
);

export const form: (id: string) => Promise<FormSchema> = kept(async (id) => {
  const { form: schema } = await got(
    api.GET("/api/procedures/{procedure_id}/form", { params: { path: { procedure_id: id } } }),
  );
  return readForm(schema);
});

const everyProcedure = kept(() => got(api.GET("/api/procedures", {})));
export const procedures = (): Promise<components["schemas"]["ProcedurePage"]> => everyProcedure("");

/** Names of units that work no more, by their ids: dossiers of their time still name them. */
const ended = new Map<string, Agency["name"]>();
const everyAgency = kept(async () => {
  const found = await got(api.GET("/api/agencies"));
  for (const each of found.ended) ended.set(each.id, each.name);
  return found.items;
});
export const agencies = (): Promise<readonly Agency[]> => everyAgency("");

/** A unit's name. Translated names say what it is and not where: what makes it the one it is stays as it is written. */
export function agencyName(known: readonly Agency[], id: string | null, language: "vi" | "en"): string {
  const unit = known.find((each) => each.id === id);
  if (!unit) return id ? (ended.get(id)?.[language] ?? "") : "";
  if (language === "vi" || !known.some((each) => each !== unit && each.name.en === unit.name.en)) {
    return unit.name[language];
  }
  const place = /(?:phường|xã|đặc khu) .+$/.exec(unit.name.vi);
  return place ? `${unit.name.en}, ${place[0]}` : unit.name.vi;
}
