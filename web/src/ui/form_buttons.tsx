import { defineWords, useWords } from "../lib/language";
import { Button } from "./button";

const words = defineWords({ cancel: "Hủy" }, { cancel: "Cancel" });

interface Other {
  readonly text: string;
  readonly busy?: boolean;
  readonly busyText?: string;
  readonly onPress: () => void;
}

interface FormButtonsProps {
  readonly submit: string;
  readonly busy: boolean;
  readonly busyText: string;
  /** The submission cannot be undone. */
  readonly danger?: boolean;
  /** A second act of the form, such as a preview. */
  readonly secondary?: Other | undefined;
  readonly onCancel?: () => void;
}

/** The buttons at the end of a form: submit, a second act, and cancel. */
export function FormButtons({ submit, busy, busyText, danger = false, secondary, onCancel }: FormButtonsProps) {
  const w = useWords(words);
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
