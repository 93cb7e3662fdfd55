import { useState } from "preact/hooks";
import { useAct } from "../../api/use_load";
import { useAttempts } from "../../filing/attempts";
import { useWords, writeInBoth } from "../../lib/language";
import { choosePassword } from "../../session/route";
import type { Fault } from "../../ui/error_summary";
import { TextField } from "../../ui/inputs";
import { signInWords } from "./sign_in_words";
import { findBlank, type RestartProps, type StepFormProps, StepFrame, useExpiredSession, useFocus } from "./step_frame";

/** After the first sign-in: a password of the officer's own. */
export function NewPasswordForm({ onStep, onOver }: StepFormProps & RestartProps) {
  const w = useWords(signInWords);
  const [password, setPassword] = useState("");
  const [repeated, setRepeated] = useState("");
  const tries = useAttempts();
  const act = useAct(async () => onStep(await choosePassword(password)));
  const faults = tries.byField();
  useFocus("new-password");
  useExpiredSession(act.problem, onOver);
  function submit() {
    const same: Fault[] =
      password === repeated ? [] : [{ at: "repeated", text: writeInBoth(signInWords, (each) => each.differs) }];
    if (tries.show([...findBlank(password, "new-password", "noPassword"), ...same])) void act.run(undefined);
  }
  return (
    <StepFrame
      title={w.chooseTitle}
      tries={tries}
      problem={act.problem}
      busy={act.busy}
      submit={w.next}
      onSubmit={submit}
      before={<p>{w.choose}</p>}
    >
      <NewPassword
        id="new-password"
        label={w.fresh}
        help={w.freshHelp}
        value={password}
        faults={faults}
        onInput={setPassword}
      />
      <NewPassword id="repeated" label={w.repeat} value={repeated} faults={faults} onInput={setRepeated} />
    </StepFrame>
  );
}

interface NewPasswordProps {
  readonly id: string;
  readonly label: string;
  readonly help?: string;
  readonly value: string;
  readonly faults: Readonly<Record<string, string>>;
  readonly onInput: (value: string) => void;
}

function NewPassword({ id, faults, ...given }: NewPasswordProps) {
  return <TextField id={id} type="password" fault={faults[id]} autocomplete="new-password" {...given} />;
}
