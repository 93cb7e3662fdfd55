import { useWords } from "../lib/language";
import type { FactorEnrolment } from "../session/own_route";
import { TextField } from "../ui/inputs";
import { QrCode } from "../ui/qr";
import { factorWords } from "./factor_words";

interface OneField {
  readonly value: string;
  readonly fault: string | undefined;
  onInput(value: string): void;
}

/** Apps show the digits in two groups, and so they are pasted. */
export const tidyCode = (typed: string) => typed.replace(/\s/g, "");

export const isCode = (typed: string) => /^[0-9]{6}$/.test(tidyCode(typed));

/** The code of the authenticator app. */
export function AppCodeField({ id = "own-code", ...given }: OneField & { readonly id?: string }) {
  const w = useWords(factorWords);
  return (
    <TextField
      id={id}
      label={w.code}
      help={w.codeHelp}
      inputMode="numeric"
      autocomplete="one-time-code"
      width="short"
      {...given}
    />
  );
}

/** The present password. */
export function PresentPassword(given: OneField) {
  const w = useWords(factorWords);
  return <TextField id="own-current" label={w.current} type="password" autocomplete="current-password" {...given} />;
}

/** The secret for the authenticator app: a QR code to scan, and the same as text. */
export function AppSecret({ secret, uri }: FactorEnrolment) {
  const w = useWords(factorWords);
  return (
    <>
      <ol>
        <li>{w.install}</li>
        <li>
          {w.scan}
          <QrCode text={uri} label={w.qr} />
          {w.byHand}{" "}
          <code id="secret" translate={false}>
            {(secret.match(/.{1,4}/g) ?? []).join(" ")}
          </code>
        </li>
        <li>{w.enter}</li>
      </ol>
      <p>{w.keep}</p>
    </>
  );
}
