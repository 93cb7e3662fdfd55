import { useState } from "preact/hooks";
import type { Problem } from "../../api/problem";
import { useAct } from "../../api/use_load";
import { useAttempts } from "../../filing/attempts";
import { useWords } from "../../lib/language";
import { checkPassword } from "../../session/route";
import { isKiosk, isShared, markShared } from "../../session/shared_computer";
import { Check, TextField } from "../../ui/inputs";
import { signInWords } from "./sign_in_words";
import { findBlank, type StepFormProps, StepFrame, useFocus } from "./step_frame";

/** The first step: name and password. */
export function PasswordForm({ over, onStep }: StepFormProps & { readonly over: Problem | null }) {
  const w = useWords(signInWords);
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [shared, setShared] = useState(isShared);
  const tries = useAttempts();
  const act = useAct(async () => {
    markShared(shared);
    onStep(await checkPassword(name.trim(), password, isShared()));
  });
  const faults = tries.byField();
  useFocus("officer-name");
  function submit() {
    const found = [
      ...findBlank(name.trim(), "officer-name", "noName"),
      ...findBlank(password, "officer-password", "noPassword"),
    ];
    if (tries.show(found)) void act.run(undefined);
  }
  const problem = act.problem ?? (act.busy ? null : over);
  return (
    <StepFrame
      title={w.title}
      tries={tries}
      problem={problem}
      busy={act.busy}
      submit={w.next}
      onSubmit={submit}
      after={
        <p>
          <a href="/sign-in">{w.citizen}</a>
        </p>
      }
    >
      <TextField
        id="officer-name"
        label={w.name}
        value={name}
        fault={faults["officer-name"]}
        autocomplete="username"
        onInput={setName}
      />
      <TextField
        id="officer-password"
        label={w.password}
        type="password"
        value={password}
        fault={faults["officer-password"]}
        autocomplete="current-password"
        onInput={setPassword}
      />
      {isKiosk() ? (
        <p>{w.sharedHelp}</p>
      ) : (
        <Check id="shared" label={w.shared} help={w.sharedHelp} checked={shared} onChange={setShared} />
      )}
    </StepFrame>
  );
}
