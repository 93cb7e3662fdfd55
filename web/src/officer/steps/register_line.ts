/** A line of the paper register, as a step is entered from it after an outage. */

import { readSpan } from "../../eform/day_bounds";

export interface RegisterLine {
  readonly outage: string;
  /** RFC 3339 in Vietnamese time, or the parts typed so far in that order. */
  readonly at: string;
  /** The dossier code that the register gave: of receptions only. */
  readonly code: string;
}

/** Fields of a line, as the API calls them, by the control of the page. */
export const REGISTER_IDS: Readonly<Record<string, string>> = {
  paper_register: "register",
  filed_at: "at",
  received_at: "at",
};

export const EMPTY_LINE: RegisterLine = { outage: "", at: "", code: "" };

/** Whether the line says all that the API needs. */
export function isComplete(line: RegisterLine, coded: boolean): boolean {
  return line.outage !== "" && readSpan(line.at)?.moment !== undefined && (!coded || line.code.trim() !== "");
}

/** The line as steps send it. */
export const toStepLine = ({ outage, at }: RegisterLine) => ({ outage, at });

/** The line as a reception sends it: with the code that the register gave. */
export const toReceptionLine = ({ outage, at, code }: RegisterLine) => ({ outage, code: code.trim(), received_at: at });

/** The line as a filing sends it. */
export const toFilingLine = ({ outage, at }: RegisterLine) => ({ outage, filed_at: at });
