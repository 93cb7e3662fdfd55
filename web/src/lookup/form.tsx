import { useState } from "preact/hooks";
import { defineWords, useWords } from "../lib/language";
import { Button } from "../ui/button";
import { TextField } from "../ui/inputs";
import { useCodeHelp } from "./code_help";
import { type LookupQuery, readLookupQuery } from "./lookup_query";

const words = defineWords(
  {
    label: "Mã hồ sơ",
    go: "Tra cứu",
    missing: "Nhập mã hồ sơ",
  },
  {
    label: "Dossier code",
    go: "Look up",
    missing: "Enter the dossier code",
  },
);

/** Equal to the server's limit. */
const LONGEST = 200;

interface LookupFormProps {
  readonly code?: string;
  /** A code as the province writes them; empty while it is not known. */
  readonly example?: string;
  /** The server's answer about the code. */
  readonly refused?: string | undefined;
  /** The one thing to do on its page, or one of several. */
  readonly main?: boolean;
  readonly onAsk: (asked: LookupQuery) => void;
}

/** Input of a code. */
export function LookupForm({ code = "", example = "", refused, main = false, onAsk }: LookupFormProps) {
  const w = useWords(words);
  const help = useCodeHelp(example);
  const [typed, setTyped] = useState(code);
  const [fault, setFault] = useState(false);
  function look(event: Event) {
    event.preventDefault();
    const wanted = typed.trim().slice(0, LONGEST);
    setFault(!wanted);
    if (wanted) onAsk(readLookupQuery(wanted) ?? { code: wanted });
    else document.getElementById("lookup-code")?.focus();
  }
  return (
    <form novalidate onSubmit={look}>
      <TextField
        id="lookup-code"
        label={w.label}
        help={help}
        value={typed}
        fault={fault ? w.missing : refused}
        onInput={setTyped}
        width="medium"
      />
      <Button type="submit" kind={main ? "primary" : "secondary"}>
        {w.go}
      </Button>
    </form>
  );
}
