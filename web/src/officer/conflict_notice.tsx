import { dateTime } from "../lib/format";
import { useLanguage, useWords, words } from "../lib/language";
import { Notice } from "../ui/notice";
import type { Changed } from "./conflict";
import { factWord } from "./course";
import { OFFICER_STATES } from "./state_words";
import { roleWords, wordFor } from "./step_words";

const said = words(
  {
    title: "Hồ sơ vừa thay đổi",
    state: (was: string, is: string) => `Trạng thái: ${was} → ${is}`,
    due: (was: string, is: string) => `Ngày hẹn trả kết quả: ${was} → ${is}`,
    none: "không có",
    still: "Bạn vẫn thực hiện được bước này. Xem lại rồi bấm lần nữa.",
    gone: "Bước này không còn cần hoặc không còn là việc của bạn. Nội dung bạn nhập vẫn ở dưới để sao chép.",
    nothing: "Không có thay đổi mới. Bấm lại để thực hiện.",
  },
  {
    title: "The dossier changed",
    state: (was, is) => `State: ${was} → ${is}`,
    due: (was, is) => `Due: ${was} → ${is}`,
    none: "none",
    still: "You can still take this step. Check again, then press the button again.",
    gone: "This step is no longer needed, or no longer yours. Your input is below, ready to copy.",
    nothing: "Nothing new that matters for this step. Press again.",
  },
);

/** Changes by somebody else since this person's last read. */
export function ConflictNotice({ changed }: { readonly changed: Changed }) {
  const w = useWords(said);
  const roles = useWords(roleWords);
  const language = useLanguage();
  const { facts, state, due, still } = changed;
  const date = (iso: string | null) => (iso ? dateTime(iso) : w.none);
  return (
    <Notice tone="act" title={w.title} role="alert">
      <ul>
        {facts.map((line) => (
          <li key={line.seq}>
            {factWord(line.kind, language)} · {dateTime(line.occurred_at)} · {wordFor(roles, line.role)}
          </li>
        ))}
        {state && (
          <li>{w.state(OFFICER_STATES[state.was][language].label, OFFICER_STATES[state.is][language].label)}</li>
        )}
        {due && <li>{w.due(date(due.was), date(due.is))}</li>}
      </ul>
      <p>{!still ? w.gone : facts.length || state || due ? w.still : w.nothing}</p>
    </Notice>
  );
}
