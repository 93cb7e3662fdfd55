import { useState } from "preact/hooks";
import type { Problem } from "../api/problem";
import { makeIdLookup, useAttempts } from "../filing/attempts";
import type { components } from "../generated/api";
import { defineWords, useLanguage, useWords } from "../lib/language";
import { Button } from "../ui/button";
import { ErrorSummary } from "../ui/error_summary";
import { Group } from "../ui/field";
import { Check, Radios, Select, TextField } from "../ui/inputs";

export type RatingForm = components["schemas"]["RatingFormView"];
export interface GivenRating {
  readonly answers: Record<string, number>;
  readonly reasons: string[];
  readonly text: string | null;
}

const words = defineWords(
  {
    level1: "Rất không hài lòng",
    level2: "Không hài lòng",
    level3: "Tạm được",
    level4: "Hài lòng",
    level5: "Rất hài lòng",
    none: "Không đánh giá nội dung này",
    other: "Đánh giá chi tiết",
    optional: "Bỏ qua nội dung không liên quan đến hồ sơ của bạn.",
    reasons: "Lý do chưa hài lòng",
    text: "Ghi thêm",
    help: "Không ghi số định danh, số điện thoại của người khác. Đơn vị được đánh giá không đọc lời ghi này.",
    send: "Gửi đánh giá",
    sending: "Đang gửi…",
  },
  {
    level1: "Very dissatisfied",
    level2: "Dissatisfied",
    level3: "Acceptable",
    level4: "Satisfied",
    level5: "Very satisfied",
    none: "Do not rate this",
    other: "In detail",
    optional: "Skip what does not concern your dossier.",
    reasons: "Why you are not satisfied",
    text: "In your words",
    help: "Do not give identity or telephone numbers of other people. The rated unit does not read this text.",
    send: "Send the rating",
    sending: "Sending…",
  },
);

const OVERALL = "overall";

interface RatingFieldsProps {
  readonly form: RatingForm;
  readonly before: GivenRating | null;
  readonly busy: boolean;
  readonly problem: Problem | null;
  /** Answers whether the rating was recorded. */
  readonly send: (given: GivenRating) => Promise<boolean>;
}

/** The questions of a rating, for the applicant's own page and for the counter's tablet. */
export function RatingFields({ form, before, busy, problem, send }: RatingFieldsProps) {
  const w = useWords(words);
  const language = useLanguage();
  const [answers, setAnswers] = useState(before?.answers ?? {});
  const [reasons, setReasons] = useState<readonly string[]>(before?.reasons ?? []);
  const [text, setText] = useState(before?.text ?? "");
  const attempts = useAttempts();
  const found = attempts.withRefused(problem, makeIdLookup());
  const low = Object.values(answers).some((answer) => answer < form.satisfied_from);
  const levels = [w.level1, w.level2, w.level3, w.level4, w.level5];
  const options = levels.map((text, at) => ({ value: String(at + 1), text })).reverse();
  const choose = (code: string, value: string) =>
    setAnswers(({ [code]: _, ...others }) => (value ? { ...others, [code]: Number(value) } : others));
  async function submit() {
    const given = { answers, reasons: low ? [...reasons] : [], text: text.trim() || null };
    if (!(await send(given))) attempts.show([]);
  }
  const overall = form.questions.find((each) => each.code === OVERALL);
  return (
    <>
      <ErrorSummary faults={found.faults} problem={problem} attempt={attempts.attempt} />
      {overall && (
        <Radios
          id={`answers-${OVERALL}`}
          label={overall[language]}
          value={String(answers[OVERALL] ?? "")}
          options={options}
          fault={found.byField[`answers-${OVERALL}`]}
          onChoose={(value) => choose(OVERALL, value)}
        />
      )}
      <h2>{w.other}</h2>
      <p class="help">{w.optional}</p>
      {form.questions
        .filter((each) => each.code !== OVERALL)
        .map((each) => (
          <Select
            key={each.code}
            id={`answers-${each.code}`}
            label={each[language]}
            value={String(answers[each.code] ?? "")}
            options={options}
            empty={w.none}
            fault={found.byField[`answers-${each.code}`]}
            onChoose={(value) => choose(each.code, value)}
          />
        ))}
      {low && (
        <Group id="reasons" label={w.reasons} fault={found.byField.reasons}>
          {form.reasons.map((each) => (
            <Check
              key={each.code}
              id={`reason-${each.code}`}
              label={each[language]}
              checked={reasons.includes(each.code)}
              onChange={(on) => setReasons(on ? [...reasons, each.code] : reasons.filter((one) => one !== each.code))}
            />
          ))}
        </Group>
      )}
      <TextField
        id="text"
        label={w.text}
        help={w.help}
        value={text}
        fault={found.byField.text}
        onInput={setText}
        rows={4}
        optional
      />
      <p class="buttons">
        <Button busy={busy} busyText={w.sending} onPress={() => void submit()}>
          {w.send}
        </Button>
      </p>
    </>
  );
}
