import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import type { Problem } from "../../api/problem";
import { useAct } from "../../api/use_load";
import type { PageProps } from "../../app/route";
import { go } from "../../app/router";
import { useAttempts } from "../../filing/attempts";
import { type BilingualText, defineWords, useWords, writeInBoth } from "../../lib/language";
import { checkPassword, choosePassword, type SignInStep, sendCode } from "../../session/route";
import { acceptOfficerSignIn, isKiosk, isShared, isStillSignedIn, markShared, session } from "../../session/session";
import { ErrorSummary, type Fault } from "../../ui/error_summary";
import { FormButtons } from "../../ui/form_buttons";
import { Check, TextField } from "../../ui/inputs";
import { Page } from "../../ui/page";
import { QrCode } from "../../ui/qr";

const words = defineWords(
  {
    title: "Công chức, viên chức đăng nhập",
    name: "Tên đăng nhập",
    password: "Mật khẩu",
    shared: "Đây là máy dùng chung",
    sharedHelp: "Máy không giữ lại gì của bạn, và tự đăng xuất sau vài phút không dùng hoặc khi tải lại trang.",
    next: "Tiếp tục",
    checking: "Đang kiểm tra…",
    noName: "Nhập tên đăng nhập",
    noPassword: "Nhập mật khẩu",
    chooseTitle: "Đặt mật khẩu mới",
    choose: "Mật khẩu bạn vừa nhập chỉ dùng một lần. Đặt mật khẩu riêng để dùng từ nay về sau.",
    fresh: "Mật khẩu mới",
    freshHelp: "Ít nhất 12 ký tự, có chữ thường, chữ hoa và chữ số.",
    repeat: "Nhập lại mật khẩu mới",
    differs: "Hai lần nhập mật khẩu mới không giống nhau",
    enrolTitle: "Đăng ký điện thoại lấy mã",
    install: "Cài một ứng dụng tạo mã xác thực (TOTP) trên điện thoại của bạn.",
    scan: "Mở ứng dụng và quét mã QR này.",
    qr: "Mã QR để đăng ký điện thoại",
    byHand: "Không quét được thì nhập khóa này vào ứng dụng:",
    enter: "Nhập mã 6 chữ số mà ứng dụng hiện ra.",
    keep: "Không cho ai xem mã QR và khóa này: ai có chúng thì tạo được mã của bạn.",
    codeTitle: "Nhập mã xác thực",
    code: "Mã 6 chữ số",
    codeHelp: "Mở ứng dụng xác thực trên điện thoại của bạn. Mã đổi sau mỗi 30 giây.",
    noCode: "Nhập đủ 6 chữ số của mã",
    signIn: "Đăng nhập",
    lost: "Mất điện thoại hoặc đổi máy? Báo người cấp quyền của tỉnh. Hai người có thẩm quyền cùng xác nhận thì bạn được đăng ký điện thoại mới.",
    restart: "Đăng nhập lại từ đầu",
    citizen: "Người dân, doanh nghiệp đăng nhập tại đây",
    elsewhere: "Đã đăng nhập. Bạn có thể đóng cửa sổ này.",
  },
  {
    title: "Officers' sign-in",
    name: "User name",
    password: "Password",
    shared: "Other people use this computer too",
    sharedHelp:
      "Nothing of yours is stored on this computer. You are signed out after a few minutes without use, or when the page is reloaded.",
    next: "Continue",
    checking: "Checking…",
    noName: "Enter your user name",
    noPassword: "Enter your password",
    chooseTitle: "Choose a new password",
    choose: "The password that you entered is good once. Choose your own for the future.",
    fresh: "New password",
    freshHelp: "At least 12 characters, with small letters, capitals and digits.",
    repeat: "New password again",
    differs: "The two new passwords differ",
    enrolTitle: "Register your telephone",
    install: "Install an authenticator app (TOTP) on your telephone.",
    scan: "Open the app and scan this QR code.",
    qr: "QR code that registers your telephone",
    byHand: "If you cannot scan it, enter this key in the app:",
    enter: "Enter the 6 digits that the app shows.",
    keep: "Show the QR code and the key to nobody: with them anyone can make your codes.",
    codeTitle: "Enter the code",
    code: "Code of 6 digits",
    codeHelp: "Open the authenticator app on your telephone. The code changes every 30 seconds.",
    noCode: "Enter all 6 digits of the code",
    signIn: "Sign in",
    lost: "Telephone lost or replaced? Tell those who grant rights in your province. When two of them agree, you can register a new one.",
    restart: "Sign in again from the beginning",
    citizen: "Citizens and businesses sign in here",
    elsewhere: "You are signed in. You can close this window.",
  },
);

const DIGITS = 6;
/** After these the sign-in is over: it begins again with the name and the password. */
const OVER: readonly string[] = ["sign_in_expired", "too_many_codes", "factor_missing", "sign_in_refused"];

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
  if (step.waits === "password") return <ChooseForm onStep={setStep} onOver={restart} />;
  return <CodeForm step={step} finish={finish} onOver={restart} />;
}

function Elsewhere() {
  const w = useWords(words);
  return (
    <Page title={w.title}>
      <p role="status">{w.elsewhere}</p>
    </Page>
  );
}

interface StepFrameProps {
  readonly title: string;
  readonly tries: ReturnType<typeof useAttempts>;
  readonly problem: Problem | null;
  readonly busy: boolean;
  readonly submit: string;
  readonly onSubmit: () => void;
  /** Text before the form, and links after it. */
  readonly before?: ComponentChildren;
  readonly after?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A step of signing in: its title, what is wrong, and a form with one button. */
function StepFrame({ title, tries, problem, busy, submit, onSubmit, before, after, children }: StepFrameProps) {
  const w = useWords(words);
  return (
    <Page title={title} failed={tries.faults.length > 0 || problem !== null}>
      <ErrorSummary faults={tries.faults} problem={problem} attempt={tries.attempt} />
      {before}
      <form
        class="narrow"
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit();
        }}
        noValidate
      >
        {children}
        <FormButtons submit={submit} busy={busy} busyText={w.checking} />
      </form>
      {after}
    </Page>
  );
}

interface StepFormProps {
  readonly onStep: (step: SignInStep) => void;
}

interface ChooseFormProps {
  readonly onOver: (problem: Problem | null) => void;
}

function PasswordForm({ over, onStep }: StepFormProps & { readonly over: Problem | null }) {
  const w = useWords(words);
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

function ChooseForm({ onStep, onOver }: StepFormProps & ChooseFormProps) {
  const w = useWords(words);
  const [password, setPassword] = useState("");
  const [repeated, setRepeated] = useState("");
  const tries = useAttempts();
  const act = useAct(async () => onStep(await choosePassword(password)));
  const faults = tries.byField();
  useFocus("new-password");
  useExpiredSession(act.problem, onOver);
  function submit() {
    const same: Fault[] =
      password === repeated ? [] : [{ at: "repeated", text: writeInBoth(words, (each) => each.differs) }];
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

interface CodeFormProps extends ChooseFormProps {
  readonly step: SignInStep;
  readonly finish: (code: string) => Promise<void>;
}

function CodeForm({ step, finish, onOver }: CodeFormProps) {
  const w = useWords(words);
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
  const w = useWords(words);
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

type Word = "noName" | "noPassword" | "noCode";

function makeFault(at: string, word: Word): Fault {
  const text: BilingualText = writeInBoth(words, (each) => each[word]);
  return { at, text };
}

function findBlank(value: string, at: string, word: Word): readonly Fault[] {
  return value ? [] : [makeFault(at, word)];
}

/** The one field that a step begins with. */
function useFocus(id: string): void {
  useLayoutEffect(() => document.getElementById(id)?.focus(), [id]);
}

/** Start again when the problem says that the sign-in is over. */
function useExpiredSession(problem: Problem | null, onOver: (problem: Problem) => void): void {
  useEffect(() => {
    if (problem && OVER.includes(problem.code)) onOver(problem);
  }, [problem]);
}
