import type { Whole } from "../dossier/load";
import type { StepField, Values } from "./step_field_kinds";

/** Props of the input of a step's field. */
export interface FieldGiven {
  readonly field: StepField;
  readonly whole: Whole;
  readonly values: Values;
  readonly fault: string | undefined;
  /** Faults of parts of the field, by the id of the control. */
  readonly faults?: Readonly<Record<string, string>>;
  readonly onChange: (name: string, value: unknown) => void;
}

export const stepFieldId = (name: string) => `s-${name}`;
