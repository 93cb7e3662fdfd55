/** Moments of a step, checked before it is taken. */
import type { Both } from "../lib/language";
import { type OfficerDayName, officerDayFault } from "./days";
import type { StepForm, Values } from "./step_field_kinds";
import { shownFields } from "./step_fields";

/** The bounds of the moments that steps ask for. */
const MOMENTS: Readonly<Record<string, OfficerDayName>> = { received_at: "received", credited_at: "credited" };

/** Moments that were typed and cannot be: no real day, or outside of their bounds. */
export function wrongMoments(
  step: StepForm,
  values: Values,
  now: string,
): readonly (Both & { readonly name: string })[] {
  return shownFields(step, values).flatMap(({ name, kind }) => {
    const bounds = kind === "moment" && values[name] ? MOMENTS[name] : undefined;
    const fault = bounds ? officerDayFault(bounds, String(values[name]), now) : null;
    return fault ? [{ ...fault, name }] : [];
  });
}
