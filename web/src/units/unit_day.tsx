import { useState } from "preact/hooks";
import { DateField } from "../eform/date_field";
import { isDate } from "../eform/formats";
import { useAttempts } from "../filing/attempts";
import { defineWords, useWords, writeInBoth } from "../lib/language";
import { Button } from "../ui/button";
import { ErrorSummary } from "../ui/error_summary";

const words = defineWords(
  { day: "Ngày cần xem", show: "Xem", noDay: "Ghi ngày có thật, ví dụ 27 3 2026" },
  { day: "Date to view", show: "Show", noDay: "Give a real day, such as 27 3 2026" },
);

/** The day as of which units are shown. */
export function UnitDay({ date, onChoose }: { readonly date: string; readonly onChoose: (date: string) => void }) {
  const w = useWords(words);
  const [typed, setTyped] = useState(date);
  const attempts = useAttempts();
  function show(event: Event) {
    event.preventDefault();
    if (attempts.show(isDate(typed) ? [] : [{ at: "on", text: writeInBoth(words, (s) => s.noDay) }])) onChoose(typed);
  }
  return (
    <form novalidate onSubmit={show}>
      <ErrorSummary faults={attempts.faults} attempt={attempts.attempt} />
      <DateField id="on" label={w.day} value={typed} fault={attempts.byField().on} onInput={setTyped} />
      <p class="buttons">
        <Button type="submit" kind="secondary">
          {w.show}
        </Button>
      </p>
    </form>
  );
}
