/** Officers whom a request can be about, found by what is typed. */
import { api, unwrap } from "../../api/client";
import type { components } from "../../generated/api";

export type FoundOfficer = components["schemas"]["FoundOfficer"];
type FoundPage = components["schemas"]["FoundOfficersView"];

/** Pages without anybody that are passed over: a search goes through many records for one that matches. */
const PASSED = 20;

/** The first people who may be meant. */
export async function findOfficers(typed: string): Promise<readonly FoundOfficer[]> {
  let cursor: string | null = null;
  for (let turn = 0; ; turn += 1) {
    const page: FoundPage = await unwrap(api.POST("/api/officers/find", { body: { typed, cursor } }));
    if (page.items.length > 0 || page.cursor === null || turn === PASSED) return page.items;
    cursor = page.cursor;
  }
}
