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

/** The id of a field's control. `place` tells apart fields of the same name that stand on one page: those of a step that is
 * being prepared, and those of a proposal that waits for a signature. */
export const makeStepFieldId = (name: string, place = "s") => `${place}-${name}`;
