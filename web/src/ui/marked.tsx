import { type Span, splitAt } from "../lib/spans";

/** A text with parts of it marked. */
export function Marked({ text, spans }: { readonly text: string; readonly spans: readonly Span[] }) {
  return (
    <>{splitAt(text, spans).map((part) => (part.marked ? <mark key={part.start}>{part.text}</mark> : part.text))}</>
  );
}
