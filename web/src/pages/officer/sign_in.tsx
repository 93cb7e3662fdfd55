import { useEffect, useState } from "preact/hooks";
import type { Problem } from "../../api/problem";
import type { PageProps } from "../../app/route";
import { go } from "../../app/router";
import { useWords } from "../../lib/language";
import { CodeForm } from "../../officer/sign_in/code_form";
import { NewPasswordForm } from "../../officer/sign_in/new_password_form";
import { PasswordForm } from "../../officer/sign_in/password_form";
import { signInWords } from "../../officer/sign_in/sign_in_words";
import { type SignInStep, sendCode } from "../../session/route";
import { acceptOfficerSignIn, isStillSignedIn, session } from "../../session/session";
import { Page } from "../../ui/page";

/** An officer signs in: name and password, a new password after the first time, then the code of the telephone. */
export default function OfficerSignIn({ query }: PageProps) {
  const [step, setStep] = useState<SignInStep | null>(null);
  const [over, setOver] = useState<Problem | null>(null);
  const [done, setDone] = useState(false);
  const again = query.has("again");
  const to = query.get("to");
  // Only an address of this site: "//elsewhere" would be another one.
  const back = to && /^\/(?![/\\])/.test(to) ? to : "/officer";
  useEffect(() => {
    if (again) return;
    void isStillSignedIn().then((found) => found && session.get().officer && go(back, { replace: true }));
  }, [back, again]);
  function restart(problem: Problem | null) {
    setOver(problem);
    setStep(null);
  }
  async function finish(code: string) {
    if (await acceptOfficerSignIn(await sendCode(code), again)) await go(back, { replace: true });
    else setDone(true);
  }
  if (done) return <Elsewhere />;
  if (!step) return <PasswordForm over={over} onStep={setStep} />;
  if (step.waits === "password") return <NewPasswordForm onStep={setStep} onOver={restart} />;
  return <CodeForm step={step} finish={finish} onOver={restart} />;
}

function Elsewhere() {
  const w = useWords(signInWords);
  return (
    <Page title={w.title}>
      <p role="status">{w.elsewhere}</p>
    </Page>
  );
}
