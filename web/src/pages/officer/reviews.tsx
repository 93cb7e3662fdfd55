import { useState } from "preact/hooks";
import { loadAgencies, nameAgency } from "../../api/catalogue";
import type { Agency } from "../../api/types";
import { useLoad } from "../../api/use_load";
import type { PageProps } from "../../app/route";
import { toDay } from "../../eform/day_bounds";
import { useLanguage, useWords } from "../../lib/language";
import { useStore } from "../../lib/store";
import type { MatterLine } from "../../matters/matter_calls";
import { makeWorkPath } from "../../matters/matter_paths";
import { OfficerPage } from "../../officer/layout/officer_page";
import { findUnits, OPEN_TO } from "../../officer/people/units";
import {
  filterReviews,
  loadReviews,
  makeReviewColumns,
  nameUnit,
  type ReviewNames,
  RIGHTS_REVIEWS,
  writeState,
} from "../../officer/reviews/review_rows";
import { reviewWords } from "../../officer/reviews/review_words";
import { DueMark } from "../../officer/shared/due_mark";
import { roleWords } from "../../officer/steps/step_words";
import { readServerTime } from "../../session/clock";
import { session } from "../../session/session";
import { Button } from "../../ui/button";
import { type Column, DataTable } from "../../ui/data_table";
import { Select, TextField } from "../../ui/inputs";
import { Ready } from "../../ui/loading";
import { downloadTable, downloadWorkbook } from "../../ui/written_table";

/** Those who read the reviews of every unit. */
const READS_ALL = ["provincial_office", "auditor", "operator"] as const;

/** Reviews of rights: of the whole province for those who grant and audit rights, else of the own units. */
export default function ReviewsPage({ query }: PageProps) {
  const w = useWords(reviewWords);
  const { me } = useStore(session);
  const whole = READS_ALL.some((role) => me?.roles.includes(role));
  const own = findUnits(me, OPEN_TO.matters);
  const loaded = useLoad(async () => {
    const [units, rows] = await Promise.all([loadAgencies(), loadReviews(own, whole)]);
    return { units, rows };
  }, [whole, own.join(" ")]);
  return (
    <OfficerPage title={w.title}>
      <p class="muted">{w.first}</p>
      <Ready from={loaded}>{(data) => <Reviews {...data} late={query.has("late")} />}</Ready>
    </OfficerPage>
  );
}

interface ReviewsProps {
  readonly units: readonly Agency[];
  readonly rows: readonly MatterLine[];
  readonly late: boolean;
}

function Reviews({ units, rows, late }: ReviewsProps) {
  const w = useWords(reviewWords);
  const roles = useWords(roleWords);
  const language = useLanguage();
  const [text, setText] = useState("");
  const [unit, setUnit] = useState("");
  const [state, setState] = useState(late ? "late" : "");
  const names: ReviewNames = { words: w, roles, units, language };
  const shown = filterReviews(rows, { text, unit, state });
  const columns: readonly Column<MatterLine>[] = [
    {
      head: w.review,
      names: true,
      show: (each) => (
        <a href={makeWorkPath(RIGHTS_REVIEWS, each.id)} lang={each.subject ? "vi" : undefined}>
          {each.subject ?? each.number}
        </a>
      ),
    },
    { head: w.unit, show: (each) => nameUnit(each.unit, names) },
    { head: w.number, show: (each) => each.number },
    { head: w.state, show: (each) => writeState(each, w) },
    { head: w.due, show: (each) => (each.due_at ? <DueMark due={each.due_at} late={each.late ?? null} short /> : "–") },
  ];
  const save = (write: typeof downloadTable) =>
    write(`reviews-${toDay(readServerTime())}`, makeReviewColumns(names), shown);
  if (rows.length === 0) return <p class="empty">{w.empty}</p>;
  const listed = [...new Set(rows.map((each) => each.unit))];
  return (
    <>
      <div class="filters">
        <TextField id="review-text" label={w.find} value={text} type="search" onInput={setText} />
        {listed.length > 1 && (
          <Select
            id="review-unit"
            label={w.unit}
            value={unit}
            empty={w.allUnits}
            options={listed.map((value) => ({ value, text: nameAgency(units, value, language) || value }))}
            onChoose={setUnit}
          />
        )}
        <Select
          id="review-state"
          label={w.state}
          value={state}
          empty={w.all}
          options={(["open", "late", "closed"] as const).map((value) => ({ value, text: w[value] }))}
          onChoose={setState}
        />
      </div>
      <DataTable
        label={w.title}
        columns={columns}
        rows={shown}
        rowKey={(each) => each.id}
        empty={w.unfound}
        look="stacked"
      />
      <p class="muted small" role="status">
        {w.shown(shown.length)}
      </p>
      <p class="buttons">
        {w.save}{" "}
        <Button kind="secondary" onPress={() => save(downloadWorkbook)}>
          XLSX
        </Button>
        <Button kind="secondary" onPress={() => save(downloadTable)}>
          CSV
        </Button>
      </p>
    </>
  );
}
