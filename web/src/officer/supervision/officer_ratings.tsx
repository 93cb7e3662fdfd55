import { useState } from "preact/hooks";
import { api, unwrap } from "../../api/client";
import { useLoad } from "../../api/use_load";
import type { components } from "../../generated/api";
import { writeCsv } from "../../lib/csv";
import { download } from "../../lib/download";
import { defineWords, useLanguage, useWords } from "../../lib/language";
import { type Figures, MonthChoice, PublicationDay, writeMean, writeShare } from "../../ratings/figures";
import { Button } from "../../ui/button";
import { type Column, DataTable } from "../../ui/data_table";
import { Ready } from "../../ui/loading";

const words = defineWords(
  {
    title: "Đánh giá của người nộp hồ sơ",
    least: (n: number) => `Điểm chỉ hiện khi có từ ${n} đánh giá trong tháng; không hiện từng phiếu.`,
    caption: "Đánh giá theo công chức",
    whole: "Cả đơn vị",
    who: "Công chức",
    ratings: "Số đánh giá",
    mean: "Điểm trung bình",
    share: "Hài lòng",
    save: "Tải bảng (CSV)",
    all: "Xem kết quả của mọi đơn vị",
  },
  {
    title: "Ratings by applicants",
    least: (n) => `A mean is shown from ${n} ratings a month on; single ratings are not shown.`,
    caption: "Ratings by officer",
    whole: "The whole unit",
    who: "Officer",
    ratings: "Ratings",
    mean: "Mean",
    share: "Satisfied",
    save: "Save the table (CSV)",
    all: "See the results of all units",
  },
);

interface TextColumn extends Column<Line> {
  readonly show: (line: Line) => string;
}

interface Line extends Figures {
  readonly key: string;
  readonly label: string;
}

/** How applicants rated a unit and its officers in a month. */
export function OfficerRatings({ unit }: { readonly unit: string }) {
  const w = useWords(words);
  const [month, setMonth] = useState("");
  const query = month ? { unit, month } : { unit };
  const loaded = useLoad(() => unwrap(api.GET("/api/ratings/officers", { params: { query } })), [unit, month]);
  return (
    <details>
      <summary>{w.title}</summary>
      <Ready from={loaded}>
        {(found) => (
          <>
            <p class="muted small">{w.least(found.shown_from)}</p>
            <MonthChoice month={found.month} months={found.months} onChoose={setMonth} />
            {found.published_from && <PublicationDay day={found.published_from} />}
            {found.unit && <Lines month={found.month} unit={found.unit} officers={found.items} />}
          </>
        )}
      </Ready>
      <p>
        <a href="/danh-gia">{w.all}</a>
      </p>
    </details>
  );
}

interface LinesProps {
  readonly month: string;
  readonly unit: components["schemas"]["UnitRatingsView"];
  readonly officers: readonly components["schemas"]["OfficerRatingsView"][];
}

function Lines({ month, unit, officers }: LinesProps) {
  const w = useWords(words);
  const language = useLanguage();
  const lines: readonly Line[] = [
    { ...unit, key: "", label: w.whole },
    ...officers.map((each) => ({
      ...each,
      key: each.sub,
      label: [each.name || each.sub, each.title].filter(Boolean).join(", "),
    })),
  ];
  const columns: readonly TextColumn[] = [
    { head: w.who, show: (each) => each.label, names: true },
    { head: w.ratings, show: (each) => String(each.ratings), number: true },
    { head: w.mean, show: (each) => writeMean(each.mean, language), number: true },
    { head: w.share, show: writeShare, number: true },
  ];
  function save() {
    const rows = lines.map((each) => columns.map(({ show }) => show(each)));
    const name = `danh-gia-${unit.unit}-${month}.csv`;
    download(name, "text/csv;charset=utf-8", writeCsv([columns.map(({ head }) => head), ...rows]));
  }
  return (
    <>
      <DataTable label={w.caption} columns={columns} rows={lines} rowKey={(each) => each.key} />
      <p class="buttons">
        <Button kind="secondary" onPress={save}>
          {w.save}
        </Button>
      </p>
    </>
  );
}
