import { loadAgencies } from "../api/catalogue";
import type { Agency } from "../api/types";
import { loadKind, type MatterKind } from "./kinds";

/** What every page of a kind is drawn from. */
export interface KindData {
  readonly kind: MatterKind;
  readonly units: readonly Agency[];
}

export async function loadKindData(plural: string): Promise<KindData> {
  const [kind, units] = await Promise.all([loadKind(plural), loadAgencies()]);
  return { kind, units };
}
