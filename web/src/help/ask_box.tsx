import { useEffect, useRef, useState } from "preact/hooks";
import { api, unwrap } from "../api/client";
import { type Problem, toProblem } from "../api/problem";
import type { components } from "../generated/api";
import { defineWords, useLanguage, useWords } from "../lib/language";
import { Button } from "../ui/button";
import { TextField } from "../ui/inputs";
import { Notice } from "../ui/notice";
import { Answer, Found } from "./answer";
import type { Audience } from "./help_address";
import { loadHelp } from "./load";

type AnswerView = components["schemas"]["AnswerView"];
type PublishedLine = components["schemas"]["PublishedLine"];

const words = defineWords(
  {
    label: "Bạn cần giúp việc gì?",
    help: "Viết bằng lời của bạn, có dấu hay không dấu đều được. Không ghi tên người, số định danh hay mã hồ sơ.",
    ask: "Hỏi",
    search: "Tìm",
    asking: "Đang tìm…",
    missing: "Viết điều bạn cần hỏi",
    short: "Viết ít nhất 2 chữ",
  },
  {
    label: "What do you need help with?",
    help: "Use your own words, with or without accents. Leave out names, identity numbers and dossier codes.",
    ask: "Ask",
    search: "Search",
    asking: "Searching…",
    missing: "Write what you want to ask",
    short: "Write at least 2 letters",
  },
);

/** Equal to the server's limit. */
const LONGEST = 300;
const SHORTEST = 2;

type Result =
  | { readonly kind: "answer"; readonly answer: AnswerView }
  | { readonly kind: "found"; readonly lines: readonly PublishedLine[] };

interface AskBoxProps {
  readonly audience: Audience;
  /** The province offers automatic answers; where not, the box searches. */
  readonly assistant: boolean;
}

/** One box: a question, and below it what is published about it. */
export function AskBox({ audience, assistant }: AskBoxProps) {
  const w = useWords(words);
  const language = useLanguage();
  const [typed, setTyped] = useState("");
  const [fault, setFault] = useState<"missing" | "short" | null>(null);
  const [busy, setBusy] = useState(false);
  const [result, setResult] = useState<Result | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const turn = useRef(0);
  const heading = useRef<HTMLHeadingElement>(null);
  // Guides of the other readers answer another question.
  useEffect(() => {
    turn.current += 1;
    setResult(null);
    setProblem(null);
    setBusy(false);
  }, [audience]);
  useEffect(() => {
    if (result) heading.current?.focus();
  }, [result]);

  async function ask(event: Event) {
    event.preventDefault();
    if (busy) return;
    const question = typed.trim().slice(0, LONGEST);
    const wrong = question.length === 0 ? "missing" : question.length < SHORTEST ? "short" : null;
    setFault(wrong);
    if (wrong) return document.getElementById("help-question")?.focus();
    turn.current += 1;
    const mine = turn.current;
    setBusy(true);
    setProblem(null);
    try {
      const next = assistant ? await fetchAnswer(question, audience) : await fetchFound(question, audience);
      if (turn.current === mine) setResult(next);
    } catch (thrown) {
      if (turn.current === mine) setProblem(toProblem(thrown));
    } finally {
      if (turn.current === mine) setBusy(false);
    }
  }

  return (
    <search>
      <form novalidate onSubmit={ask}>
        <TextField
          id="help-question"
          label={w.label}
          help={w.help}
          value={typed}
          fault={fault ? w[fault] : undefined}
          onInput={setTyped}
        />
        <Button type="submit" busy={busy} busyText={w.asking}>
          {assistant ? w.ask : w.search}
        </Button>
      </form>
      {problem && (
        <Notice tone="bad" role="alert">
          <p>{problem.text(language)}</p>
        </Notice>
      )}
      {result?.kind === "answer" && <Answer answer={result.answer} heading={heading} />}
      {result?.kind === "found" && <Found lines={result.lines} heading={heading} />}
    </search>
  );
}

async function fetchAnswer(question: string, audience: Audience): Promise<Result> {
  return { kind: "answer", answer: await unwrap(api.POST("/api/help/ask", { body: { question, audience } })) };
}

async function fetchFound(question: string, audience: Audience): Promise<Result> {
  return { kind: "found", lines: (await loadHelp({ q: question, audience })).found };
}
