import { useState } from "preact/hooks";
import { useWords, words } from "../lib/language";
import { Button } from "../ui/button";
import { TextField } from "../ui/inputs";

const said = words(
  {
    label: "Mã hồ sơ",
    help: "In trên giấy tiếp nhận hồ sơ và hẹn trả kết quả, ví dụ H57.01-261127-0001",
    go: "Tra cứu",
    missing: "Nhập mã hồ sơ",
  },
  {
    label: "Dossier code",
    help: "Printed on the receipt, for example H57.01-261127-0001",
    go: "Look up",
    missing: "Enter the dossier code",
  },
);

interface Given {
  readonly code?: string;
  /** The one thing to do on its page, or one of several. */
  readonly main?: boolean;
  readonly onCode: (code: string) => void;
}

/** Where a code is typed. */
export function LookupForm({ code = "", main = false, onCode }: Given) {
  const w = useWords(said);
  const [typed, setTyped] = useState(code);
  const [fault, setFault] = useState(false);
  function look(event: Event) {
    event.preventDefault();
    const wanted = typed.trim().slice(0, 60);
    setFault(!wanted);
    if (wanted) onCode(wanted);
    else document.getElementById("lookup-code")?.focus();
  }
  return (
    <form novalidate onSubmit={look}>
      <TextField
        id="lookup-code"
        label={w.label}
        help={w.help}
        value={typed}
        fault={fault ? w.missing : undefined}
        onInput={setTyped}
        width="medium"
      />
      <Button type="submit" kind={main ? "primary" : "secondary"}>
        {w.go}
      </Button>
    </form>
  );
}
