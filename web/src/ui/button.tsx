import type { ComponentChildren } from "preact";
import { useDelayed } from "./use_delayed";

interface ButtonProps {
  readonly children: ComponentChildren;
  readonly kind?: "primary" | "secondary" | "danger" | "plain";
  readonly type?: "button" | "submit";
  /** The act is running: a second press does nothing, and the label says so once it takes longer than a moment. */
  readonly busy?: boolean;
  readonly busyText?: string;
  readonly hidden?: string;
  readonly onPress?: () => void;
  readonly describedBy?: string;
}

export function Button(given: ButtonProps) {
  const { children, kind = "primary", type = "button", busy = false, busyText, hidden, onPress, describedBy } = given;
  const late = useDelayed(busy);
  return (
    <button
      type={type}
      class={`button button-${kind}`}
      // Not `disabled`: people who use a keyboard would lose the focus, and with it their place.
      aria-disabled={busy || undefined}
      aria-describedby={describedBy}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onPress?.();
      }}
    >
      {late && busyText ? busyText : children}
      {hidden && <span class="hidden"> {hidden}</span>}
    </button>
  );
}
