import { writeDateTime } from "../../lib/format";
import { defineWords, useLanguage, useWords } from "../../lib/language";
import { Notice } from "../../ui/notice";
import { OFFICER_STATES } from "../shared/state_words";
import { nameFactForOfficer } from "../workspace/officer_timeline";
import type { Changes } from "./conflict";
import { findWord, roleWords } from "./step_words";

const words = defineWords(
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
export function ConflictNotice({ changed }: { readonly changed: Changes }) {
  const w = useWords(words);
  const roles = useWords(roleWords);
  const language = useLanguage();
  const { facts, state, due, still } = changed;
  const writeDate = (iso: string | null) => (iso ? writeDateTime(iso) : w.none);
  return (
    <Notice tone="act" title={w.title} role="alert">
      <ul>
        {facts.map((line) => (
          <li key={line.seq}>
            {nameFactForOfficer(line.kind, language)} · {writeDateTime(line.occurred_at)} · {findWord(roles, line.role)}
          </li>
        ))}
        {state && (
          <li>{w.state(OFFICER_STATES[state.was][language].label, OFFICER_STATES[state.is][language].label)}</li>
        )}
        {due && <li>{w.due(writeDate(due.was), writeDate(due.is))}</li>}
      </ul>
      <p>{!still ? w.gone : facts.length || state || due ? w.still : w.nothing}</p>
    </Notice>
  );
}
