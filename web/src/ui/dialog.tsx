import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

interface Given {
  readonly title: string;
  readonly id: string;
  /** Escape and the like; none when the question must be answered. */
  readonly onClose?: () => void;
  readonly children: ComponentChildren;
}

/** A question that must be answered before going on. The browser keeps the focus inside and gives it back. */
export function Dialog({ title, id, onClose, children }: Given) {
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const opener = document.activeElement;
    box.current?.showModal();
    return () => {
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, []);
  return (
    <dialog
      ref={box}
      class="dialog"
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
