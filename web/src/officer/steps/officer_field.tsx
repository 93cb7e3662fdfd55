import { useLoad } from "../../api/use_load";
import type { DossierView } from "../../dossier/load";
import { useLanguage } from "../../lib/language";
import { useStore } from "../../lib/store";
import { type Me, session } from "../../session/session";
import { Ready } from "../../ui/loading";
import { filterCaseOfficers, loadMembers } from "../people/people";
import { PersonPicker } from "../people/person_picker";
import { makeStepFieldId, type StepFieldProps } from "./step_field_base";

/** Choice of an officer of the own unit; for the fault of a delay, also people named in the timeline. */
export function OfficerField({ field, whole, values, fault, onChange }: StepFieldProps) {
  const language = useLanguage();
  const { me } = useStore(session);
  const unit = findOwnUnit(whole, me);
  const loaded = useLoad(() => loadMembers(unit), [unit]);
  return (
    <Ready from={loaded}>
      {(members) => {
        const others = whole.people.filter((each) => !members.some((one) => one.sub === each.sub));
        const named = others.map((each) => ({ ...each, roles: [], open: 0, overdue: 0 }));
        return (
          <PersonPicker
            id={makeStepFieldId(field.name, field.place)}
            label={field[language]}
            fault={fault}
            optional={field.optional ?? false}
            members={field.kind === "officer" ? [...members, ...named] : filterCaseOfficers(members)}
            value={String(values[field.name] ?? "")}
            onChoose={(sub) => onChange(field.name, sub || undefined)}
          />
        );
      }}
    </Ready>
  );
}

/** The unit for which the person acts on the dossier: one with an open share, else the agency or the desk. */
function findOwnUnit({ dossier: d }: DossierView, me: Me | null): string {
  const mine = new Set((me?.assignments ?? []).filter((each) => each.in_force).map((each) => each.unit));
  const open = d.tasks.filter((task) => !task.done_at && !task.lead).map((task) => task.unit);
  return [...open, d.agency ?? "", d.one_stop].find((unit) => mine.has(unit)) ?? d.one_stop;
}
