/** Guides, fetched when they are read: none is part of the pages' scripts. */
import { api, unwrap } from "../api/client";
import type { components, paths } from "../generated/api";

export type Guide = components["schemas"]["GuideView"];
export type GuideLine = components["schemas"]["GuideLine"];
export type Topic = components["schemas"]["TopicView"];
export type HelpQuery = NonNullable<paths["/api/help"]["get"]["parameters"]["query"]>;

export const loadHelp = (query: HelpQuery) => unwrap(api.GET("/api/help", { params: { query } }));

export const loadGuide = (id: string): Promise<Guide> =>
  unwrap(api.GET("/api/help/{guide_id}", { params: { path: { guide_id: id } } }));
