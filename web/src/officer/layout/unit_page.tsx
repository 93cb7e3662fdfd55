import type { ComponentType } from "preact";
import { useState } from "preact/hooks";
import { useLoad } from "../../api/use_load";
import { useStore } from "../../lib/store";
import { session } from "../../session/session";
import { Ready } from "../../ui/loading";
import { findUnits, OPEN_TO } from "../people/units";
import { loadNames, type Names } from "../shared/names";
import { OfficerPage } from "./officer_page";
import { UnitChoice } from "./unit_choice";

export interface UnitListProps {
  readonly unit: string;
  readonly names: Names;
}

interface Props {
  readonly title: string;
  readonly help?: string;
  readonly place: keyof typeof OPEN_TO;
  readonly list: ComponentType<UnitListProps>;
}

/** A page that lists the dossiers of one of the officer's units. */
export function UnitPage({ title, ...shown }: Props) {
  const loaded = useLoad(loadNames, []);
  return (
    <OfficerPage title={title}>
      <Ready from={loaded}>{(known) => <ChosenUnit {...shown} names={known} />}</Ready>
    </OfficerPage>
  );
}

function ChosenUnit({ help, place, list: List, names: known }: Omit<Props, "title"> & { readonly names: Names }) {
  const { me } = useStore(session);
  const units = findUnits(me, OPEN_TO[place]);
  const [unit, setUnit] = useState(units[0] ?? "");
  return (
    <>
      <UnitChoice units={units} known={known.units} value={unit} onChoose={setUnit} />
      {help && <p class="muted">{help}</p>}
      <List key={unit} unit={unit} names={known} />
    </>
  );
}
