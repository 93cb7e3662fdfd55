import { useState } from "preact/hooks";
import { loadAgencies, nameAgency } from "../../api/catalogue";
import { api, unwrap } from "../../api/client";
import type { Agency } from "../../api/types";
import { combineLoads, useLoad } from "../../api/use_load";
import type { PageProps } from "../../app/route";
import { replaceUrl } from "../../app/router";
import type { components } from "../../generated/api";
import { defineWords, useLanguage, useWords } from "../../lib/language";
import { MonthChoice, PublicationDay, writeMean, writeMonth, writeShare } from "../../ratings/figures";
import { Button } from "../../ui/button";
import { DataTable } from "../../ui/data_table";
import { Ready } from "../../ui/loading";
import { Page } from "../../ui/page";
import { downloadTable, makeWrittenColumn, type WrittenColumn } from "../../ui/written_table";

const words = defineWords(
  {
    title: "Kết quả đánh giá của người nộp hồ sơ",
    intro: (least: number) =>
      `Người nộp đánh giá sau khi hồ sơ kết thúc, theo thang 5. Chỉ công bố đơn vị có từ ${least} đánh giá trong tháng.`,
    caption: (month: string) => `Kết quả đánh giá tháng ${month}`,
    unit: "Đơn vị",
    ratings: "Số đánh giá",
    mean: "Điểm trung bình",
    share: "Hài lòng",
    none: "Tháng này không có đơn vị nào đủ số đánh giá để công bố.",
    save: "Tải bảng (CSV)",
    file: "ket-qua-danh-gia",
  },
  {
    title: "How applicants rate the units",
    intro: (least) =>
      `Applicants rate once their dossier has ended, from 1 to 5. A unit is shown from ${least} ratings a month on.`,
    caption: (month) => `Ratings in ${month}`,
    unit: "Unit",
    ratings: "Ratings",
    mean: "Mean",
    share: "Satisfied",
    none: "No unit has enough ratings in this month.",
    save: "Save the table (CSV)",
    file: "ratings",
  },
);

type Results = components["schemas"]["RatingResultsView"];
type UnitRatings = Results["items"][number];

/** How each unit was rated in a month, for everybody. */
export default function RatingsPage({ query }: PageProps) {
  const w = useWords(words);
  const [month, setMonth] = useState(query.get("month") ?? "");
  const asked = { params: { query: month ? { month } : {} } };
  const loaded = combineLoads(
    useLoad(() => unwrap(api.GET("/api/ratings", asked)), [month]),
    useLoad(loadAgencies, []),
  );
  function choose(next: string) {
    setMonth(next);
    replaceUrl(`/danh-gia?month=${next}`);
  }
  return (
    <Page title={w.title}>
      <Ready from={loaded}>
        {([results, units]) => (
          <>
            <p>{w.intro(results.shown_from)}</p>
            <MonthChoice month={results.month} months={results.months} onChoose={choose} />
            {results.published_from ? (
              <PublicationDay day={results.published_from} />
            ) : (
              <ResultTable results={results} units={units} />
            )}
          </>
        )}
      </Ready>
    </Page>
  );
}

function ResultTable({ results, units }: { readonly results: Results; readonly units: readonly Agency[] }) {
  const w = useWords(words);
  const language = useLanguage();
  const columns: readonly WrittenColumn<UnitRatings>[] = [
    makeWrittenColumn(w.unit, (each) => nameAgency(units, each.unit, language), { names: true }),
    makeWrittenColumn(w.ratings, (each) => String(each.ratings), { number: true }),
    makeWrittenColumn(w.mean, (each) => writeMean(each.mean, language), { number: true }),
    makeWrittenColumn(w.share, writeShare, { number: true }),
    ...results.questions.map((question) =>
      makeWrittenColumn<UnitRatings>(
        question[language],
        (each) => writeMean(each.questions.find((one) => one.code === question.code)?.mean ?? null, language),
        { number: true },
      ),
    ),
  ];
  const caption = w.caption(writeMonth(results.month));
  return (
    <>
      <h2>{caption}</h2>
      <DataTable label={caption} columns={columns} rows={results.items} rowKey={(each) => each.unit} empty={w.none} />
      {results.items.length > 0 && (
        <p class="buttons">
          <Button kind="secondary" onPress={() => downloadTable(`${w.file}-${results.month}`, columns, results.items)}>
            {w.save}
          </Button>
        </p>
      )}
    </>
  );
}
