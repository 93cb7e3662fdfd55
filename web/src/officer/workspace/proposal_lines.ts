import type { TimelineLine } from "../../api/types";
import type { DossierView } from "../../dossier/load";
import type { components } from "../../generated/api";
import type { Values } from "../steps/step_field_kinds";
import type { OfficerStep } from "../steps/take_step";
import { listTexts } from "./officer_timeline";

export type ApprovalRequest = components["schemas"]["RequestView"];

/** The open proposal of a result, if there is one. */
export const findOpenProposal = (whole: DossierView) => whole.dossier.requests.find((each) => each.kind === "outcome");

/** Initial values of a step: an answer to remarks starts with the former proposal. */
export function makeStartValues(whole: DossierView, step: OfficerStep): Values {
  // The applicant's wish comes first; the officer who hands over may choose another way that was asked for since.
  if (step === "give_back" && whole.dossier.return_way) return { way: whole.dossier.return_way };
  const asked = step === "propose" ? findOpenProposal(whole) : undefined;
  if (!asked?.sent_back) return {};
  const reason = listProposalTexts(whole, asked).find(([name]) => name === "reason")?.[1];
  const known = { outcome: asked.outcome, result: asked.result, ground: asked.ground, reason };
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value));
}

/** The timeline's events in which the proposal was made or answered, last first. */
export function listProposalLines(whole: DossierView): readonly TimelineLine[] {
  return whole.timeline.filter((each) => each.proposed).toReversed();
}

export function listProposalTexts(whole: DossierView, asked: ApprovalRequest) {
  const line = listProposalLines(whole).find((each) => each.occurred_at === asked.opened_at);
  return line ? listTexts(line, whole) : [];
}
