import { api, unwrap } from "../../api/client";
import { useLoad } from "../../api/use_load";
import { chooseName, useLanguage, useWords } from "../../lib/language";
import { useStore } from "../../lib/store";
import { session } from "../../session/session";
import { Ready } from "../../ui/loading";
import { describeStanding, type Named } from "../../units/directory";
import { type DirectoryWords, directoryWords } from "../../units/directory_words";
import { Details } from "../../units/unit_details";
import type { Unit, Units } from "../../units/units";
import type { Role } from "../people/units";
import { CHANGES, makeChangePath } from "./change_answers";
import { MovedWork } from "./moved_work";
import { unitWords } from "./unit_words";

const SEE_PEOPLE: readonly Role[] = ["operator", "provincial_office", "auditor"];

/** What is on record about a unit, what it is competent for on the day, and the changes that can be proposed for it. */
export function UnitCard({ units, unit }: { readonly units: Units; readonly unit: Unit }) {
  const w = useWords(unitWords);
  const d: DirectoryWords = useWords(directoryWords);
  const language = useLanguage();
  const roles = useStore(session).me?.roles ?? [];
  const named: Named = (name) => chooseName(name, language);
  const below = units.items.filter((each) => each.parent === unit.id && each.active);
  const facts: readonly (readonly [string, string])[] = [
    [w.kind, named(unit.kind_name)],
    [w.standing, describeStanding(units, unit, d, named)],
    [w.formerly, unit.formerly_vi.join("; ")],
    [w.code, unit.code ?? ""],
    [w.telephone, unit.hotline ?? ""],
    [w.below, below.length ? String(below.length) : ""],
  ];
  const successor = units.items.find((each) => each.id === unit.successor);
  const mayPropose = roles.includes("provincial_office") && unit.active;
  return (
    <section aria-labelledby="unit-name">
      <h2 id="unit-name">{named(unit.name)}</h2>
      <dl class="facts">
        {facts.map(
          ([name, value]) =>
            value && (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
      {roles.some((role) => SEE_PEOPLE.includes(role)) && (
        <p>
          <a href={`/officer/people?unit=${encodeURIComponent(unit.id)}`}>{w.people}</a>
        </p>
      )}
      {successor && !unit.active && roles.some((role) => SEE_PEOPLE.includes(role)) && (
        <MovedWork unit={unit.id} successor={named(successor.name)} />
      )}
      {mayPropose && (
        <>
          <h3 id="unit-changes">{w.change}</h3>
          <ul class="plain unit-acts" aria-labelledby="unit-changes">
            {CHANGES.map((action) => (
              <li key={action}>
                <a href={makeChangePath(action, unit.id)}>{w[action]}</a>
              </li>
            ))}
          </ul>
        </>
      )}
      <UnitRecord units={units} unit={unit.id} />
    </section>
  );
}

function UnitRecord({ units, unit }: { readonly units: Units; readonly unit: string }) {
  const on = { params: { path: { unit_id: unit }, query: { date: units.date } } };
  const loaded = useLoad(() => unwrap(api.GET("/api/units/{unit_id}", on)), [unit, units.date]);
  return <Ready from={loaded}>{(details) => <Details details={details} units={units} page="/officer/units" />}</Ready>;
}
