import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { defineWords, useWords } from "../lib/language";
import { Button } from "./button";

const words = defineWords({ close: "Đóng" }, { close: "Close" });

interface DialogProps {
  readonly title: string;
  readonly id: string;
  /** Escape and the like; none when the question must be answered. */
  readonly onClose?: () => void;
  /** Full width, for a paper. */
  readonly wide?: boolean;
  readonly children: ComponentChildren;
}

/** A question that must be answered before going on. The browser keeps the focus inside and gives it back. */
export function Dialog({ title, id, onClose, wide = false, children }: DialogProps) {
  const box = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const opener = document.activeElement;
    const around = opener?.closest<HTMLElement>("[tabindex]");
    const opened = box.current;
    opened?.showModal();
    return () => {
      // While it is open nothing else takes the focus.
      opened?.close();
      // The opener may be removed by now; the part of the page around it still exists.
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
      else around?.focus();
    };
  }, []);
  return (
    <dialog
      ref={box}
      class={wide ? "dialog dialog-wide" : "dialog"}
      aria-labelledby={`${id}-title`}
      onCancel={(event) => {
        event.preventDefault();
        onClose?.();
      }}
    >
      <h2 id={`${id}-title`}>{title}</h2>
      {children}
    </dialog>
  );
}

/** A dialog for viewing, with one button that closes it. */
export function CloseDialog({ children, ...given }: DialogProps & { readonly onClose: () => void }) {
  const w = useWords(words);
  return (
    <Dialog {...given}>
      {children}
      <p class="buttons">
        <Button kind="secondary" onPress={given.onClose}>
          {w.close}
        </Button>
      </p>
    </Dialog>
  );
}
