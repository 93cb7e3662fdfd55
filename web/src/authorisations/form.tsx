/** The form by which an authorisation is offered or asked for. */
import { useState } from "preact/hooks";
import type { ProcedureLine } from "../api/types";
import { useAct } from "../api/use_load";
import { DateField } from "../eform/date_field";
import { makeIdLookup, useAttempts } from "../filing/attempts";
import { findPersonFaults, tidyPersonText } from "../filing/person_faults";
import { chooseName, defineWords, useLanguage, useWords, writeInBoth } from "../lib/language";
import { Button } from "../ui/button";
import { ErrorSummary } from "../ui/error_summary";
import { Check, Radios, Select, TextField } from "../ui/inputs";
import { sendWish, type Wish } from "./words";

const words = defineWords(
  {
    title: "Lập ủy quyền mới",
    side: "Bạn muốn",
    principal: "Ủy quyền cho người khác làm thay tôi",
    agent: "Xin làm thay người khác",
    name: "Họ và tên người kia",
    nameHelp: "Đúng như trên giấy tờ: người có số định danh này nhưng khác tên thì không đồng ý được.",
    number: "Số định danh của người kia",
    numberHelp: "12 chữ số; người nước ngoài ghi số hộ chiếu; tổ chức ghi mã số của tổ chức",
    organisation: "Người kia là tổ chức",
    scope: "Phạm vi",
    everything: "Mọi thủ tục",
    field: "Một lĩnh vực",
    procedure: "Một thủ tục",
    choose: "Chọn",
    from: "Từ ngày",
    fromHelp: "Để trống: từ hôm nay.",
    until: "Đến hết ngày",
    untilHelp: (months: number) => `Để trống: ${months} tháng, theo Bộ luật Dân sự.`,
    send: "Gửi",
    sending: "Đang gửi…",
    noName: "Nhập họ và tên",
    noNumber: "Nhập số định danh",
    noScope: "Chọn lĩnh vực hoặc thủ tục",
  },
  {
    title: "Make a new authorisation",
    side: "You want to",
    principal: "Let somebody act for me",
    agent: "Ask to act for somebody",
    name: "Full name of the other person",
    nameHelp: "As on the papers: somebody with this number but another name cannot agree.",
    number: "ID number of the other person",
    numberHelp: "12 digits; a passport number for foreigners; an organisation's own number",
    organisation: "The other one is an organisation",
    scope: "What it covers",
    everything: "All procedures",
    field: "One field",
    procedure: "One procedure",
    choose: "Choose",
    from: "From",
    fromHelp: "Left open: from today.",
    until: "Until the end of",
    untilHelp: (months) => `Left open: ${months} months, by the Civil Code.`,
    send: "Send",
    sending: "Sending…",
    noName: "Enter the full name",
    noNumber: "Enter the ID number",
    noScope: "Choose a field or a procedure",
  },
);

const CONTROLS = { side: "side", full_name: "full_name", id_number: "id_number", dossier: "scope" };
type Side = Wish["side"];
type Reach = "everything" | "field" | "procedure";

interface FormProps {
  readonly lines: readonly ProcedureLine[];
  readonly months: number;
  readonly onDone: () => void;
}

export function AuthorisationForm({ lines, months, onDone }: FormProps) {
  const w = useWords(words);
  const language = useLanguage();
  const attempts = useAttempts();
  const [side, setSide] = useState<Side>("principal");
  const [name, setName] = useState("");
  const [number, setNumber] = useState("");
  const [organisation, setOrganisation] = useState(false);
  const [reach, setReach] = useState<Reach>("everything");
  const [chosen, setChosen] = useState("");
  const [from, setFrom] = useState("");
  const [until, setUntil] = useState("");
  const act = useAct<Wish>(async (body, key) => {
    await sendWish(body, key);
    setName("");
    setNumber("");
    attempts.show([]);
    onDone();
  });
  async function send(event: Event) {
    event.preventDefault();
    const good = attempts.show([
      ...(name.trim() ? [] : [{ at: "full_name", text: writeInBoth(words, (s) => s.noName) }]),
      ...(number.trim() ? [] : [{ at: "id_number", text: writeInBoth(words, (s) => s.noNumber) }]),
      ...findPersonFaults({ full_name: name, ...(organisation ? {} : { id_number: number }) }).map(
        ({ name: at, text }) => ({ at, text }),
      ),
      ...(reach === "everything" || chosen ? [] : [{ at: "chosen", text: writeInBoth(words, (s) => s.noScope) }]),
    ]);
    if (!good) return;
    const scope = {
      procedures: reach === "procedure" ? [chosen] : [],
      fields: reach === "field" ? [chosen] : [],
    };
    const other = { full_name: name.trim(), id_number: number.trim(), organisation: organisation && side === "agent" };
    const body = { side, other, scope, valid_from: from || null, valid_until: until || null };
    if (!(await act.run(body))) attempts.show([]);
  }
  const found = attempts.withRefused(act.problem, makeIdLookup("", { other: "", ...CONTROLS }));
  const faults = found.byField;
  const options = reach === "field" ? listFields(lines, language) : listProcedures(lines, language);
  return (
    <section aria-labelledby="new">
      <h2 id="new">{w.title}</h2>
      <form novalidate onSubmit={(event) => void send(event)}>
        <ErrorSummary faults={found.faults} problem={act.problem} attempt={attempts.attempt} />
        <Radios
          id="side"
          label={w.side}
          value={side}
          fault={faults.side}
          options={[
            { value: "principal", text: w.principal },
            { value: "agent", text: w.agent },
          ]}
          onChoose={(value) => setSide(value as Side)}
        />
        <TextField
          id="full_name"
          label={w.name}
          help={w.nameHelp}
          value={name}
          fault={faults.full_name}
          onInput={setName}
          onLeave={() => setName(tidyPersonText("full_name", { full_name: name }) ?? "")}
        />
        <TextField
          id="id_number"
          label={w.number}
          help={w.numberHelp}
          value={number}
          fault={faults.id_number}
          width="medium"
          onInput={setNumber}
        />
        {side === "agent" && (
          <Check id="organisation" label={w.organisation} checked={organisation} onChange={setOrganisation} />
        )}
        <Radios
          id="scope"
          label={w.scope}
          value={reach}
          fault={faults.scope}
          options={[
            { value: "everything", text: w.everything },
            { value: "field", text: w.field },
            { value: "procedure", text: w.procedure },
          ]}
          onChoose={(value) => {
            setReach(value as Reach);
            setChosen("");
          }}
        />
        {reach !== "everything" && (
          <Select
            id="chosen"
            label={w[reach]}
            value={chosen}
            empty={w.choose}
            fault={faults.chosen}
            options={options}
            onChoose={setChosen}
          />
        )}
        <DateField
          id="valid_from"
          label={w.from}
          help={w.fromHelp}
          value={from}
          fault={faults.valid_from}
          onInput={setFrom}
          optional
        />
        <DateField
          id="valid_until"
          label={w.until}
          help={w.untilHelp(months)}
          value={until}
          fault={faults.valid_until}
          onInput={setUntil}
          optional
        />
        <p class="buttons">
          <Button type="submit" busy={act.busy} busyText={w.sending}>
            {w.send}
          </Button>
        </p>
      </form>
    </section>
  );
}

function listFields(lines: readonly ProcedureLine[], language: "vi" | "en") {
  const fields = new Map(lines.map(({ field }) => [field.code, field]));
  return sortByText([...fields.values()].map((each) => ({ value: each.code, text: chooseName(each.name, language) })));
}

function listProcedures(lines: readonly ProcedureLine[], language: "vi" | "en") {
  return sortByText(lines.map((each) => ({ value: each.id, text: chooseName(each.name, language) })));
}

const sortByText = <T extends { readonly text: string }>(options: readonly T[]): T[] =>
  [...options].sort((first, second) => first.text.localeCompare(second.text, "vi"));
