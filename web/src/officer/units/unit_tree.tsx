import "../../styles/officer/units.css";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { chooseName, useLanguage, useWords } from "../../lib/language";
import type { Unit } from "../../units/units";
import { findTyped, groupByParent, listRows, moveInTree } from "./tree";
import { unitWords } from "./unit_words";

/** Letters typed within this time are one beginning of a name. */
const TYPING_MS = 800;
const DEEPEST = 6;

interface UnitTreeProps {
  readonly units: readonly Unit[];
  readonly chosen: string;
  /** Units whose lower units are shown. */
  readonly open: ReadonlySet<string>;
  readonly onOpen: (open: ReadonlySet<string>) => void;
  readonly onChoose: (unit: string) => void;
}

/** Units as a tree, by the ARIA pattern: one row has the focus, and keys lead to the others. */
export function UnitTree({ units, chosen, open, onOpen, onChoose }: UnitTreeProps) {
  const w = useWords(unitWords);
  const language = useLanguage();
  const rows = listRows(groupByParent(units), open);
  const [wished, setAt] = useState(chosen);
  const at = rows.some((each) => each.unit.id === wished) ? wished : (rows[0]?.unit.id ?? "");
  const typed = useRef({ text: "", at: 0 });
  const list = useRef<HTMLUListElement>(null);
  const moved = useRef(false);
  useLayoutEffect(() => {
    if (!moved.current) return;
    moved.current = false;
    list.current?.querySelector<HTMLElement>("[tabindex='0']")?.focus();
  }, [at, rows.length]);
  const named = (unit: Unit) => chooseName(unit.name, language);
  function leadTo(unit: string) {
    moved.current = true;
    setAt(unit);
  }
  function toggle(unit: string, isOpen: boolean) {
    const next = new Set(open);
    if (isOpen) next.add(unit);
    else next.delete(unit);
    leadTo(unit);
    onOpen(next);
  }
  function type(letter: string): boolean {
    const now = Date.now();
    const text = now - typed.current.at < TYPING_MS ? typed.current.text + letter : letter;
    typed.current = { text, at: now };
    const found = findTyped(rows, at, text, named);
    if (found) leadTo(found);
    return found !== null;
  }
  function press(event: KeyboardEvent) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const isTyping = event.key === " " && Date.now() - typed.current.at < TYPING_MS;
    const move = isTyping ? null : moveInTree(rows, at, event.key);
    if (move === null && event.key.length !== 1) return;
    event.preventDefault();
    // Letters are no shortcuts of the page here.
    event.stopPropagation();
    if (move === null) type(event.key);
    if (move?.at) leadTo(move.at);
    if (move?.open) toggle(move.open, true);
    if (move?.close) toggle(move.close, false);
    if (move?.choose) onChoose(move.choose);
  }
  if (rows.length === 0) return <p class="empty">{w.none}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a list is what stands behind a tree
    <ul role="tree" aria-label={w.title} class="unit-tree" ref={list} onKeyDown={press}>
      {rows.map(({ unit, level, position, siblings, below, open: isOpen }) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the tree handles keys
        <li
          key={unit.id}
          id={`unit-${unit.id}`}
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: an item is what stands behind a row of a tree
          role="treeitem"
          class={`level-${Math.min(level, DEEPEST)}${unit.active ? "" : " muted"}`}
          aria-level={level}
          aria-posinset={position}
          aria-setsize={siblings}
          aria-expanded={below ? isOpen : undefined}
          aria-selected={unit.id === chosen}
          tabIndex={unit.id === at ? 0 : -1}
          onClick={() => {
            leadTo(unit.id);
            onChoose(unit.id);
          }}
        >
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: the arrow keys do it */}
          <span
            class="twig"
            aria-hidden="true"
            onClick={(event) => {
              if (!below) return;
              event.stopPropagation();
              toggle(unit.id, !isOpen);
            }}
          >
            {below ? (isOpen ? "▾" : "▸") : ""}
          </span>
          <span>{named(unit)}</span>
        </li>
      ))}
    </ul>
  );
}
