import { useState } from "preact/hooks";
import { makeKey, useAct } from "../../api/use_load";
import { chooseName, useLanguage, useWords } from "../../lib/language";
import { listPlainSteps, listSharedSteps, type MatterKind } from "../../matters/kinds";
import { type MatterLine, takeMatterStep } from "../../matters/matter_calls";
import { Button } from "../../ui/button";
import { Notice } from "../../ui/notice";
import { actOnEach, type Result } from "../worklist/bulk";
import { officerMatterWords } from "./officer_matter_words";

interface Outcome extends Result {
  readonly number: string;
}

interface MatterBulkBarProps {
  readonly kind: MatterKind;
  /** The selected rows. */
  readonly rows: readonly MatterLine[];
  readonly onDone: () => void;
}

/** One step for the selected matters, and what became of each. */
export function MatterBulkBar({ kind, rows, onDone }: MatterBulkBarProps) {
  const w = useWords(officerMatterWords);
  const language = useLanguage();
  const plain = listPlainSteps(kind);
  /** What the officer may do with each of the selected ones now. */
  const steps = listSharedSteps(plain, rows);
  const [chosen, setWord] = useState("");
  const word = steps.find((step) => step.word === chosen)?.word ?? steps[0]?.word ?? "";
  const [results, setResults] = useState<readonly Outcome[]>([]);
  const act = useAct<readonly MatterLine[]>(async (selected) => {
    const lines = new Map(selected.map((row) => [row.id, row]));
    const take = async (id: string) => {
      const line = lines.get(id);
      if (line) await takeMatterStep(kind.plural, line, word, {}, makeKey());
    };
    const found = await actOnEach([...lines.keys()], take, () => undefined);
    setResults(found.map((each) => ({ ...each, number: lines.get(each.id)?.number ?? "" })));
    onDone();
  });
  const done = results.filter((each) => each.done);
  const refused = results.filter((each) => !each.done);
  if (!plain.length) return null;
  return (
    <>
      <div role="status">
        {done.length > 0 && <p class="report">{w.bulkDone(done.map((each) => each.number).join(", "))}</p>}
      </div>
      {refused.length > 0 && (
        <Notice tone="bad" role="alert" title={w.bulkRefused}>
          <ul>
            {refused.map(({ id, number, problem }) => (
              <li key={id}>
                {number}: {problem?.text(language)}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {rows.length > 0 && !steps.length && <p class="muted">{w.bulkNothing}</p>}
      {rows.length > 0 && steps.length > 0 && (
        <div class="filters">
          <div class="filter">
            <label for="m-bulk">{w.bulk}</label>
            <select id="m-bulk" class="input" value={word} onChange={(event) => setWord(event.currentTarget.value)}>
              {steps.map((step) => (
                <option key={step.word} value={step.word}>
                  {chooseName(step.name, language)}
                </option>
              ))}
            </select>
          </div>
          <Button busy={act.busy} busyText={w.bulkDoing} onPress={() => void act.run(rows)}>
            {w.bulkTake(rows.length)}
          </Button>
        </div>
      )}
    </>
  );
}
