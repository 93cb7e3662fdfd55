/** By what right somebody files for another person who has not consented in their own account. */
import type { DraftBody } from "../api/types";
import { DateField } from "../eform/date_field";
import { useWords } from "../lib/language";
import { Radios, TextField } from "../ui/inputs";
import { authorityWords } from "./authority_words";

type Authority = NonNullable<DraftBody["authority"]>;

interface AuthorityFieldsProps {
  readonly body: DraftBody;
  readonly faults: Readonly<Record<string, string>>;
  readonly onEdit: (change: Partial<DraftBody>) => void;
}

export function AuthorityFields({ body, faults, onEdit }: AuthorityFieldsProps) {
  const w = useWords(authorityWords);
  const given = body.authority ?? null;
  const change = (next: Partial<Authority>) =>
    onEdit({ authority: { basis: "paper", number: "", signed_on: "", ...given, ...next } });
  return (
    <>
      <Radios
        id="u-basis"
        label={w.basis}
        value={given?.basis ?? ""}
        fault={faults["u-basis"]}
        options={[
          { value: "paper", text: w.paper, help: w.paperHelp },
          { value: "child", text: w.child },
        ]}
        onChoose={(basis) => change({ basis: basis as Authority["basis"] })}
      />
      {given?.basis === "paper" && (
        <>
          <TextField
            id="u-number"
            label={w.number}
            value={given.number ?? ""}
            fault={faults["u-number"]}
            width="medium"
            onInput={(number) => change({ number })}
          />
          <DateField
            id="u-signed_on"
            label={w.signed}
            value={given.signed_on ?? ""}
            fault={faults["u-signed_on"]}
            onInput={(signed_on) => change({ signed_on })}
          />
        </>
      )}
    </>
  );
}
