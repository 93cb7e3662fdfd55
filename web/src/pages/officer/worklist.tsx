import { useEffect, useState } from "preact/hooks";
import { nameAgency } from "../../api/catalogue";
import { api, unwrap } from "../../api/client";
import { useLoad } from "../../api/use_load";
import type { PageProps } from "../../app/route";
import { replaceUrl } from "../../app/router";
import { useLanguage, useWords } from "../../lib/language";
import { useStore } from "../../lib/store";
import { OfficerPage } from "../../officer/layout/officer_page";
import { UnitChoice } from "../../officer/layout/unit_choice";
import { AdminParts } from "../../officer/operations/admin";
import { findWorkUnits, type Role } from "../../officer/people/units";
import { loadNames, type Names } from "../../officer/shared/names";
import { OFFICER_STATES } from "../../officer/shared/state_words";
import { type Filters, makeWorklistPath, readFilters, readName } from "../../officer/worklist/filters";
import { Queue } from "../../officer/worklist/queue";
import { readViews } from "../../officer/worklist/saved_views";
import { StateTabs } from "../../officer/worklist/state_tabs";
import { ViewBar } from "../../officer/worklist/view_bar";
import { WorkFilters } from "../../officer/worklist/work_filters";
import { chooseFirstState } from "../../officer/worklist/work_roles";
import { worklistWords } from "../../officer/worklist/worklist_words";
import { session } from "../../session/session";
import { ReadyPage } from "../../ui/loading";
import { useTyped } from "../../ui/use_typed";

export default function WorklistPage({ query }: PageProps) {
  const w = useWords(worklistWords);
  const { me } = useStore(session);
  const units = findWorkUnits(me);
  const loaded = useLoad(loadNames, []);
  const start = () => readFilters(query, units, chooseFirstState(me?.roles ?? []));
  if (!units.length) {
    return (
      <OfficerPage title={w.administration}>
        <AdminParts />
      </OfficerPage>
    );
  }
  return (
    <ReadyPage from={loaded} title={w.title} frame={OfficerPage}>
      {(known) => <Lists start={start()} units={units} names={known} />}
    </ReadyPage>
  );
}

/** Roles that hand shares over. */
const HANDING: readonly Role[] = ["head_of_section", "agency_head", "case_officer"];

interface ListsProps {
  readonly start: Filters;
  readonly units: readonly string[];
  readonly names: Names;
}

function Lists({ start, units, names: known }: ListsProps) {
  const w = useWords(worklistWords);
  const language = useLanguage();
  const { me } = useStore(session);
  const [filters, setFilters] = useState(start);
  const counts = useLoad(
    () => unwrap(api.GET("/api/worklist/counts", { params: { query: { unit: filters.unit } } })),
    [filters.unit],
  );
  const name = readName(useTyped(filters.text));
  useEffect(readViews, []);
  function change(next: Partial<Filters>) {
    const all = { ...filters, ...next };
    setFilters(all);
    replaceUrl(makeWorklistPath("/officer", all));
  }
  const { text: _, ...server } = filters;
  const [seen, setSeen] = useState<{ readonly key: string; readonly open: number } | null>(null);
  const key = JSON.stringify({ ...server, name });
  return (
    <OfficerPage
      title={w.title}
      aside={
        <div class="filters">
          <UnitChoice
            units={units}
            known={known.units}
            value={filters.unit}
            onChoose={(unit) => change({ unit, procedure: "" })}
          />
          <WorkFilters filters={filters} names={known} onChange={change} />
          {HANDING.some((each) => me?.roles.includes(each)) && <a href="/officer/hand-over">{w.handOver}</a>}
        </div>
      }
    >
      <p class="print-only">
        {[
          nameAgency(known.units, filters.unit, language),
          filters.state && OFFICER_STATES[filters.state][language].label,
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
      <div class="list-line">
        <ViewBar filters={filters} onView={change} />
        <StateTabs
          now={filters.state}
          counts={counts.state === "done" ? counts.data : null}
          seen={seen?.key === key ? seen.open : null}
          onChoose={(state) => change({ state })}
        />
      </div>
      <Queue
        key={key}
        filters={filters}
        name={name}
        names={known}
        onChange={change}
        onActed={counts.reload}
        onSeen={(open) => setSeen({ key, open })}
      />
    </OfficerPage>
  );
}
