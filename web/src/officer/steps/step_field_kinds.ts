/** Kinds of a step's fields: a closed set, so that one form serves all steps. */
export type Kind =
  | "text"
  | "line"
  | "case_officer"
  | "officer"
  | "files"
  | "filed_papers"
  | "number"
  | "check"
  | "choice"
  | "reason"
  | "components"
  | "awaited"
  | "deferral"
  | "payment"
  | "computed"
  | "form_fields"
  | "unit"
  | "one_stop"
  | "obligations"
  | "obligation"
  | "fee_lines"
  | "result"
  | "moment"
  | "part"
  | "receiver"
  | "held"
  | "about"
  | "person"
  | "paper_components"
  | "kept"
  | "procedure"
  | "register"
  | "coded_register";

export interface StepField {
  readonly name: string;
  readonly kind: Kind;
  readonly vi: string;
  readonly en: string;
  readonly optional?: boolean;
  readonly choices?: readonly { readonly value: string; readonly vi: string; readonly en: string }[];
  /** The law's list that a reason is chosen from, and the moment it is for. */
  readonly param?: string;
  readonly scope?: Readonly<Record<string, string>>;
  /** Begins the id of its control where another field of the same name may stand on the page. */
  readonly place?: string;
  /** Shown only while another field has this value. */
  readonly when?: { readonly name: string; readonly is: string };
}

export interface StepForm {
  readonly fields: readonly StepField[];
  /** Whether the step makes slips that can be seen before it is taken. */
  readonly preview: boolean;
  /** Cannot be undone: marked so, and never taken by a quick key. */
  readonly irreversible: boolean;
}

/** Answers by the name of the field. */
export type Values = Readonly<Record<string, unknown>>;
