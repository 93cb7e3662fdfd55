import { useState } from "preact/hooks";
import { go } from "../app/router";
import { useWords, words } from "../lib/language";
import { Button } from "../ui/button";
import { TextField } from "../ui/inputs";

const said = words(
  { label: "Mã hồ sơ", help: "In trên giấy hẹn, bắt đầu bằng H hoặc TN", go: "Tra cứu", missing: "Nhập mã hồ sơ" },
  {
    label: "Dossier code",
    help: "Printed on the receipt, starts with H or TN",
    go: "Look up",
    missing: "Enter the dossier code",
  },
);

/** Where a code is typed; the page that shows what it stands for has its own address. */
export function LookupForm({ code = "" }: { readonly code?: string }) {
  const w = useWords(said);
  const [typed, setTyped] = useState(code);
  const [fault, setFault] = useState(false);
  function look(event: Event) {
    event.preventDefault();
    const wanted = typed.trim().toUpperCase();
    setFault(!wanted);
    if (wanted) void go(`/lookup?code=${encodeURIComponent(wanted)}`);
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
      <Button type="submit" kind="secondary">
        {w.go}
      </Button>
    </form>
  );
}
