/** What a request for rights asks for, as far as its effect can be shown before it is sent. */
import type { Answers } from "../../eform/schema";
import type { components } from "../../generated/api";
import { readAccountId } from "../shared/typed_ids";

export type AskedRights = components["schemas"]["RightsPreviewBody"];
export type RightsEffect = components["schemas"]["RightsPreviewView"];
export type RightChoice = components["schemas"]["RightChoiceView"];

/** The kind of matter by which rights are asked for, and its step that carries the request out. */
export const ACCOUNT_REQUESTS = "account-requests";
export const GRANT_STEP = "grant";
const REVOKE_ONE = "revoke_one";
/** The question which of several rights ends. */
export const RIGHT = "right";

const DECIDING = ["action", "role", "work_unit", "right", "valid_from", "valid_until", "stage"] as const;
/** Without these an action has no effect yet. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  grant: ["role"],
  change: ["role", "work_unit"],
  revoke: ["work_unit"],
  revoke_one: ["role"],
  leave: [],
};

/** The answers that decide on rights; null until they say whose and what. */
export function readAskedRights(given: Answers): AskedRights | null {
  const answers = given.action === "away" ? readStandIn(given) : given;
  const person = readAccountId(String(answers.person ?? ""));
  const needed = NEEDED[String(answers.action ?? "")];
  if (!person || !needed || needed.some((key) => !answers[key])) return null;
  const backup = readAccountId(String(answers.backup_for ?? ""));
  const deciding = DECIDING.flatMap((key) => (answers[key] ? [[key, answers[key]]] : []));
  return { ...Object.fromEntries(deciding), person, ...(backup && { backup_for: backup }) } as AskedRights;
}

/** Somebody who is away keeps the right; the stand-in has it in their place, as far as both are named. */
function readStandIn(answers: Answers): Answers {
  if (!answers.role || !answers.stand_in || !answers.valid_until) return {};
  return { ...answers, action: "grant", person: answers.stand_in, backup_for: answers.person };
}

/** What is asked for when one right alone ends, without saying which; null for any other request. */
export const readAskedEnd = (answers: Answers): AskedRights | null =>
  answers.action === REVOKE_ONE ? readAskedRights({ ...answers, right: undefined, valid_from: undefined }) : null;

/** The stage and the person replaced of the right that was chosen: the request and its answer name them in words. */
export function describeChosen(choices: readonly RightChoice[], key: unknown): Readonly<Record<string, string>> {
  const right = choices.find((each) => each.key === key)?.right;
  return {
    ...(right?.stage && { stage: right.stage }),
    ...(right?.backup_for && { backup_for: right.backup_for }),
  };
}
