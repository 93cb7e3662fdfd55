import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Agency } from "../../api/types";
import { DateField } from "../../eform/date_field";
import { useAttempts } from "../../filing/attempts";
import { useLanguage } from "../../lib/language";
import { useStore } from "../../lib/store";
import { readServerTime } from "../../session/clock";
import { session } from "../../session/session";
import { Button } from "../../ui/button";
import { ErrorSummary } from "../../ui/error_summary";
import { findUnits, type Role } from "../people/units";
import { findOfficerDayFault, OFFICER_DAYS, type OfficerDayName } from "../shared/days";
import { UnitChoice } from "./unit_choice";

interface UnitDayFormProps {
  /** The person chooses among the units in which they hold one of these roles. */
  readonly roles: readonly Role[];
  readonly known: readonly Agency[];
  /** Which day is asked for: its name and its bounds. */
  readonly field: OfficerDayName;
  readonly button: string;
  /** Text in place of the form for a person without such a unit. */
  readonly nowhere: string;
  /** The day that is shown at first; empty for the one that the server takes without a day. */
  readonly first: string;
  readonly onShow?: (day: string) => void;
  /** Content for the unit and the day. */
  readonly children: (unit: string, day: string) => ComponentChildren;
}

/** One of the person's units and a day, and below them the data of both. */
export function UnitDayForm({ roles, known, field, button, nowhere, first, onShow, children }: UnitDayFormProps) {
  const language = useLanguage();
  const { me } = useStore(session);
  const units = findUnits(me, roles);
  const [unit, setUnit] = useState(units[0] ?? "");
  const [typed, setTyped] = useState(first);
  const [day, setDay] = useState(first);
  const attempts = useAttempts();
  if (!unit) return <p class="empty">{nowhere}</p>;
  function show(event: Event) {
    event.preventDefault();
    const fault = findOfficerDayFault(field, typed, readServerTime());
    if (!attempts.show(fault ? [{ at: "day", text: fault }] : [])) return;
    setDay(typed);
    onShow?.(typed);
  }
  return (
    <>
      <form class="screen-only" novalidate onSubmit={show}>
        <ErrorSummary faults={attempts.faults} attempt={attempts.attempt} />
        <div class="filters">
          <UnitChoice units={units} known={known} value={unit} onChoose={setUnit} />
          <DateField
            id="day"
            label={OFFICER_DAYS[field][language]}
            value={typed}
            fault={attempts.byField().day}
            onInput={setTyped}
          />
          <p class="buttons">
            <Button type="submit" kind="secondary">
              {button}
            </Button>
          </p>
        </div>
      </form>
      {children(unit, day)}
    </>
  );
}
