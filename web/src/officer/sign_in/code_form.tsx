import { useState } from "preact/hooks";
import { useAct } from "../../api/use_load";
import { useAttempts } from "../../filing/attempts";
import { useWords } from "../../lib/language";
import type { SignInStep } from "../../session/route";
import { TextField } from "../../ui/inputs";
import { QrCode } from "../../ui/qr";
import { signInWords } from "./sign_in_words";
import { makeFault, type RestartProps, StepFrame, useExpiredSession, useFocus } from "./step_frame";

const DIGITS = 6;

interface CodeFormProps extends RestartProps {
  readonly step: SignInStep;
  readonly finish: (code: string) => Promise<void>;
}

/** The last step: the code of the telephone, which is registered first where there is none. */
export function CodeForm({ step, finish, onOver }: CodeFormProps) {
  const w = useWords(signInWords);
  const [typed, setTyped] = useState("");
  const tries = useAttempts();
  const act = useAct(finish);
  useFocus("code");
  useExpiredSession(act.problem, onOver);
  function submit() {
    // Apps show the digits in two groups, and so they are pasted.
    const code = typed.replace(/\s/g, "");
    const whole = code.length === DIGITS && /^[0-9]+$/.test(code);
    if (tries.show(whole ? [] : [makeFault("code", "noCode")])) void act.run(code);
  }
  return (
    <StepFrame
      title={step.secret ? w.enrolTitle : w.codeTitle}
      tries={tries}
      problem={act.problem}
      busy={act.busy}
      submit={w.signIn}
      onSubmit={submit}
      before={step.secret && step.uri && <Enrolment secret={step.secret} uri={step.uri} />}
      after={
        <>
          {!step.secret && <p>{w.lost}</p>}
          <p>
            <button type="button" class="link" onClick={() => onOver(null)}>
              {w.restart}
            </button>
          </p>
        </>
      }
    >
      <TextField
        id="code"
        label={w.code}
        help={step.secret ? undefined : w.codeHelp}
        value={typed}
        fault={tries.byField().code}
        inputMode="numeric"
        autocomplete="one-time-code"
        width="short"
        onInput={setTyped}
      />
    </StepFrame>
  );
}

/** The secret for the telephone: a QR code to scan, and the same as text. */
function Enrolment({ secret, uri }: { readonly secret: string; readonly uri: string }) {
  const w = useWords(signInWords);
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
