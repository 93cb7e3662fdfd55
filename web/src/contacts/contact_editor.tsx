import { useState } from "preact/hooks";
import { api, got } from "../api/client";
import { useAct } from "../api/use";
import { useAttempts } from "../filing/attempts";
import type { components } from "../generated/api";
import { inBoth, useLanguage, useWords, words } from "../lib/language";
import { Button } from "../ui/button";
import { ErrorSummary } from "../ui/error_summary";
import { TextField } from "../ui/inputs";
import { addressFault, codeIn, type Outer } from "./check";

export type Reach = components["schemas"]["chalicelib__models__notices__ReachView"];

const said = words(
  {
    mail: "Địa chỉ thư điện tử",
    sms: "Số điện thoại di động",
    proof: "Hệ thống gửi một mã 6 chữ số đến đó để biết đúng là của bạn.",
    ask: "Gửi mã",
    asking: "Đang gửi mã…",
    cancel: "Thôi",
    sent: (where: string, minutes: number) =>
      `Đã gửi mã đến ${where}, nếu nơi đó nhận được. Mã dùng được trong ${minutes} phút.`,
    code: "Mã 6 chữ số",
    wrong: "Nhập đủ 6 chữ số của mã.",
    confirm: "Xác nhận",
    confirming: "Đang kiểm tra mã…",
    other: "Gửi mã khác",
  },
  {
    mail: "E-mail address",
    sms: "Mobile number",
    proof: "A code of 6 digits is sent there, to make sure that it is yours.",
    ask: "Send the code",
    asking: "Sending the code…",
    cancel: "Cancel",
    sent: (where, minutes) => `A code went to ${where}, if it can be reached. It is good for ${minutes} minutes.`,
    code: "6-digit code",
    wrong: "Enter all 6 digits of the code.",
    confirm: "Confirm",
    confirming: "Checking the code…",
    other: "Send another code",
  },
);

interface Given {
  readonly channel: Outer;
  readonly onProven: (reach: Reach) => void;
  readonly onCancel: () => void;
}

/** Adds or replaces a contact: the address, then the code that proves it. */
export function ContactEditor({ channel, onProven, onCancel }: Given) {
  const w = useWords(said);
  const language = useLanguage();
  const [address, setAddress] = useState("");
  const [code, setCode] = useState("");
  const [goodFor, setGoodFor] = useState<number | null>(null);
  const attempts = useAttempts();
  const ids = { address: `${channel}-address`, code: `${channel}-code` };
  const ask = useAct<{ address: string }>(async (body) => {
    const asked = await got(api.POST("/api/me/contacts/codes", { body: { channel, language, ...body } }));
    setGoodFor(Math.floor(asked.good_for_seconds / 60));
    setCode("");
  });
  const confirm = useAct<{ code: string }>(async (body) => {
    onProven(await got(api.POST("/api/me/contacts/confirm", { body: { channel, ...body } })));
  });
  async function askCode(event?: Event) {
    event?.preventDefault();
    confirm.clear();
    const fault = addressFault(channel, address);
    if (!attempts.show(fault ? [{ at: ids.address, text: fault }] : [])) return;
    if (!(await ask.run({ address: address.trim() }))) attempts.show([]);
  }
  async function sayCode(event: Event) {
    event.preventDefault();
    ask.clear();
    const digits = codeIn(code);
    if (!attempts.show(digits ? [] : [{ at: ids.code, text: inBoth(said, (s) => s.wrong) }]) || !digits) return;
    if (!(await confirm.run({ code: digits }))) attempts.show([]);
  }
  const problem = ask.problem ?? confirm.problem;
  const faults = attempts.byField();
  const fields = (problem?.fields ?? []).map((each) => ({ at: ids.address, text: each }));
  return (
    <>
      <ErrorSummary faults={[...attempts.faults, ...fields]} problem={problem} attempt={attempts.attempt} />
      <p role="status">{goodFor !== null && w.sent(address.trim(), goodFor)}</p>
      {goodFor === null ? (
        <form novalidate onSubmit={(event) => void askCode(event)}>
          <TextField
            id={ids.address}
            label={w[channel]}
            help={w.proof}
            fault={faults[ids.address]}
            value={address}
            onInput={setAddress}
            type={channel === "mail" ? "email" : "tel"}
            inputMode={channel === "mail" ? "email" : "tel"}
            autocomplete={channel === "mail" ? "email" : "tel"}
            width={channel === "mail" ? "full" : "medium"}
          />
          <p class="buttons">
            <Button type="submit" busy={ask.busy} busyText={w.asking}>
              {w.ask}
            </Button>
            <Button kind="plain" onPress={onCancel}>
              {w.cancel}
            </Button>
          </p>
        </form>
      ) : (
        <form novalidate onSubmit={(event) => void sayCode(event)}>
          <TextField
            id={ids.code}
            label={w.code}
            fault={faults[ids.code]}
            value={code}
            onInput={setCode}
            inputMode="numeric"
            autocomplete="one-time-code"
            width="short"
          />
          <p class="buttons">
            <Button type="submit" busy={confirm.busy} busyText={w.confirming}>
              {w.confirm}
            </Button>
            <Button kind="plain" busy={ask.busy} busyText={w.asking} onPress={() => void askCode()}>
              {w.other}
            </Button>
            <Button kind="plain" onPress={onCancel}>
              {w.cancel}
            </Button>
          </p>
        </form>
      )}
    </>
  );
}
