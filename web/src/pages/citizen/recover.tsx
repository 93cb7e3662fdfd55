import { useState } from "preact/hooks";
import { AppCodeField, isCode, PresentPassword, tidyCode } from "../../account/factor_fields";
import { factorWords } from "../../account/factor_words";
import { WhileOwnOpen } from "../../account/own_closed";
import {
  CodeField,
  ContactFields,
  FreshPassword,
  findOwnBlank,
  idsOfOwn,
  OwnForm,
  type Way,
} from "../../account/own_frame";
import { enter } from "../../account/own_sign_in";
import { ownWords } from "../../account/own_words";
import { useAct } from "../../api/use_load";
import { useAttempts } from "../../filing/attempts";
import { useLanguage, useWords } from "../../lib/language";
import { askRecovery, recoverAccount } from "../../session/route";
import { Radios } from "../../ui/inputs";
import { Page } from "../../ui/page";

/** Who lost the password of an account of the province sets another one by a code to the registered contact. */
export default function RecoverPage() {
  return (
    <WhileOwnOpen title={useWords(ownWords).recover}>
      <Recover />
    </WhileOwnOpen>
  );
}

function Recover() {
  const w = useWords(ownWords);
  const language = useLanguage();
  const [way, setWay] = useState<Way>("mail");
  const [contact, setContact] = useState("");
  const [asked, setAsked] = useState(false);
  const tries = useAttempts();
  const act = useAct(async () => {
    await askRecovery({ channel: way, contact, language });
    setAsked(true);
  });
  if (asked) return <NewPassword way={way} />;
  const { byField } = tries.withRefused(act.problem, idsOfOwn);
  return (
    <Page title={w.recover} failed={act.problem !== null}>
      <OwnForm
        tries={tries}
        problem={act.problem}
        busy={act.busy}
        submit={w.next}
        onSubmit={() => tries.show([]) && void act.run(undefined)}
      >
        <ContactFields
          way={way}
          contact={contact}
          fault={byField["own-contact"]}
          help={w.recoverHelp}
          onWay={setWay}
          onContact={setContact}
        />
      </OwnForm>
    </Page>
  );
}

type Second = "phone" | "password";

function NewPassword({ way }: { readonly way: Way }) {
  const w = useWords(ownWords);
  const f = useWords(factorWords);
  const [code, setCode] = useState("");
  const [password, setPassword] = useState("");
  const [second, setSecond] = useState<Second | null>(null);
  const [proof, setProof] = useState("");
  const tries = useAttempts();
  const act = useAct(async () => {
    const more = second === "phone" ? { authenticator: tidyCode(proof) } : second ? { current: proof } : {};
    await enter(await recoverAccount({ channel: way, code: code.trim(), password, ...more }), "/dossiers");
  });
  // Asked for once the contact's code has proven who may know it.
  if (act.problem?.code === "second_factor_needed" && second === null) setSecond("phone");
  const { byField } = tries.withRefused(act.problem, idsOfOwn);
  function submit() {
    const blank = [
      ...findOwnBlank(/^\s*[0-9]{6}\s*$/.test(code), "own-code", "noCode"),
      ...findOwnBlank(second !== "phone" || isCode(proof), "own-authenticator", "noCode"),
      ...findOwnBlank(second !== "password" || proof !== "", "own-current", "noCurrent"),
      ...findOwnBlank(password !== "", "own-password", "noPassword"),
    ];
    if (tries.show(blank)) void act.run(undefined);
  }
  return (
    <Page title={w.recover} failed={tries.faults.length > 0 || act.problem !== null}>
      <p role="status">{w.codeSent}</p>
      <OwnForm tries={tries} problem={act.problem} busy={act.busy} submit={w.change} onSubmit={submit}>
        <CodeField value={code} fault={byField["own-code"]} onInput={setCode} />
        {second && (
          <Radios
            id="own-second"
            label={f.second}
            value={second}
            options={[
              { value: "phone", text: f.havePhone },
              { value: "password", text: f.havePassword },
            ]}
            onChoose={(value) => {
              setSecond(value === "password" ? "password" : "phone");
              setProof("");
            }}
          />
        )}
        {second === "phone" && (
          <AppCodeField id="own-authenticator" value={proof} fault={byField["own-authenticator"]} onInput={setProof} />
        )}
        {second === "password" && <PresentPassword value={proof} fault={byField["own-current"]} onInput={setProof} />}
        <FreshPassword value={password} fault={byField["own-password"]} onInput={setPassword} />
      </OwnForm>
    </Page>
  );
}
