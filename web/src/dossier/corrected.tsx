import type { TimelineLine } from "../api/types";
import { writeDateTime } from "../lib/format";
import { chooseName, defineWords, useLanguage, useWords } from "../lib/language";
import type { DossierView } from "./load";
import { namePaper } from "./paper_names";

/** Values of a reception by name, as forms and courses say them. */
export const receptionWords = defineWords(
  {
    applicant: "Người nộp",
    principal: "Người được nộp thay",
    full_name: "họ và tên",
    id_type: "loại giấy tờ",
    id_number: "số định danh",
    phone: "điện thoại",
    email: "thư điện tử",
    address: "địa chỉ",
    return_address: "Địa chỉ nhận kết quả qua dịch vụ bưu chính công ích",
    papers: "Giấy tờ",
    originals: "Bản chính giữ lại",
    channel: "Cách nộp",
    return_way: "Cách nhận kết quả",
    received_at: "Thời điểm tiếp nhận",
    due_at: "Hẹn trả kết quả",
    desk: "trực tiếp tại quầy",
    agent: "người được ủy quyền nộp",
    post: "qua dịch vụ bưu chính công ích",
    counter: "tại quầy",
    online: "bản điện tử",
    none: "không có",
    out: "không thuộc hồ sơ này",
    change: (what: string, was: string, is: string) => `${what}: ${was} → ${is}`,
  },
  {
    applicant: "Applicant",
    principal: "Represented person",
    full_name: "full name",
    id_type: "identity paper",
    id_number: "ID number",
    phone: "telephone",
    email: "e-mail",
    address: "address",
    return_address: "Address for the result by public post",
    papers: "Paper",
    originals: "Originals kept",
    channel: "Way of filing",
    return_way: "How the result is returned",
    received_at: "Time of reception",
    due_at: "Result due",
    desk: "at the desk",
    agent: "by an authorised person",
    post: "by post",
    counter: "at the counter",
    online: "electronic copy",
    none: "none",
    out: "not of this dossier",
    change: (what, was, is) => `${what}: ${was} → ${is}`,
  },
);

type Change = TimelineLine["changes"][number];

/** The changes of a correction of the reception: old and new values that the reader may see. */
export function Corrected({ whole, line }: { readonly whole: DossierView; readonly line: TimelineLine }) {
  const w = useWords(receptionWords);
  const language = useLanguage();
  if (!line.changes.length) return null;
  const findWord = (code: string) => {
    const found = (w as Readonly<Record<string, unknown>>)[code];
    return typeof found === "string" ? found : code;
  };
  const nameComponent = (key: string) => {
    const found = whole.procedure.components.find((each) => each.key === key);
    return found ? chooseName(found.name, language) : key;
  };
  const joinList = (values: readonly string[], write: (value: string) => string, empty = w.none) =>
    values.map(write).join(", ") || empty;
  function writeText(change: Change): string {
    const { field, subject, before, after } = change;
    if (field === "applicant" || field === "principal") {
      const writeValue = (person: unknown) => String((person as Record<string, unknown> | undefined)?.[subject] ?? "");
      const [was, is] = findParts(whole, line, field);
      return w.change(`${findWord(field)}, ${findWord(subject)}`, writeValue(was) || w.none, writeValue(is) || w.none);
    }
    if (field === "return_address") {
      const [was, is] = findParts(whole, line, field);
      return w.change(findWord(field), String(was ?? w.none), String(is ?? w.none));
    }
    if (field === "papers") {
      const paper = whole.papers.find((each) => each.id === subject);
      const what = `${w.papers} ${paper ? namePaper(paper, language) : ""}`;
      return w.change(what, joinList(before, nameComponent), joinList(after, nameComponent, w.out));
    }
    if (field === "originals")
      return w.change(findWord(field), joinList(before, nameComponent), joinList(after, nameComponent));
    const write = field.endsWith("_at") ? writeDateTime : findWord;
    return w.change(findWord(field), joinList(before, write), joinList(after, write));
  }
  return (
    <ul class="changes">
      {line.changes.map((change) => (
        <li key={`${change.field}-${change.subject}`}>{writeText(change)}</li>
      ))}
    </ul>
  );
}

/** A personal part before an event of the timeline and as that event states it. */
function findParts(whole: DossierView, line: TimelineLine, name: string): readonly [unknown, unknown] {
  const held = new Map(whole.dossier.parts?.map((each) => [each.digest, each.value]));
  const before = whole.timeline.findLast((each) => each.seq < line.seq && each.parts[name]);
  return [held.get(before?.parts[name] ?? ""), held.get(line.parts[name] ?? "")];
}

/** A personal part that holds now. */
export function findHeldPart(dossier: DossierView["dossier"], name: string): unknown {
  return dossier.parts?.find((part) => part.name === name && !part.superseded)?.value;
}
