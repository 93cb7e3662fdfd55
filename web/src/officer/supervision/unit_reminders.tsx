import { nameAgency } from "../../api/catalogue";
import { api, unwrap } from "../../api/client";
import { useAct } from "../../api/use_load";
import type { components } from "../../generated/api";
import { writeDateTime } from "../../lib/format";
import { defineWords, useLanguage, useWords } from "../../lib/language";
import { Button } from "../../ui/button";
import { ErrorSummary } from "../../ui/error_summary";
import type { Names } from "../shared/names";
import { findWord, roleWords } from "../steps/step_words";

const words = defineWords(
  {
    title: "Đôn đốc",
    urge: (n: number) => `Đôn đốc đơn vị về ${n} việc quá hạn`,
    urging: "Đang gửi…",
    once: "Lãnh đạo đơn vị nhận thông báo trong hộp thư của hệ thống. Mỗi ngày một lần.",
    urgeOwn: (n: number) => `Đôn đốc người của đơn vị về ${n} việc quá hạn`,
    onceOwn: "Người xử lý trong đơn vị nhận thông báo trong hộp thư của hệ thống. Mỗi ngày một lần.",
    line: (when: string, who: string, n: number) => `${when}: ${who}, ${n} việc quá hạn`,
  },
  {
    title: "Urging",
    urge: (n) => `Remind the unit about ${n} overdue`,
    urging: "Sending…",
    once: "The unit's leaders are notified in their inbox, once a day.",
    urgeOwn: (n) => `Remind the unit's officers about ${n} overdue`,
    onceOwn: "The unit's officers are notified in their inbox, once a day.",
    line: (when, who, n) => `${when}: ${who}, ${n} overdue`,
  },
);

interface UnitRemindersProps {
  readonly board: components["schemas"]["BoardView"];
  readonly names: Names;
  readonly onUrged: () => void;
}

/**
 * Recent urgings of the unit, and the step itself for the roles that the province's law lets urge every unit, or, as
 * head, those who work there.
 */
export function UnitReminders({ board, names: known, onUrged }: UnitRemindersProps) {
  const w = useWords(words);
  const roles = useWords(roleWords);
  const language = useLanguage();
  const act = useAct<components["schemas"]["UrgeBody"]>(async (body) => {
    await unwrap(api.POST("/api/board/urge", { body }));
  });
  const today = board.urgings.filter((each) => each.day === board.day).map((each) => each.one_stop);
  const late = board.total.overdue > 0;
  const open = board.may_urge && late && !today.includes(null);
  const ownOpen = board.may_urge_own && late && !today.includes(board.unit);
  if (!open && !ownOpen && board.urgings.length === 0) return null;
  return (
    <section aria-labelledby="urgings">
      <h3 id="urgings">{w.title}</h3>
      <ErrorSummary faults={[]} problem={act.problem} attempt={0} />
      {open && (
        <>
          <p class="muted small" id="urge-once">
            {w.once}
          </p>
          <Button
            busy={act.busy}
            busyText={w.urging}
            describedBy="urge-once"
            onPress={async () => {
              if (await act.run({ unit: board.unit })) onUrged();
            }}
          >
            {w.urge(board.total.overdue)}
          </Button>
        </>
      )}
      {ownOpen && (
        <>
          <p class="muted small" id="urge-own-once">
            {w.onceOwn}
          </p>
          <Button
            busy={act.busy}
            busyText={w.urging}
            describedBy="urge-own-once"
            onPress={async () => {
              if (await act.run({ unit: board.unit, one_stop: board.unit })) onUrged();
            }}
          >
            {w.urgeOwn(board.total.overdue)}
          </Button>
        </>
      )}
      <ul>
        {board.urgings.map((each) => {
          const sender = each.one_stop ?? each.by_unit;
          const from = sender ? nameAgency(known.units, sender, language) : "";
          const who = [findWord(roles, each.role), from].filter(Boolean).join(", ");
          return <li key={`${each.day}${each.one_stop}`}>{w.line(writeDateTime(each.at), who, each.overdue)}</li>;
        })}
      </ul>
    </section>
  );
}
