import { defineWords, useWords } from "../lib/language";
import { Button } from "./button";

const words = defineWords(
  { first: "Về trang đầu", next: "Trang sau" },
  { first: "Back to the first page", next: "Next page" },
);

interface PagerProps {
  /** Cursors of the shown page and of the next one; null at either end of the list. */
  readonly cursor: string | null;
  readonly following: string | null;
  readonly onTurn: (cursor: string | null) => void;
}

/** On to the next page of a list, and back to its beginning. */
export function Pager({ cursor, following, onTurn }: PagerProps) {
  const w = useWords(words);
  if (!cursor && !following) return null;
  return (
    <p class="buttons">
      {cursor && (
        <Button kind="plain" onPress={() => onTurn(null)}>
          {w.first}
        </Button>
      )}
      {following && (
        <Button kind="secondary" onPress={() => onTurn(following)}>
          {w.next}
        </Button>
      )}
    </p>
  );
}
