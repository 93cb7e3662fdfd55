import { useState } from "preact/hooks";
import { readNumber, showNumber } from "../lib/typed_numbers";
import type { FieldProps } from "./field";
import { TextField } from "./inputs";

interface NumberFieldProps extends FieldProps {
  /** A number, or typed text that is none; the check of the form refuses it. */
  readonly value: unknown;
  readonly integer: boolean;
  /** Whether thousands are parted: not in a year. */
  readonly grouped?: boolean;
  readonly onValue: (value: number | string | undefined) => void;
  readonly width?: "short" | "medium" | "full";
}

/** A number. The box keeps the typed text; on leaving it shows the number as it was read, with its thousands. */
export function NumberField({ value, integer, grouped = true, onValue, ...shared }: NumberFieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typeof value === "number" && grouped ? showNumber(value) : String(value ?? "");
  return (
    <TextField
      {...shared}
      value={typed ?? shown}
      inputMode={integer ? "numeric" : "decimal"}
      onInput={(text) => {
        setTyped(text);
        onValue(readNumber(text) ?? (text.trim() || undefined));
      }}
      onLeave={() => setTyped(null)}
    />
  );
}
