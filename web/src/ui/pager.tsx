import { useWords, words } from "../lib/language";
import { Button } from "./button";

const said = words(
  { first: "Về trang đầu", next: "Trang sau" },
  { first: "Back to the first page", next: "Next page" },
);

interface Given {
  /** Cursors of the shown page and of the next one; null at either end of the list. */
  readonly cursor: string | null;
  readonly following: string | null;
  readonly onTurn: (cursor: string | null) => void;
}

/** On to the next page of a list, and back to its beginning. */
export function Pager({ cursor, following, onTurn }: Given) {
  const w = useWords(said);
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
