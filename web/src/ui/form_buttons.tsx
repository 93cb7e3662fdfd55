import { useWords, words } from "../lib/language";
import { Button } from "./button";

const said = words({ cancel: "Hủy" }, { cancel: "Cancel" });

interface Other {
  readonly text: string;
  readonly busy?: boolean;
  readonly busyText?: string;
  readonly onPress: () => void;
}

interface Given {
  readonly submit: string;
  readonly busy: boolean;
  readonly busyText: string;
  /** The submission cannot be undone. */
  readonly danger?: boolean;
  /** A second act of the form, such as a preview. */
  readonly secondary?: Other | undefined;
  readonly onCancel?: () => void;
}

/** The buttons at the end of a form: what it does, a second act, and the way out of it. */
export function FormButtons({ submit, busy, busyText, danger = false, secondary, onCancel }: Given) {
  const w = useWords(said);
  return (
    <p class="buttons">
      <Button type="submit" kind={danger ? "danger" : "primary"} busy={busy} busyText={busyText}>
        {submit}
      </Button>
      {secondary && (
        <Button
          kind="secondary"
          busy={secondary.busy ?? false}
          busyText={secondary.busyText ?? secondary.text}
          onPress={secondary.onPress}
        >
          {secondary.text}
        </Button>
      )}
      {onCancel && (
        <Button kind="plain" onPress={onCancel}>
          {w.cancel}
        </Button>
      )}
    </p>
  );
}
