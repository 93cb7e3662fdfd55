import { useState } from "preact/hooks";
import { useAct } from "../api/use_load";
import { go } from "../app/router";
import { useAttempts } from "../filing/attempts";
import { useWords } from "../lib/language";
import { chooseOwnPassword, type SessionAnswer, signInOwn } from "../session/route";
import { acceptOwnSignIn } from "../session/session";
import { isKiosk, isShared, markShared } from "../session/shared_computer";
import { Check, TextField } from "../ui/inputs";
import { Page } from "../ui/page";
import { FreshPassword, findOwnBlank, idsOfOwn, OwnForm } from "./own_frame";
import { ownWords } from "./own_words";

/** Name and password; the first time a password of one's own comes next. */
export function OwnSignIn({ name: known = "", back }: { readonly name?: string; readonly back: string }) {
  const w = useWords(ownWords);
  const [name, setName] = useState(known);
  const [password, setPassword] = useState("");
  const [shared, setShared] = useState(isShared);
  const [first, setFirst] = useState(false);
  const tries = useAttempts();
  const act = useAct(async () => {
    markShared(shared);
    const answer = await signInOwn(name.trim(), password, isShared());
    if (answer.session) await enter(answer.session, back);
    else setFirst(true);
  });
  if (first) return <FirstPassword back={back} />;
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

/** Begin the session in this page, and go where the person was. */
export async function enter(given: SessionAnswer, back: string): Promise<void> {
  await acceptOwnSignIn(given);
  await go(back, { replace: true });
}
