import { useState } from "preact/hooks";
import { api, unwrap } from "../api/client";
import { useAct } from "../api/use_load";
import { makeIdLookup, useAttempts } from "../filing/attempts";
import type { components } from "../generated/api";
import { defineWords, useLanguage, useWords, writeInBoth } from "../lib/language";
import { ErrorSummary } from "../ui/error_summary";
import { FormButtons } from "../ui/form_buttons";
import { TextField } from "../ui/inputs";
import { type ExternalChannel, findAddressFault, readAddress, readCode } from "./contact_check";

export type Reach = components["schemas"]["ContactsView"];

const words = defineWords(
  {
    mail: "Địa chỉ thư điện tử",
    sms: "Số điện thoại di động",
    proof: "Hệ thống gửi mã xác nhận 6 chữ số đến địa chỉ hoặc số này.",
    declared: "Để trống thì gửi đến địa chỉ, số đã khai trong hồ sơ.",
    there: "địa chỉ, số đã khai trong hồ sơ",
    ask: "Gửi mã",
    asking: "Đang gửi mã…",
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
    proof: "A 6-digit code is sent there to confirm that it is yours.",
    declared: "If left empty, the contact in the dossier is used.",
    there: "where the filing names",
    ask: "Send the code",
    asking: "Sending the code…",
    sent: (where, minutes) => `A code was sent to ${where}, if it can be reached. It is valid for ${minutes} minutes.`,
    code: "6-digit code",
    wrong: "Enter all 6 digits of the code.",
    confirm: "Confirm",
    confirming: "Checking the code…",
    other: "Send another code",
  },
);

/** The owner of the contacts: oneself, or a party of a dossier. */
export interface ContactCalls {
  /** Without an address the code is sent to the address in the filing. */
  readonly declared: boolean;
  readonly askCode: (body: {
    channel: ExternalChannel;
    language: "vi" | "en";
    address: string | null;
  }) => Promise<{ readonly good_for_seconds: number }>;
  readonly confirm: (body: { channel: ExternalChannel; code: string }) => Promise<Reach>;
  readonly choose: (body: { language: "vi" | "en"; off: ExternalChannel[] }) => Promise<Reach>;
  readonly forget: (channel: ExternalChannel) => Promise<void>;
}

export const OWN_CONTACTS: ContactCalls = {
  declared: false,
  askCode: ({ address, ...body }) =>
    unwrap(api.POST("/api/me/contacts/codes", { body: { ...body, address: address ?? "" } })),
  confirm: (body) => unwrap(api.POST("/api/me/contacts/confirm", { body })),
  choose: (body) => unwrap(api.PUT("/api/me/contacts", { body })),
  forget: async (channel) => {
    await unwrap(api.DELETE("/api/me/contacts/{channel}", { params: { path: { channel } } }));
  },
};

interface ContactEditorProps {
  readonly calls?: ContactCalls;
  readonly channel: ExternalChannel;
  readonly onProven: (reach: Reach) => void;
  readonly onCancel: () => void;
}

/** Adds or replaces a contact: the address, then the code that proves it. */
export function ContactEditor({ calls = OWN_CONTACTS, channel, onProven, onCancel }: ContactEditorProps) {
  const w = useWords(words);
  const language = useLanguage();
  const [address, setAddress] = useState("");
  const [code, setCode] = useState("");
  const [goodFor, setGoodFor] = useState<number | null>(null);
  const attempts = useAttempts();
  const ids = { address: `${channel}-address`, code: `${channel}-code` };
  const ask = useAct<{ address: string | null }>(async (body) => {
    const asked = await calls.askCode({ channel, language, ...body });
    setGoodFor(Math.floor(asked.good_for_seconds / 60));
    setCode("");
  });
  const confirm = useAct<{ code: string }>(async (body) => {
    onProven(await calls.confirm({ channel, ...body }));
  });
  async function askCode(event?: Event) {
    event?.preventDefault();
    confirm.clear();
    const fault = calls.declared && !address.trim() ? null : findAddressFault(channel, address);
    if (!attempts.show(fault ? [{ at: ids.address, text: fault }] : [])) return;
    if (!(await ask.run({ address: address.trim() || null }))) attempts.show([]);
  }
  async function sendCode(event: Event) {
    event.preventDefault();
    ask.clear();
    const digits = readCode(code);
    if (!attempts.show(digits ? [] : [{ at: ids.code, text: writeInBoth(words, (s) => s.wrong) }]) || !digits) return;
    if (!(await confirm.run({ code: digits }))) attempts.show([]);
  }
  const problem = ask.problem ?? confirm.problem;
  const found = attempts.withRefused(problem, makeIdLookup(`${channel}-`));
  // A fault of the code is shown at its box.
  const wrong = confirm.problem?.code === "code_not_accepted" && { [ids.code]: confirm.problem.text(language) };
  const faults = { ...found.byField, ...(wrong || {}) };
  return (
    <>
      <ErrorSummary faults={found.faults} problem={problem} attempt={attempts.attempt} />
      <p role="status">{goodFor !== null && w.sent(readAddress(channel, address) || w.there, goodFor)}</p>
      {goodFor === null ? (
        <form novalidate onSubmit={(event) => void askCode(event)}>
          <TextField
            id={ids.address}
            label={w[channel]}
            help={calls.declared ? `${w.proof} ${w.declared}` : w.proof}
            fault={faults[ids.address]}
            value={address}
            onInput={setAddress}
            type={channel === "mail" ? "email" : "tel"}
            inputMode={channel === "mail" ? "email" : "tel"}
            autocomplete={channel === "mail" ? "email" : "tel"}
            width={channel === "mail" ? "full" : "medium"}
          />
          <FormButtons submit={w.ask} busy={ask.busy} busyText={w.asking} onCancel={onCancel} />
        </form>
      ) : (
        <form novalidate onSubmit={(event) => void sendCode(event)}>
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
          <FormButtons
            submit={w.confirm}
            busy={confirm.busy}
            busyText={w.confirming}
            secondary={{ text: w.other, busy: ask.busy, busyText: w.asking, onPress: () => void askCode() }}
            onCancel={onCancel}
          />
        </form>
      )}
    </>
  );
}
