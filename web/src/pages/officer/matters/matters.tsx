import { useState } from "preact/hooks";
import { loadAgencies } from "../../../api/catalogue";
import type { Agency } from "../../../api/types";
import { useLoad } from "../../../api/use_load";
import type { PageProps } from "../../../app/route";
import { replaceUrl } from "../../../app/router";
import { chooseName, useLanguage, useWords } from "../../../lib/language";
import { useStore } from "../../../lib/store";
import { loadKinds, type MatterKind, nameOpening } from "../../../matters/kinds";
import { makeWorkPath } from "../../../matters/matter_paths";
import { matterWords } from "../../../matters/matter_words";
import { OfficerPage } from "../../../officer/layout/officer_page";
import { UnitChoice } from "../../../officer/layout/unit_choice";
import {
  listReadKinds,
  listReadUnits,
  type MatterFilters,
  makeMattersPath,
  readMatterFilters,
} from "../../../officer/matters/matter_filters";
import { MatterList } from "../../../officer/matters/matter_list";
import { officerMatterWords } from "../../../officer/matters/officer_matter_words";
import { OPEN_TO } from "../../../officer/people/units";
import { RIGHTS_REVIEWS } from "../../../officer/reviews/review_rows";
import { reviewWords } from "../../../officer/reviews/review_words";
import { session } from "../../../session/session";
import { ChoiceTabs } from "../../../ui/choice_tabs";
import { ReadyPage } from "../../../ui/loading";

async function loadAll() {
  const [kinds, units] = await Promise.all([loadKinds(), loadAgencies()]);
  return { kinds, units };
}

/** The matters of a unit, one kind at a time. */
export default function MattersPage({ query }: PageProps) {
  const w = useWords(officerMatterWords);
  const loaded = useLoad(loadAll, []);
  return (
    <ReadyPage from={loaded} title={w.title} frame={OfficerPage}>
      {(data) => <Lists {...data} query={query} />}
    </ReadyPage>
  );
}

interface ListsProps {
  readonly kinds: readonly MatterKind[];
  readonly units: readonly Agency[];
  readonly query: URLSearchParams;
}

function Lists({ kinds, units, query }: ListsProps) {
  const w = useWords(officerMatterWords);
  const shared = useWords(matterWords);
  const reviews = useWords(reviewWords);
  const language = useLanguage();
  const { me } = useStore(session);
  const read = listReadKinds(me, units, kinds);
  const [filters, setFilters] = useState(() =>
    readMatterFilters(query, read, (each) => listReadUnits(me, units, each)),
  );
  const kind = read.find((each) => each.plural === filters.plural);
  const own = kind ? listReadUnits(me, units, kind) : [];
  function change(next: Partial<MatterFilters>) {
    const all = { ...filters, ...next };
    setFilters(all);
    replaceUrl(makeMattersPath(all));
  }
  if (!kind || !filters.unit) {
    return (
      <OfficerPage title={w.title}>
        <p class="empty">{w.none}</p>
      </OfficerPage>
    );
  }
  const states = kind.states.filter((each) => each.ended === filters.ended);
  return (
    <OfficerPage
      title={w.title}
      aside={<UnitChoice units={own} known={units} value={filters.unit} onChoose={(unit) => change({ unit })} />}
    >
      {read.length > 1 && (
        <ChoiceTabs
          label={w.kinds}
          choices={read.map((each) => ({ key: each.plural, text: chooseName(each.title, language) }))}
          now={kind.plural}
          onChoose={(plural) => change({ plural, state: "" })}
        />
      )}
      <div class="filters">
        <ChoiceTabs
          label={w.which}
          choices={[
            { key: "open", text: w.open },
            { key: "ended", text: w.ended },
          ]}
          now={filters.ended ? "ended" : "open"}
          onChoose={(which) => change({ ended: which === "ended", state: "" })}
        />
        <div class="filter">
          <label for="m-state">{w.onlyState}</label>
          <select
            id="m-state"
            class="input"
            value={filters.state}
            onChange={(event) => change({ state: event.currentTarget.value })}
          >
            <option value="">{w.states}</option>
            {states.map((each) => (
              <option key={each.key} value={each.key}>
                {chooseName(each.name, language)}
              </option>
            ))}
          </select>
        </div>
      </div>
      {kind.opened_by.some((role) => role !== "applicant" && me?.roles.some((held) => held === role)) && (
        <p>
          <a href={makeWorkPath(kind.plural, "moi")}>{nameOpening(kind, shared, language)}</a>
        </p>
      )}
      {me?.roles.some((role) => OPEN_TO.matters.includes(role)) && (
        <p>
          <a href={`/officer/matters/statistics?${new URLSearchParams({ unit: filters.unit })}`}>{w.statistics}</a>
        </p>
      )}
      {kind.plural === RIGHTS_REVIEWS && (
        <p>
          <a href="/officer/reviews">{reviews.whole}</a>
        </p>
      )}
      <MatterList key={makeMattersPath(filters)} kind={kind} units={units} filters={filters} />
    </OfficerPage>
  );
}
