/** The form of each step of an officer. */
import type { StepForm } from "../step_field_kinds";
import type { OfficerStep } from "../take_step";
import { HANDOVER_FORMS } from "./handover_forms";
import { PAYMENT_FORMS } from "./payment_forms";
import { RECEPTION_FORMS } from "./reception_forms";
import { SETTLEMENT_FORMS } from "./settlement_forms";

export const STEP_FORMS: Readonly<Record<OfficerStep, StepForm>> = {
  ...RECEPTION_FORMS,
  ...SETTLEMENT_FORMS,
  ...PAYMENT_FORMS,
  ...HANDOVER_FORMS,
};
