/** Moments of a step, checked before it is taken. */
import type { BilingualText } from "../../lib/language";
import { findOfficerDayFault, type OfficerDayName } from "../shared/days";
import type { StepForm, Values } from "./step_field_kinds";
import { listShownFields } from "./step_fields";

/** The bounds of the moments that steps ask for. */
const MOMENTS: Readonly<Record<string, OfficerDayName>> = { received_at: "received", credited_at: "credited" };

/** Moments that were typed and cannot be: no real day, or outside of their bounds. */
export function findWrongMoments(
  step: StepForm,
  values: Values,
  now: string,
): readonly (BilingualText & { readonly name: string })[] {
  return listShownFields(step, values).flatMap(({ name, kind }) => {
    const bounds = kind === "moment" && values[name] ? MOMENTS[name] : undefined;
    const fault = bounds ? findOfficerDayFault(bounds, String(values[name]), now) : null;
    return fault ? [{ ...fault, name }] : [];
  });
}
