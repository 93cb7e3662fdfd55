/** A part of a text: the places of its first character and of the one after its last, as the server counts them. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The text cut where spans begin and end; they come in order and do not overlap. */
export function splitAt(text: string, spans: readonly Span[]) {
  const characters = [...text];
  const cuts = [0, ...spans.flatMap(({ start, end }) => [start, end]), characters.length];
  return cuts
    .slice(0, -1)
    .map((start, number) => ({
      start,
      text: characters.slice(start, cuts[number + 1]).join(""),
      marked: number % 2 === 1,
    }))
    .filter((part) => part.text);
}
