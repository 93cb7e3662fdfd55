/** Printing slips: the server puts them into one file; one that is still being made is waited for. */
import { api, unwrap } from "../../api/client";
import { type Problem, toProblem } from "../../api/problem";
import type { Paper } from "../../api/types";
import { makeKey } from "../../api/use_load";
import type { components } from "../../generated/api";
import { printFile, printPdf } from "../../lib/print";
import { createStore } from "../../lib/store";
import type { Values } from "../steps/step_field_kinds";
import type { OfficerStep } from "../steps/take_step";

export type SlipWanted = components["schemas"]["SlipWanted"];
export type Print = components["schemas"]["PrintView"];

export const MOST_SHEETS = 30;
/** Pauses between polls, half a minute in all: a slip is usually ready within two seconds. */
export const PAUSES: readonly number[] = [
  300, 400, 500, 700, 900, 1200, 1500, 2000, 2000, 2500, 3000, 3000, 4000, 4000, 4000,
];

export const makeReceiptSlip = (dossier: string): SlipWanted => ({
  dossier_id: dossier,
  kind: "receipt",
  paper_id: null,
});

/** Corrections that hold at once; the others wait for somebody's agreement. */
const AT_ONCE: readonly unknown[] = ["people", "papers", "way"];

/** Whether a step that was taken makes a new receipt in place of one that was given out. */
export function replacesReceipt(papers: readonly Paper[], step: OfficerStep, values: Values): boolean {
  const given = papers.some((paper) => paper.kind === "slip" && paper.component === "receipt");
  return given && step === "correct_reception" && AT_ONCE.includes(values.about);
}

/** Why a filing at the counter could not be received at once; its workspace says so. */
export const refusedReception = createStore<{ readonly id: string; readonly problem: Problem } | null>(null);

const waitFor = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** Slips that a refusal does not name: the named dossiers have none of that kind. */
export function dropNamed(slips: readonly SlipWanted[], problem: Problem): readonly SlipWanted[] {
  const named = new Set(problem.fields.map((field) => field.path));
  return slips.filter((_, n) => !named.has(`/slips/${n}`));
}

/**
 * One file of slips. `waiting` hears how many are still being made. A dossier that has no such slip does not keep the
 * others from being printed.
 */
export async function makePrint(slips: readonly SlipWanted[], waiting: (missing: number) => void): Promise<Print> {
  const header = { "Idempotency-Key": makeKey() };
  for (let turn = 0; ; turn += 1) {
    try {
      return await unwrap(api.POST("/api/prints", { params: { header }, body: { slips: [...slips] } }));
    } catch (thrown) {
      const problem = toProblem(thrown);
      if (problem.code === "slip_not_due" || problem.code === "slip_erased") {
        const others = dropNamed(slips, problem);
        if (others.length > 0 && others.length < slips.length) return makePrint(others, waiting);
      }
      const pause = PAUSES[turn];
      if (problem.code !== "slip_pending" || pause === undefined) throw problem;
      waiting(problem.fields.length);
      await waitFor(pause);
    }
  }
}

/** Make the file and give it to the printer. */
export async function printSlips(slips: readonly SlipWanted[], waiting: (missing: number) => void): Promise<Print> {
  const made = await makePrint(slips, waiting);
  await printFile(printPdf(made.pdf), made.sheets.length === 1 ? (made.sheets[0]?.code ?? "") : "giay-tiep-nhan");
  return made;
}
