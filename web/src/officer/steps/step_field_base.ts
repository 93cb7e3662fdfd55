import type { DossierView } from "../../dossier/load";
import type { StepField, Values } from "./step_field_kinds";

/** Props of the input of a step's field. */
export interface StepFieldProps {
  readonly field: StepField;
  readonly whole: DossierView;
  readonly values: Values;
  readonly fault: string | undefined;
  /** Faults of parts of the field, by the id of the control. */
  readonly faults?: Readonly<Record<string, string>>;
  readonly onChange: (name: string, value: unknown) => void;
}

export const makeStepFieldId = (name: string) => `s-${name}`;
