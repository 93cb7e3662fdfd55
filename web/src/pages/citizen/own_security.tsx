import { useState } from "preact/hooks";
import { AppCodeField, AppSecret, isCode, PresentPassword, tidyCode } from "../../account/factor_fields";
import { factorWords } from "../../account/factor_words";
import { FreshPassword, findOwnBlank, idsOfOwn, OwnForm } from "../../account/own_frame";
import { useAct, useLoad } from "../../api/use_load";
import { useAttempts } from "../../filing/attempts";
import { writeDateTime } from "../../lib/format";
import { useWords } from "../../lib/language";
import {
  beginFactor,
  changeOwnPassword,
  confirmFactor,
  type FactorEnrolment,
  loadFactor,
  removeFactor,
} from "../../session/own_route";
import { acceptSession, findSessionId } from "../../session/session";
import { Button } from "../../ui/button";
import { Ready } from "../../ui/loading";
import { Notice } from "../../ui/notice";
import { Page } from "../../ui/page";

const SHORTEST_ALONE = 14;

type Since = string | null;
type Task = "add" | "remove" | "change" | null;
type Done = "added" | "removed" | "changed" | null;

interface TaskProps {
  readonly onDone: (done: Done, since: Since) => void;
  readonly onCancel: () => void;
}

/** The password of an account of the province, and its second factor. */
export default function OwnSecurityPage() {
  const w = useWords(factorWords);
  const loaded = useLoad(() => loadFactor(findSessionId()), []);
  return (
    <Page title={w.title} above={<a href="/tai-khoan">← {w.account}</a>}>
      <Ready from={loaded}>
        {(found) => (found.offered ? <OwnSecurity at={found.since} /> : <p>{w.notOffered}</p>)}
      </Ready>
    </Page>
  );
}

function OwnSecurity({ at }: { readonly at: Since }) {
  const w = useWords(factorWords);
  const [since, setSince] = useState(at);
  const [task, setTask] = useState<Task>(null);
  const [done, setDone] = useState<Done>(null);
  const props: TaskProps = {
    onDone(next, from) {
      setSince(from);
      setDone(next);
      setTask(null);
    },
    onCancel: () => setTask(null),
  };
  function begin(next: Task) {
    setDone(null);
    setTask(next);
  }
  return (
    <>
      <div role="status">
        {done && (
          <Notice tone="done">
            <p>{w[done]}</p>
          </Notice>
        )}
      </div>
      <section aria-labelledby="factor">
        <h2 id="factor">{w.factor}</h2>
        <p>{w.what}</p>
        <p>{since ? w.since(writeDateTime(since)) : w.none}</p>
        {task === "add" && <AddApp {...props} />}
        {task === "remove" && <RemoveApp {...props} />}
        {task !== "add" && task !== "remove" && (
          <p class="buttons">
            <Button kind="secondary" onPress={() => begin(since ? "remove" : "add")}>
              {since ? w.remove : w.add}
            </Button>
          </p>
        )}
      </section>
      <section aria-labelledby="password">
        <h2 id="password">{w.password}</h2>
        <p>{w.changeWhat}</p>
        {task === "change" ? (
          <ChangePassword since={since} {...props} />
        ) : (
          <p class="buttons">
            <Button kind="secondary" onPress={() => begin("change")}>
              {w.change}
            </Button>
          </p>
        )}
      </section>
    </>
  );
}

/** The present password first, then the secret with the field of its first code. */
function AddApp({ onDone, onCancel }: TaskProps) {
  const w = useWords(factorWords);
  const [current, setCurrent] = useState("");
  const [begun, setBegun] = useState<FactorEnrolment | null>(null);
  const tries = useAttempts();
  const act = useAct(async () => setBegun(await beginFactor(findSessionId(), current)));
  if (begun) return <FirstCode begun={begun} onDone={onDone} onCancel={onCancel} />;
  const { byField } = tries.withRefused(act.problem, idsOfOwn);
  return (
    <OwnForm
      tries={tries}
      problem={act.problem}
      busy={act.busy}
      submit={w.add}
      onSubmit={() => tries.show(findOwnBlank(current !== "", "own-current", "noCurrent")) && void act.run(undefined)}
      onCancel={onCancel}
    >
      <p>{w.addFirst}</p>
      <PresentPassword value={current} fault={byField["own-current"]} onInput={setCurrent} />
    </OwnForm>
  );
}

function FirstCode({ begun, onDone, onCancel }: TaskProps & { readonly begun: FactorEnrolment }) {
  const w = useWords(factorWords);
  const [code, setCode] = useState("");
  const tries = useAttempts();
  const act = useAct(async () => onDone("added", (await confirmFactor(findSessionId(), tidyCode(code))).since));
  const { byField } = tries.withRefused(act.problem, idsOfOwn);
  return (
    <>
      <AppSecret {...begun} />
      <OwnForm
        tries={tries}
        problem={act.problem}
        busy={act.busy}
        submit={w.confirm}
        onSubmit={() => tries.show(findOwnBlank(isCode(code), "own-code", "noCode")) && void act.run(undefined)}
        onCancel={onCancel}
      >
        <AppCodeField value={code} fault={byField["own-code"]} onInput={setCode} />
      </OwnForm>
    </>
  );
}

function RemoveApp({ onDone, onCancel }: TaskProps) {
  const w = useWords(factorWords);
  const [current, setCurrent] = useState("");
  const [code, setCode] = useState("");
  const [password, setPassword] = useState("");
  const tries = useAttempts();
  const short = current !== "" && current.length < SHORTEST_ALONE;
  const act = useAct(async () => {
    const body = { current, code: tidyCode(code), password: short ? password : null };
    const given = await removeFactor(findSessionId(), body);
    if (given) await acceptSession(given);
    onDone("removed", null);
  });
  const { byField } = tries.withRefused(act.problem, idsOfOwn);
  function submit() {
    const blank = [
      ...findOwnBlank(current !== "", "own-current", "noCurrent"),
      ...findOwnBlank(isCode(code), "own-code", "noCode"),
      ...findOwnBlank(!short || password !== "", "own-password", "noPassword"),
    ];
    if (tries.show(blank)) void act.run(undefined);
  }
  return (
    <OwnForm
      tries={tries}
      problem={act.problem}
      busy={act.busy}
      submit={w.remove}
      onSubmit={submit}
      onCancel={onCancel}
    >
      <p>{w.removeWhat}</p>
      <PresentPassword value={current} fault={byField["own-current"]} onInput={setCurrent} />
      <AppCodeField value={code} fault={byField["own-code"]} onInput={setCode} />
      {short && (
        <FreshPassword help={w.longer} value={password} fault={byField["own-password"]} onInput={setPassword} />
      )}
    </OwnForm>
  );
}

function ChangePassword({ since, onDone, onCancel }: TaskProps & { readonly since: Since }) {
  const w = useWords(factorWords);
  const [current, setCurrent] = useState("");
  const [code, setCode] = useState("");
  const [password, setPassword] = useState("");
  const tries = useAttempts();
  const act = useAct(async () => {
    const body = { current, password, code: since ? tidyCode(code) : null };
    await acceptSession(await changeOwnPassword(findSessionId(), body));
    onDone("changed", since);
  });
  const { byField } = tries.withRefused(act.problem, idsOfOwn);
  function submit() {
    const blank = [
      ...findOwnBlank(current !== "", "own-current", "noCurrent"),
      ...findOwnBlank(!since || isCode(code), "own-code", "noCode"),
      ...findOwnBlank(password !== "", "own-password", "noPassword"),
    ];
    if (tries.show(blank)) void act.run(undefined);
  }
  return (
    <OwnForm
      tries={tries}
      problem={act.problem}
      busy={act.busy}
      submit={w.change}
      onSubmit={submit}
      onCancel={onCancel}
    >
      <PresentPassword value={current} fault={byField["own-current"]} onInput={setCurrent} />
      {since && <AppCodeField value={code} fault={byField["own-code"]} onInput={setCode} />}
      <FreshPassword
        {...(since ? { help: w.fresh8 } : {})}
        value={password}
        fault={byField["own-password"]}
        onInput={setPassword}
      />
    </OwnForm>
  );
}
