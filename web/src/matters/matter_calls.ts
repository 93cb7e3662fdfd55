/** The calls of every kind of matter: three addresses each, below the kind's own name. */
import { api, ifMatch, unwrap } from "../api/client";
import type { components, paths } from "../generated/api";

type Schemas = components["schemas"];
export type Matter = Schemas["MatterView"];
export type MatterLine = Schemas["MatterLine"];
export type MattersPage = Schemas["MattersPage"];
export type MatterBody = Schemas["MatterBody"];
export type MatterFact = Schemas["MatterFactView"];

/** Kinds are data, and their addresses are alike: one stands for all. */
type Lists = Extract<keyof paths, "/api/questions">;
type One = Extract<keyof paths, "/api/questions/{matter_id}">;
type Steps = Extract<keyof paths, "/api/questions/{matter_id}/{step}">;

export interface MattersWanted {
  /** Empty for one's own. */
  readonly unit?: string;
  readonly ended?: boolean;
  readonly number?: string;
  readonly state?: string;
  readonly cursor?: string | null;
  readonly limit?: number;
}

export async function listMatters(plural: string, { unit, state, ...wanted }: MattersWanted): Promise<MattersPage> {
  const query = { ...wanted, ...(unit && { unit }), ...(state && { state }) };
  return unwrap(api.GET(`/api/${plural}` as Lists, { params: { query } }));
}

/** Open a matter; `opening` is the key under which its files, if there are any, were uploaded. */
export async function openMatter(plural: string, body: MatterBody, opening: string, key: string): Promise<Matter> {
  const params = { header: { "Idempotency-Key": key } };
  const sent = body.papers?.length ? { ...body, opening } : body;
  return unwrap(api.POST(`/api/${plural}` as Lists, { params, body: sent }));
}

export async function loadMatter(plural: string, id: string): Promise<Matter> {
  return unwrap(api.GET(`/api/${plural}/{matter_id}` as One, { params: { path: { matter_id: id } } }));
}

/** Take a step on the version that the person has seen: that of the matter, or of its line in a list. */
export async function takeMatterStep(
  plural: string,
  matter: Pick<Matter, "id" | "version">,
  step: string,
  body: MatterBody,
  key: string,
) {
  const params = {
    path: { matter_id: matter.id, step },
    header: { "Idempotency-Key": key, ...ifMatch(matter.version) },
  };
  return unwrap(api.POST(`/api/${plural}/{matter_id}/{step}` as Steps, { params, body }));
}
