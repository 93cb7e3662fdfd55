import { writeDay } from "../../lib/format";
import { defineWords, useWords } from "../../lib/language";
import { useStore } from "../../lib/store";
import { session } from "../../session/session";
import { Notice } from "../../ui/notice";
import { writeDocument } from "../people/directory";

const TASK = "assigned_digitiser";

const words = defineWords(
  {
    held: (document: string) => `Bạn số hóa theo văn bản phân công ${document}`,
    until: (day: string) => `, có hiệu lực đến ${day}.`,
    none: "Chưa quét được tại đơn vị này",
    ask: "Bạn không có văn bản phân công số hóa còn hiệu lực. Giám đốc Trung tâm phân công bằng văn bản và gửi ở mục Đề nghị cấp tài khoản, phân quyền.",
  },
  {
    held: (document) => `You digitise by the written assignment ${document}`,
    until: (day) => `, valid until ${day}.`,
    none: "No scans can be made in this unit yet",
    ask: "You have no written assignment to digitise in force. The director of the centre assigns in writing, and sends it under Account requests.",
  },
);

/** The last moment of a right that ends then. */
const findLastDay = (end: string): string => new Date(Date.parse(end) - 1000).toISOString();

/** By which assignment the officer scans here, or who gives one, where the rules want it in writing (HUE-9.3.b). */
export function DigitisingNote({ unit }: { readonly unit: string }) {
  const w = useWords(words);
  const { me } = useStore(session);
  if (!me?.special_tasks?.includes(TASK)) return null;
  const held = me.assignments.find((each) => each.in_force && each.role === TASK && each.unit === unit);
  if (!held) {
    return (
      <Notice tone="wait" title={w.none}>
        <p>{w.ask}</p>
      </Notice>
    );
  }
  return (
    <p class="muted">
      {w.held(writeDocument(held))}
      {held.valid_until ? w.until(writeDay(findLastDay(held.valid_until))) : "."}
    </p>
  );
}
