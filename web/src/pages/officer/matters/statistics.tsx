import { useState } from "preact/hooks";
import { loadAgencies, nameAgency } from "../../../api/catalogue";
import { api, unwrap } from "../../../api/client";
import { useLoad } from "../../../api/use_load";
import type { PageProps } from "../../../app/route";
import { replaceUrl } from "../../../app/router";
import { chooseName, useLanguage, useWords } from "../../../lib/language";
import { useStore } from "../../../lib/store";
import { loadKinds } from "../../../matters/kinds";
import { OfficerPage } from "../../../officer/layout/officer_page";
import { PeriodSurveys, showsSurveys } from "../../../officer/matters/period_surveys";
import {
  changeFilters,
  listMonths,
  makeStatisticsPath,
  readStatisticsFilters,
  type StatisticsFilters,
} from "../../../officer/matters/statistics_filters";
import { type StatisticsNames, StatisticsTables } from "../../../officer/matters/statistics_tables";
import { statisticsWords } from "../../../officer/matters/statistics_words";
import { findUnits, OPEN_TO } from "../../../officer/people/units";
import { writeMonth } from "../../../ratings/figures";
import { readServerTime } from "../../../session/clock";
import { session } from "../../../session/session";
import { ChoiceTabs } from "../../../ui/choice_tabs";
import { Select } from "../../../ui/inputs";
import { Ready, ReadyPage } from "../../../ui/loading";

async function loadNames(): Promise<StatisticsNames> {
  const [kinds, units] = await Promise.all([loadKinds(), loadAgencies()]);
  return { kinds, units };
}

/** How many matters came and were answered in a period, by kind, unit and month. */
export default function StatisticsPage({ query }: PageProps) {
  const w = useWords(statisticsWords);
  const loaded = useLoad(loadNames, []);
  return (
    <ReadyPage from={loaded} title={w.title} frame={OfficerPage}>
      {(names) => <Statistics {...names} query={query} />}
    </ReadyPage>
  );
}

function Statistics({ kinds, units, query }: StatisticsNames & { readonly query: URLSearchParams }) {
  const w = useWords(statisticsWords);
  const language = useLanguage();
  const { me } = useStore(session);
  const months = listMonths(readServerTime());
  const seesLists = me?.roles.some((role) => OPEN_TO.matters.includes(role)) ?? false;
  const seesAll = me?.roles.some((role) => ["provincial_office", "auditor", "operator"].includes(role)) ?? false;
  const own = seesAll ? ["", ...units.map((each) => each.id)] : findUnits(me, OPEN_TO.matters);
  const known = kinds.map((each) => each.name);
  const [filters, setFilters] = useState(() => readStatisticsFilters(query, months, known, own));
  const { by, ...asked } = filters;
  const path = makeStatisticsPath({ ...filters, by: "kind" });
  const loaded = useLoad(() => loadStatistics(asked), [path]);
  function change(next: Partial<StatisticsFilters>) {
    const all = changeFilters(filters, next);
    setFilters(all);
    replaceUrl(makeStatisticsPath(all));
  }
  const monthChoices = months.map((each) => ({ value: each, text: writeMonth(each) }));
  const unitChoices = own.map((id) => ({
    value: id,
    text: id ? nameAgency(units, id, language) : w.every,
  }));
  const kindChoices = kinds.map((each) => ({ value: each.name, text: chooseName(each.title, language) }));
  if (!own.length) {
    return (
      <OfficerPage title={w.title}>
        <p class="empty">{w.none}</p>
      </OfficerPage>
    );
  }
  return (
    <OfficerPage title={w.title} above={seesLists && <a href="/officer/matters">← {w.back}</a>}>
      <div class="filters">
        <Select
          id="since"
          label={w.since}
          value={filters.since}
          options={monthChoices}
          onChoose={(since) => change({ since })}
        />
        <Select
          id="until"
          label={w.until}
          value={filters.until}
          options={monthChoices}
          onChoose={(until) => change({ until })}
        />
        <Select
          id="unit"
          label={w.unit}
          value={filters.unit}
          options={unitChoices}
          onChoose={(unit) => change({ unit })}
        />
        <Select
          id="kind"
          label={w.kind}
          value={filters.kind}
          empty={w.everyKind}
          options={kindChoices}
          onChoose={(kind) => change({ kind })}
        />
      </div>
      <ChoiceTabs
        label={w.view}
        choices={[
          { key: "kind", text: w.byKind },
          { key: "unit", text: w.byUnit },
          { key: "month", text: w.byMonth },
        ]}
        now={by}
        onChoose={(next) => change({ by: next })}
      />
      <Ready from={loaded}>
        {(found) => <StatisticsTables found={found} filters={filters} kinds={kinds} units={units} lists={seesLists} />}
      </Ready>
      {showsSurveys(filters) && <PeriodSurveys filters={filters} kinds={kinds} units={units} />}
    </OfficerPage>
  );
}

function loadStatistics({ since, until, unit, kind }: Omit<StatisticsFilters, "by">) {
  const query = { since, until, ...(unit && { unit }), ...(kind && { kind }) };
  return unwrap(api.GET("/api/matters/statistics", { params: { query } }));
}
