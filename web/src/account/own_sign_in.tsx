import { useState } from "preact/hooks";
import { useAct } from "../api/use_load";
import { go } from "../app/router";
import { useAttempts } from "../filing/attempts";
import { useWords } from "../lib/language";
import { finishOwnSignIn } from "../session/own_route";
import { chooseOwnPassword, type SessionAnswer, signInOwn } from "../session/route";
import { acceptOwnSignIn } from "../session/session";
import { isKiosk, isShared, markShared } from "../session/shared_computer";
import { Check, TextField } from "../ui/inputs";
import { Page } from "../ui/page";
import { AppCodeField, isCode, tidyCode } from "./factor_fields";
import { factorWords } from "./factor_words";
import { FreshPassword, findOwnBlank, idsOfOwn, OwnForm } from "./own_frame";
import { ownWords } from "./own_words";

/** Name and password; the first time a password of one's own comes next. */
export function OwnSignIn({ name: known = "", back }: { readonly name?: string; readonly back: string }) {
  const w = useWords(ownWords);
  const [name, setName] = useState(known);
  const [password, setPassword] = useState("");
  const [shared, setShared] = useState(isShared);
  const [step, setStep] = useState<"password" | "code" | null>(null);
  const tries = useAttempts();
  const act = useAct(async () => {
    markShared(shared);
    const answer = await signInOwn(name.trim(), password, isShared());
    if (answer.session) await enter(answer.session, back);
    else setStep(answer.waits ?? "password");
  });
  if (step === "password") return <FirstPassword back={back} />;
  if (step === "code") return <AppCode back={back} onRestart={() => setStep(null)} />;
  const { byField } = tries.withRefused(act.problem, idsOfOwn);
  function submit() {
    const blank = [
      ...findOwnBlank(name.trim() !== "", "own-name", "noName"),
      ...findOwnBlank(password !== "", "own-current", "noPassword"),
    ];
    if (tries.show(blank)) void act.run(undefined);
  }
  return (
    <Page title={w.signIn} failed={tries.faults.length > 0 || act.problem !== null}>
      <OwnForm tries={tries} problem={act.problem} busy={act.busy} submit={w.next} onSubmit={submit}>
        <TextField
          id="own-name"
          label={w.name}
          value={name}
          fault={byField["own-name"]}
          autocomplete="username"
          onInput={setName}
        />
        <TextField
          id="own-current"
          label={w.password}
          type="password"
          value={password}
          fault={byField["own-current"]}
          autocomplete="current-password"
          onInput={setPassword}
        />
        {isKiosk() ? (
          <p>{w.sharedHelp}</p>
        ) : (
          <Check id="shared" label={w.shared} help={w.sharedHelp} checked={shared} onChange={setShared} />
        )}
      </OwnForm>
      <ul>
        <li>
          <a href="/account/recover">{w.lost}</a>
        </li>
        <li>
          <a href="/account/register">{w.noAccount}</a>
        </li>
      </ul>
    </Page>
  );
}

function FirstPassword({ back }: { readonly back: string }) {
  const w = useWords(ownWords);
  const [password, setPassword] = useState("");
  const tries = useAttempts();
  const act = useAct(async () => enter(await chooseOwnPassword(password), back));
  const { byField } = tries.withRefused(act.problem, idsOfOwn);
  function submit() {
    if (tries.show(findOwnBlank(password !== "", "own-password", "noPassword"))) void act.run(undefined);
  }
  return (
    <Page title={w.chooseTitle} failed={tries.faults.length > 0 || act.problem !== null}>
      <OwnForm tries={tries} problem={act.problem} busy={act.busy} submit={w.change} onSubmit={submit}>
        <FreshPassword value={password} fault={byField["own-password"]} onInput={setPassword} />
      </OwnForm>
    </Page>
  );
}

/** The code of the authenticator app, after the password. */
function AppCode({ back, onRestart }: { readonly back: string; readonly onRestart: () => void }) {
  const w = useWords(factorWords);
  const [code, setCode] = useState("");
  const tries = useAttempts();
  const act = useAct(async () => enter(await finishOwnSignIn(tidyCode(code)), back));
  const { byField } = tries.withRefused(act.problem, idsOfOwn);
  function submit() {
    if (tries.show(findOwnBlank(isCode(code), "own-code", "noCode"))) void act.run(undefined);
  }
  return (
    <Page title={w.signTitle} failed={tries.faults.length > 0 || act.problem !== null}>
      <OwnForm tries={tries} problem={act.problem} busy={act.busy} submit={w.signIn} onSubmit={submit}>
        <AppCodeField value={code} fault={byField["own-code"]} onInput={setCode} />
      </OwnForm>
      <ul>
        <li>
          <a href="/account/recover">{w.lostPhone}</a>
        </li>
        <li>
          <button type="button" class="link" onClick={onRestart}>
            {w.restart}
          </button>
        </li>
      </ul>
    </Page>
  );
}

/** Begin the session in this page, and go where the person was. */
export async function enter(given: SessionAnswer, back: string): Promise<void> {
  await acceptOwnSignIn(given);
  await go(back, { replace: true });
}
