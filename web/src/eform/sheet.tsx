import type { Person } from "../api/types";
import { writeDay } from "../lib/format";
import { writeAnswer } from "./answer_text";
import type { Answers, FormSchema, Question } from "./schema";

interface SheetProps {
  /** Name of the paper: the component that the form answers, else the procedure. */
  readonly title: string;
  readonly form: FormSchema;
  /** The unit to which it is addressed; empty on a blank form. */
  readonly to?: string;
  /** Null for a blank form, to be filled in by hand. */
  readonly answers: Answers | null;
  readonly applicant?: Person | null;
  /** The principal, if the applicant files for another. */
  readonly principal?: Person | null;
  /** The dossier's number, once it has one. */
  readonly number?: string;
  /** When it was filed; empty before. */
  readonly on?: string;
}

const DOTS = "…".repeat(30);
const YES_NO = ["Có", "Không"];

/** The application as a paper: from the answers, or blank. Always in Vietnamese, as agencies take it. */
export function Sheet({
  title,
  form,
  to = "",
  answers,
  applicant = null,
  principal = null,
  number = "",
  on = "",
}: SheetProps) {
  const given: Person = applicant ?? {};
  return (
    <article class="sheet" lang="vi" aria-label={title}>
      <p class="sheet-head">
        <strong>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</strong>
        <br />
        <strong>Độc lập - Tự do - Hạnh phúc</strong>
      </p>
      <h2 class="sheet-title">{title}</h2>
      <p class="sheet-head">Kính gửi: {to || DOTS}</p>
      {number && <p class="sheet-head">Số: {number}</p>}
      <table>
        <tbody>
          <Line label="Người nộp" text={given.full_name ?? ""} />
          <Line label="Số định danh cá nhân" text={given.id_number ?? ""} />
          <Line label="Số điện thoại" text={given.phone ?? ""} />
          {(answers === null || given.email) && <Line label="Thư điện tử" text={given.email ?? ""} />}
          {(answers === null || given.address) && <Line label="Nơi ở hiện nay" text={given.address ?? ""} />}
          {principal && (
            <Line label="Nộp thay cho" text={`${principal.full_name ?? ""}, ${principal.id_number ?? ""}`} />
          )}
          {/* Questions about the filer only are above. */}
          {form.questions
            .filter((each) => !each.same)
            .map((each) => (
              <Line
                key={each.key}
                label={each.vi}
                text={answers ? writeShownAnswer(each, answers) : writeBlank(each)}
              />
            ))}
        </tbody>
      </table>
      <p>Tôi cam đoan những điều khai trên là đúng và chịu trách nhiệm trước pháp luật.</p>
      <p class="sheet-sign">
        {on ? `Ngày ${writeDay(on)}` : "……, ngày …… tháng …… năm ……"}
        <br />
        <strong>NGƯỜI NỘP</strong>
        <br />
        (Ký, ghi rõ họ tên)
        <br />
        <br />
        <br />
        {given.full_name}
      </p>
    </article>
  );
}

function Line({ label, text }: { readonly label: string; readonly text: string }) {
  return (
    <tr>
      <th scope="row">{label}</th>
      <td>{text || DOTS}</td>
    </tr>
  );
}

const writeShownAnswer = (question: Question, answers: Answers) =>
  writeAnswer(question, answers[question.key], "vi") || "Không cung cấp";

/** Space for an answer: the choices with a box each, or a dotted line. */
function writeBlank(question: Question): string {
  const choices = question.type === "boolean" ? YES_NO : question.choices.map((each) => each.vi);
  return choices.map((each) => `☐ ${each}`).join("   ");
}

/** Name of a form's paper: the component that it answers, else the procedure. */
export function writeSheetTitle(procedure: {
  readonly name: { readonly vi: string };
  readonly components: readonly { readonly by_form: boolean; readonly name: { readonly vi: string } }[];
}): string {
  return procedure.components.find((each) => each.by_form)?.name.vi ?? `Đơn ${procedure.name.vi}`;
}
