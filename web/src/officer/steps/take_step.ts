/** Taking a step on a dossier. Which address each step has is checked against the API's own description. */
import { api, ifMatch, unwrap } from "../../api/client";
import { makeKey } from "../../api/use_load";
import type { paths } from "../../generated/api";

export const STEP_PATHS = {
  receive: "/api/dossiers/{dossier_id}/receive",
  correct_reception: "/api/dossiers/{dossier_id}/correct_reception",
  forward: "/api/dossiers/{dossier_id}/forward",
  refuse: "/api/dossiers/{dossier_id}/refuse",
  request_supplement: "/api/dossiers/{dossier_id}/request_supplement",
  transfer: "/api/dossiers/{dossier_id}/transfer",
  assign: "/api/dossiers/{dossier_id}/assign",
  claim: "/api/dossiers/{dossier_id}/claim",
  hand_over: "/api/dossiers/{dossier_id}/hand_over",
  confirm_complete: "/api/dossiers/{dossier_id}/confirm_complete",
  call_original: "/api/dossiers/{dossier_id}/call_original",
  compare: "/api/dossiers/{dossier_id}/compare",
  consult: "/api/dossiers/{dossier_id}/consult",
  answer: "/api/dossiers/{dossier_id}/answer",
  finish_task: "/api/dossiers/{dossier_id}/finish_task",
  extend: "/api/dossiers/{dossier_id}/extend",
  apologise: "/api/dossiers/{dossier_id}/apologise",
  request_payment: "/api/dossiers/{dossier_id}/request_payment",
  acknowledge_payment: "/api/dossiers/{dossier_id}/acknowledge_payment",
  confirm_exemption: "/api/dossiers/{dossier_id}/confirm_exemption",
  propose: "/api/dossiers/{dossier_id}/propose",
  resolve: "/api/dossiers/{dossier_id}/resolve",
  correct: "/api/dossiers/{dossier_id}/correct",
  give_back: "/api/dossiers/{dossier_id}/give_back",
  invite: "/api/dossiers/{dossier_id}/invite",
  take_back: "/api/dossiers/{dossier_id}/take_back",
  revoke_authority: "/api/dossiers/{dossier_id}/revoke_authority",
  stop: "/api/dossiers/{dossier_id}/stop",
  close: "/api/dossiers/{dossier_id}/close",
  erase: "/api/dossiers/{dossier_id}/erase",
} as const satisfies Record<string, keyof paths>;

export type OfficerStep = keyof typeof STEP_PATHS;

export const isOfficerStep = (step: string): step is OfficerStep => step in STEP_PATHS;

export type StepBody = Readonly<Record<string, unknown>>;

/** Take the step on the version that the person has seen. The server checks the body, field by field. */
export async function takeStep(dossier: string, version: number, step: OfficerStep, body: StepBody, key = makeKey()) {
  const params = { path: { dossier_id: dossier }, header: { "Idempotency-Key": key, ...ifMatch(version) } };
  await unwrap(api.POST(STEP_PATHS[step] as "/api/dossiers/{dossier_id}/receive", { params, body: body as never }));
}
