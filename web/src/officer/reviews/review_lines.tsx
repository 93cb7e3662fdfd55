import { useRef, useState } from "preact/hooks";
import { toProblem } from "../../api/problem";
import type { Agency } from "../../api/types";
import { useAct } from "../../api/use_load";
import { toDay } from "../../eform/day_bounds";
import { writeDateTime } from "../../lib/format";
import { useLanguage, useWords } from "../../lib/language";
import { type Matter, takeMatterStep } from "../../matters/matter_calls";
import { makeWorkPath } from "../../matters/matter_paths";
import { readServerTime } from "../../session/clock";
import { Button } from "../../ui/button";
import { type Column, DataTable } from "../../ui/data_table";
import { ErrorSummary } from "../../ui/error_summary";
import { downloadTable, downloadWorkbook, makeWrittenColumn } from "../../ui/written_table";
import { isOvertaken } from "../steps/conflict";
import { roleWords, stageWords } from "../steps/step_words";
import {
  countWaiting,
  type LineNames,
  makeLineColumns,
  type ReviewLine,
  RIGHTS_REVIEWS,
  writeLineRight,
  writeLineState,
} from "./review_rows";
import { reviewWords } from "./review_words";

interface ReviewLinesProps {
  readonly matter: Matter;
  readonly units: readonly Agency[];
  /** The review was answered, or somebody else was faster: it is read again. */
  readonly onChanged: () => void;
}

/** The rights of a review, each with one press to keep it and one to have it ended. */
export function ReviewLines({ matter, units, onChanged }: ReviewLinesProps) {
  const w = useWords(reviewWords);
  const roles = useWords(roleWords);
  const language = useLanguage();
  const [message, setMessage] = useState("");
  const [attempt, setAttempt] = useState(0);
  const section = useRef<HTMLElement>(null);
  const act = useAct(async ({ step, line }: { step: "keep" | "end"; line: string }, key: string) => {
    try {
      await takeMatterStep(RIGHTS_REVIEWS, matter, step, { values: { line } }, key);
    } catch (thrown) {
      if (isOvertaken(toProblem(thrown))) onChanged();
      throw thrown;
    }
  });
  const names: LineNames = { words: w, roles, stages: useWords(stageWords), units, language, now: readServerTime() };
  const lines = matter.lines ?? [];
  async function press(step: "keep" | "end", each: ReviewLine) {
    const done = await act.run({ step, line: each.key });
    if (!done) return setAttempt((n) => n + 1);
    setMessage(w.done(each.name || each.officer, step === "keep" ? w.kept : w.ending));
    section.current?.focus({ preventScroll: true });
    onChanged();
  }
  const columns: readonly Column<ReviewLine>[] = [
    {
      head: w.person,
      names: true,
      show: (each) => (
        <>
          <span lang="vi">{each.name || each.officer}</span>
          {each.title && (
            <span class="muted block" lang="vi">
              {each.title}
            </span>
          )}
        </>
      ),
    },
    ...makeLineColumns(names),
    {
      head: w.answer,
      show: (each) => (
        <Answer
          line={each}
          names={names}
          ended={matter.ended}
          busy={act.busy}
          onPress={(step) => void press(step, each)}
        />
      ),
    },
  ];
  const written = [
    makeWrittenColumn<ReviewLine>(w.person, (each) => each.name || each.officer, {}),
    ...makeLineColumns(names),
    makeWrittenColumn<ReviewLine>(
      w.answer,
      (each) => [writeLineState(each, w), writeAuthor(each, names)].join(" "),
      {},
    ),
  ];
  const save = (write: typeof downloadTable) =>
    write(`review-${matter.number}-${toDay(readServerTime())}`, written, lines);
  return (
    <section aria-labelledby="review-lines" data-section tabIndex={-1} ref={section}>
      <h2 id="review-lines">{w.lines}</h2>
      {!matter.ended && lines.length > 0 && <p>{w.help}</p>}
      <ErrorSummary faults={[]} problem={act.problem} attempt={attempt} />
      <p role="status">
        {message} {lines.length > 0 && !matter.ended && w.left(countWaiting(matter))}
      </p>
      <DataTable
        label={`${w.title}, ${matter.number}`}
        columns={columns}
        rows={lines}
        rowKey={(each) => each.key}
        empty={w.none}
        look="stacked"
      />
      {lines.length > 0 && (
        <p class="buttons">
          {w.save}{" "}
          <Button kind="secondary" onPress={() => save(downloadWorkbook)}>
            XLSX
          </Button>
          <Button kind="secondary" onPress={() => save(downloadTable)}>
            CSV
          </Button>
        </p>
      )}
    </section>
  );
}

const writeAuthor = (line: ReviewLine, { words, roles }: LineNames): string =>
  line.answered_at
    ? words.by(line.answered_by || roles[line.answered_as ?? ""] || "", writeDateTime(line.answered_at))
    : "";

interface AnswerProps {
  readonly line: ReviewLine;
  readonly names: LineNames;
  readonly ended: boolean;
  readonly busy: boolean;
  readonly onPress: (step: "keep" | "end") => void;
}

/** The two buttons of a right that waits for the reader, or how it was answered. */
function Answer({ line, names, ended, busy, onPress }: AnswerProps) {
  const { words } = names;
  if (line.answers) {
    const hidden = words.of(line.name || line.officer, writeLineRight(line, names));
    return (
      <span class="buttons">
        <Button kind="secondary" busy={busy} hidden={hidden} onPress={() => onPress("keep")}>
          {words.keep}
        </Button>
        <Button kind="secondary" busy={busy} hidden={hidden} onPress={() => onPress("end")}>
          {words.end}
        </Button>
      </span>
    );
  }
  const author = writeAuthor(line, names);
  return (
    <>
      <span>{writeLineState(line, words)}</span>
      {author && <span class="muted block">{author}</span>}
      {line.end_request && (
        <a class="block" href={makeWorkPath(line.end_request.plural, line.end_request.id)}>
          {words.request(line.end_request.number)}
        </a>
      )}
      {line.state === "waiting" && !ended && <span class="muted block">{line.own ? words.own : words.others}</span>}
    </>
  );
}
