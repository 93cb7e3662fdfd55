import type { ComponentChildren } from "preact";

export type Tone = "act" | "wait" | "done" | "bad" | "info";

interface NoticeProps {
  readonly tone: Tone;
  readonly title?: string;
  /** `status` is read when it appears; `alert` at once. */
  readonly role?: "status" | "alert";
  readonly children?: ComponentChildren;
}

/** A box that says something important apart from the flow of the page. The tone is also a shape, never colour alone. */
export function Notice({ tone, title, role, children }: NoticeProps) {
  return (
    <div class={`notice notice-${tone}`} role={role}>
      <span class="notice-mark" aria-hidden="true">
        {MARKS[tone]}
      </span>
      <div class="notice-body">
        {title && <p class="notice-title">{title}</p>}
        {children}
      </div>
    </div>
  );
}

const MARKS: Record<Tone, string> = { act: "!", wait: "…", done: "✓", bad: "×", info: "i" };

/** A short word for a state; the word carries the meaning, the colour only helps to find it. */
export function Tag({ tone, children }: { readonly tone: Tone; readonly children: ComponentChildren }) {
  return <span class={`tag tag-${tone}`}>{children}</span>;
}
