import type { ComponentChildren } from "preact";
import type { Problem } from "../api/problem";
import { makeIdLookup, type useAttempts } from "../filing/attempts";
import { type BilingualText, useWords, writeInBoth } from "../lib/language";
import { ErrorSummary, type Fault } from "../ui/error_summary";
import { FormButtons } from "../ui/form_buttons";
import { Radios, TextField } from "../ui/inputs";
import { ownWords } from "./own_words";

export type Way = "mail" | "sms";

/** Fields are called as the server calls them, after this. */
export const idsOfOwn = makeIdLookup("own-");

type BlankWord = "noCode" | "noCurrent" | "noName" | "noPassword" | "noTerms";

export function findOwnBlank(ok: boolean, at: string, word: BlankWord): readonly Fault[] {
  const text: BilingualText = writeInBoth(ownWords, (each) => each[word]);
  return ok ? [] : [{ at, text }];
}

interface OwnFormProps {
  readonly tries: ReturnType<typeof useAttempts>;
  readonly problem: Problem | null;
  readonly busy: boolean;
  readonly submit: string;
  readonly onSubmit: () => void;
  readonly onCancel?: () => void;
  readonly children: ComponentChildren;
}

/** A form of these pages: its faults on top, and one button. */
export function OwnForm({ tries, problem, busy, submit, onSubmit, onCancel, children }: OwnFormProps) {
  const w = useWords(ownWords);
  const { faults } = tries.withRefused(problem, idsOfOwn);
  return (
    <>
      <ErrorSummary faults={faults} problem={problem} attempt={tries.attempt} />
      <form
        class="narrow"
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit();
        }}
        noValidate
      >
        {children}
        <FormButtons submit={submit} busy={busy} busyText={w.sending} {...(onCancel && { onCancel })} />
      </form>
    </>
  );
}

interface ContactFieldsProps {
  readonly way: Way;
  readonly contact: string;
  readonly fault: string | undefined;
  readonly help: string;
  readonly onWay: (way: Way) => void;
  readonly onContact: (contact: string) => void;
}

/** A contact: by mail or by telephone. */
export function ContactFields({ way, contact, fault, help, onWay, onContact }: ContactFieldsProps) {
  const w = useWords(ownWords);
  const options = [
    { value: "mail", text: w.mail },
    { value: "sms", text: w.sms },
  ];
  return (
    <>
      <Radios
        id="own-channel"
        label={w.way}
        help={help}
        value={way}
        options={options}
        onChoose={(value) => onWay(value === "sms" ? "sms" : "mail")}
      />
      <TextField
        id="own-contact"
        label={way === "mail" ? w.mail : w.sms}
        type={way === "mail" ? "email" : "tel"}
        autocomplete={way === "mail" ? "email" : "tel"}
        value={contact}
        fault={fault}
        onInput={onContact}
      />
    </>
  );
}

/** The code from the contact. */
export function CodeField(given: {
  readonly value: string;
  readonly fault: string | undefined;
  onInput(v: string): void;
}) {
  const w = useWords(ownWords);
  return (
    <TextField id="own-code" label={w.code} inputMode="numeric" autocomplete="one-time-code" width="short" {...given} />
  );
}

/** A password of the person's own. */
export function FreshPassword(given: {
  readonly value: string;
  readonly fault: string | undefined;
  readonly help?: string;
  onInput(v: string): void;
}) {
  const w = useWords(ownWords);
  return (
    <TextField
      id="own-password"
      label={w.fresh}
      help={w.freshHelp}
      type="password"
      autocomplete="new-password"
      {...given}
    />
  );
}
