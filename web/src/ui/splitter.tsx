import { useRef } from "preact/hooks";

interface SplitterProps {
  /** Name and id of the area before it. */
  readonly label: string;
  readonly controls: string;
  /** Place, least and most, in hundredths of the room. */
  readonly now: number;
  readonly least: number;
  readonly most: number;
  /** The border was dragged to that place of the window, in CSS pixels. */
  readonly onDrag: (position: number) => void;
  readonly onDropped: () => void;
  /** Whether the key was one of the border's. */
  readonly onKey: (key: string) => boolean;
}

/** A border between two areas that a person moves (WAI-ARIA window splitter): by pointer, arrows, Home and End; Enter
 * folds the area before it away and brings it back. */
export function Splitter({ label, controls, now, least, most, onDrag, onDropped, onKey }: SplitterProps) {
  const dragged = useRef(false);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that is moved is no <hr>
    <div
      class="splitter"
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={label}
      aria-controls={controls}
      aria-valuenow={now}
      aria-valuemin={least}
      aria-valuemax={most}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.preventDefault();
        event.currentTarget.focus();
        event.currentTarget.setPointerCapture(event.pointerId);
        dragged.current = true;
      }}
      onPointerMove={(event) => dragged.current && onDrag(event.clientX)}
      onLostPointerCapture={() => {
        dragged.current = false;
        onDropped();
      }}
      onKeyDown={(event) => {
        if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
        if (onKey(event.key)) event.preventDefault();
      }}
    />
  );
}
