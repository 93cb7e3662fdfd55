import { useState } from "preact/hooks";
import { nameAgency } from "../../api/catalogue";
import { useLoad } from "../../api/use_load";
import { writeAnswer } from "../../eform/answer_text";
import { chooseName, defineWords, useLanguage, useWords } from "../../lib/language";
import { findState, listQuestions } from "../../matters/kinds";
import { SURVEYS } from "../../matters/matter_paths";
import { SORT, SURVEY, writePeriod } from "../../matters/surveys";
import { Button } from "../../ui/button";
import { DataTable } from "../../ui/data_table";
import { Ready } from "../../ui/loading";
import { downloadTable, makeWrittenColumn, type WrittenColumn } from "../../ui/written_table";
import type { StatisticsFilters } from "./statistics_filters";
import type { StatisticsNames } from "./statistics_tables";
import { type CountedSurvey, countPeople, loadSurveys } from "./surveys_of_period";

const words = defineWords(
  {
    title: "Khảo sát, câu hỏi tham vấn trong kỳ",
    survey: "Khảo sát",
    sort: "Nội dung hỏi",
    unit: "Đơn vị",
    days: "Ngày nhận trả lời",
    period: (first: string, last: string) => `${first} – ${last}`,
    state: "Trạng thái",
    people: "Số người trả lời",
    later: "Chưa công bố",
    few: "Chưa đủ số người để công bố",
    none: "Kỳ này không có khảo sát nào được đăng.",
    sum: (surveys: number, people: number) =>
      `Đã đăng ${surveys} khảo sát; ${people} người trả lời các khảo sát đã công bố kết quả.`,
    save: "Tải bảng khảo sát (CSV)",
    file: "khao-sat",
  },
  {
    title: "Surveys and consultations of the period",
    survey: "Survey",
    sort: "What is asked",
    unit: "Unit",
    days: "Takes answers",
    period: (first, last) => `${first} – ${last}`,
    state: "State",
    people: "People who answered",
    later: "Not published yet",
    few: "Too few to be published",
    none: "No survey was published in this period.",
    sum: (surveys, people) => `Published: ${surveys}. People who answered those with published results: ${people}.`,
    save: "Save the surveys (CSV)",
    file: "surveys",
  },
);

interface PeriodSurveysProps extends StatisticsNames {
  readonly filters: StatisticsFilters;
}

/** Surveys of the period, read once somebody opens this part (LC-27.3). */
export function PeriodSurveys(given: PeriodSurveysProps) {
  const w = useWords(words);
  const [open, setOpen] = useState(false);
  return (
    <details class="period-surveys" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{w.title}</summary>
      {open && <Surveys {...given} />}
    </details>
  );
}

function Surveys({ filters, kinds, units }: PeriodSurveysProps) {
  const w = useWords(words);
  const language = useLanguage();
  const loaded = useLoad(() => loadSurveys(filters), [filters.since, filters.until, filters.unit]);
  const kind = kinds.find((each) => each.plural === SURVEYS);
  const sort = kind && listQuestions(kind, []).get(SORT);
  const columns: readonly WrittenColumn<CountedSurvey>[] = [
    makeWrittenColumn(w.survey, (each) => each.title, { names: true }),
    makeWrittenColumn(w.sort, (each) => (sort ? writeAnswer(sort, each.values[SORT], language) : ""), {}),
    makeWrittenColumn(w.unit, (each) => nameAgency(units, each.unit, language), {}),
    makeWrittenColumn(w.days, (each) => writePeriod(each.values, w.period), {}),
    makeWrittenColumn(
      w.state,
      (each) => {
        const state = kind && findState(kind, each.state);
        return state ? chooseName(state.name, language) : "";
      },
      {},
    ),
    makeWrittenColumn(w.people, (each) => String(each.people ?? (each.published ? w.few : w.later)), { number: true }),
  ];
  const shown = columns.map((each) =>
    each.head === w.survey
      ? { ...each, show: (row: CountedSurvey) => <a href={`/khao-sat/${row.id}`}>{row.title}</a>, lang: "vi" as const }
      : each,
  );
  const file = [w.file, filters.unit, filters.since, filters.until].filter(Boolean).join("-");
  return (
    <Ready from={loaded}>
      {(surveys) => (
        <>
          <DataTable label={w.title} columns={shown} rows={surveys} rowKey={(each) => each.id} empty={w.none} />
          {surveys.length > 0 && (
            <>
              <p>{w.sum(surveys.length, countPeople(surveys))}</p>
              <p class="buttons">
                <Button kind="secondary" onPress={() => downloadTable(file, columns, surveys)}>
                  {w.save}
                </Button>
              </p>
            </>
          )}
        </>
      )}
    </Ready>
  );
}

/** Whether surveys are among the kinds that are looked at. */
export const showsSurveys = ({ kind }: StatisticsFilters): boolean => kind === "" || kind === SURVEY;
