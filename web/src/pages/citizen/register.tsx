import { useState } from "preact/hooks";
import { OwnClosed } from "../../account/own_closed";
import { CodeField, findOwnBlank, idsOfOwn, OwnForm } from "../../account/own_frame";
import { OwnSignIn } from "../../account/own_sign_in";
import { ownWords } from "../../account/own_words";
import { RegistrationFields } from "../../account/registration_form";
import { useAct, useLoad } from "../../api/use_load";
import { useAttempts } from "../../filing/attempts";
import { useWords } from "../../lib/language";
import { type FirstCredentials, loadRegistrationForm, proveContact } from "../../session/route";
import { Button } from "../../ui/button";
import { Ready } from "../../ui/loading";
import { Page } from "../../ui/page";

type Step = "form" | "code" | "done" | "sign-in";

/** Somebody registers an account of the province: the form, the contact's code, the first password. */
export default function Register() {
  const w = useWords(ownWords);
  const [step, setStep] = useState<Step>("form");
  const [given, setGiven] = useState<FirstCredentials | null>(null);
  const form = useLoad(loadRegistrationForm, []);
  if (step === "sign-in") return <OwnSignIn name={given?.name ?? ""} back="/dossiers" />;
  if (step === "done" && given) return <Registered given={given} onGoOn={() => setStep("sign-in")} />;
  if (step === "code") {
    return (
      <Code
        onProven={(found) => {
          setGiven(found);
          setStep("done");
        }}
        onAgain={() => setStep("form")}
      />
    );
  }
  return (
    <Page title={w.register}>
      <Ready from={form}>
        {(found) =>
          found.open ? (
            <RegistrationFields form={found} onSent={() => setStep("code")} />
          ) : (
            <OwnClosed article={found.article} />
          )
        }
      </Ready>
    </Page>
  );
}

function Code({ onProven, onAgain }: { onProven(given: FirstCredentials): void; onAgain(): void }) {
  const w = useWords(ownWords);
  const [code, setCode] = useState("");
  const tries = useAttempts();
  const act = useAct(async () => onProven(await proveContact(code.trim())));
  const { byField } = tries.withRefused(act.problem, idsOfOwn);
  function submit() {
    if (tries.show(findOwnBlank(/^\s*[0-9]{6}\s*$/.test(code), "own-code", "noCode"))) void act.run(undefined);
  }
  return (
    <Page title={w.codeTitle} failed={tries.faults.length > 0 || act.problem !== null}>
      <p role="status">{w.codeSent}</p>
      <OwnForm tries={tries} problem={act.problem} busy={act.busy} submit={w.next} onSubmit={submit}>
        <CodeField value={code} fault={byField["own-code"]} onInput={setCode} />
      </OwnForm>
      <p class="buttons">
        <Button kind="plain" onPress={onAgain}>
          {w.again}
        </Button>
        <a href="/account/recover">{w.lost}</a>
      </p>
    </Page>
  );
}

function Registered({ given, onGoOn }: { readonly given: FirstCredentials; onGoOn(): void }) {
  const w = useWords(ownWords);
  return (
    <Page title={w.doneTitle}>
      <dl>
        <dt>{w.name}</dt>
        <dd>
          <code>{given.name}</code>
        </dd>
        {given.password && (
          <>
            <dt>{w.first}</dt>
            <dd>
              <code>{given.password}</code>
            </dd>
          </>
        )}
      </dl>
      {!given.password && <p>{w.sent}</p>}
      <p>{w.keep}</p>
      <p class="buttons">
        <Button onPress={onGoOn}>{w.goOn}</Button>
      </p>
    </Page>
  );
}
