import { useState } from "preact/hooks";
import { api, ifMatch, unwrap } from "../../api/client";
import { useAct, useLoad } from "../../api/use_load";
import { DateField } from "../../eform/date_field";
import { makeIdLookup, useAttempts } from "../../filing/attempts";
import type { components } from "../../generated/api";
import { chooseName, defineWords, useLanguage, useWords, writeInBoth } from "../../lib/language";
import { readServerTime } from "../../session/clock";
import { Button } from "../../ui/button";
import { ErrorSummary } from "../../ui/error_summary";
import { Select, TextField } from "../../ui/inputs";
import { Ready } from "../../ui/loading";
import { findOfficerDayFault } from "../shared/days";
import type { Names } from "../shared/names";
import { findWord, roleWords } from "../steps/step_words";
import { writeSignature } from "./people";
import {
  type AddedRight,
  makeRights,
  type OfficerRecord,
  PROVINCE,
  PROVINCE_ROLES,
  type Right,
  toEndOfDay,
} from "./rights";

const words = defineWords(
  {
    unit: "Đơn vị",
    add: "Cấp thêm vai trò",
    backup: "Làm thay cho người vắng mặt",
    noBackup: "Không làm thay ai",
    last: "Làm thay đến hết ngày",
    none: "Không cấp thêm",
    choose: "Chọn đơn vị",
    name: "Họ tên",
    job: "Chức danh",
    email: "Thư điện tử công vụ",
    number: "Số định danh cá nhân",
    numberHelp: "Để hệ thống không giao cho người này hồ sơ của chính mình; không ai đọc lại được số này.",
    numberKnown: "Đã có số. Chỉ nhập khi cần thay số khác; không ai đọc lại được số này.",
    request: "Số, ngày văn bản đề nghị",
    save: "Ghi quyền",
    saving: "Đang ghi…",
    missing: (what: string) => `Điền: ${what}`,
  },
  {
    unit: "Unit",
    add: "Grant a role",
    backup: "In place of an absent colleague",
    noBackup: "No replacement",
    last: "Until the end of",
    none: "None",
    choose: "Choose a unit",
    name: "Full name",
    job: "Title",
    email: "Official e-mail",
    number: "Personal ID number",
    numberHelp: "So that this person never gets a dossier of their own; nobody can read the number again.",
    numberKnown: "A number is on record. Enter one only to replace it; nobody can read the number again.",
    request: "Number and date of the written request",
    save: "Save the rights",
    saving: "Saving…",
    missing: (what) => `Fill in: ${what}`,
  },
);

type Role = keyof typeof roleWords.vi;
const ROLES = Object.keys(roleWords.vi).filter((role) => role !== "applicant") as readonly Role[];

interface ChangeRightsProps {
  readonly record: OfficerRecord;
  readonly names: Names;
  readonly revoked: ReadonlySet<number>;
  readonly onDone: () => void;
}

/** Revokes the chosen rights and grants one more, on a written request. */
export function ChangeRights({ record, names: known, revoked, onDone }: ChangeRightsProps) {
  const w = useWords(words);
  const roles = useWords(roleWords);
  const language = useLanguage();
  const [name, setName] = useState(record.name);
  const [job, setJob] = useState(record.title);
  const [email, setEmail] = useState(record.email);
  const [number, setNumber] = useState("");
  const [request, setRequest] = useState("");
  const [role, setRole] = useState("");
  const [unit, setUnit] = useState("");
  const [backup, setBackup] = useState("");
  const [last, setLast] = useState("");
  const attempts = useAttempts();
  const act = useAct<components["schemas"]["RightsBody"]>(async (body) => {
    const params = { path: { sub: record.sub }, header: ifMatch(record.version) };
    await unwrap(api.PUT("/api/officers/{sub}", { params, body }));
  });
  const everywhere = PROVINCE_ROLES.includes(role);
  async function save(event: Event) {
    event.preventDefault();
    const wanted = [
      ["name", name, w.name],
      ["job", job, w.job],
      ["request", request, w.request],
      ...(role && !everywhere ? [["unit", unit, w.unit]] : []),
      ...(backup ? [["last", last, w.last]] : []),
    ] as const;
    const missing = wanted.filter(([, value]) => !value?.trim());
    const wrong = backup && last ? findOfficerDayFault("backup_last", last, readServerTime()) : null;
    const good = attempts.show([
      ...missing.map(([at = "", , what = ""]) => ({ at, text: writeInBoth(words, (s) => s.missing(what)) })),
      ...(wrong ? [{ at: "last", text: wrong }] : []),
    ]);
    if (!good) return;
    const instead = backup ? { backup_for: backup, valid_until: toEndOfDay(last) } : {};
    const added: AddedRight | null = role ? { role, unit: everywhere ? PROVINCE : unit, ...instead } : null;
    const assignments = [...makeRights(record, revoked, added, readServerTime())];
    const body = {
      name: name.trim(),
      title: job.trim(),
      email: email.trim() || null,
      request_ref: request.trim(),
      id_number: number.trim() || null,
    };
    if (await act.run({ ...body, assignments })) return onDone();
    attempts.show([]);
  }
  const found = attempts.withRefused(
    act.problem,
    makeIdLookup("", { title: "job", id_number: "number", request_ref: "request", assignments: "role" }),
  );
  const faults = found.byField;
  /** Another role or unit has other colleagues: the colleague chosen before is not among them. */
  const choose = (set: (value: string) => void) => (next: string) => {
    set(next);
    setBackup("");
  };
  return (
    <form class="narrow" novalidate onSubmit={(event) => void save(event)}>
      <ErrorSummary faults={found.faults} problem={act.problem} attempt={attempts.attempt} />
      <TextField id="name" label={w.name} value={name} fault={faults.name} onInput={setName} />
      <TextField id="job" label={w.job} value={job} fault={faults.job} onInput={setJob} />
      <TextField
        id="email"
        label={w.email}
        value={email}
        type="email"
        fault={faults.email}
        optional
        onInput={setEmail}
      />
      <TextField
        id="number"
        label={w.number}
        help={record.id_number_known ? w.numberKnown : w.numberHelp}
        value={number}
        fault={faults.number}
        inputMode="numeric"
        width="medium"
        optional
        onInput={setNumber}
      />
      <Select
        id="role"
        label={w.add}
        value={role}
        fault={faults.role}
        empty={w.none}
        options={ROLES.map((each) => ({ value: each, text: findWord(roles, each) }))}
        onChoose={choose(setRole)}
      />
      {role && !everywhere && (
        <Select
          id="unit"
          label={w.unit}
          value={unit}
          empty={w.choose}
          fault={faults.unit}
          options={known.units.map((each) => ({ value: each.id, text: chooseName(each.name, language) }))}
          onChoose={choose(setUnit)}
        />
      )}
      {role && unit && !everywhere && (
        <Backup key={`${role}${unit}`} role={role} unit={unit} own={record.sub} value={backup} onChoose={setBackup} />
      )}
      {backup && <DateField id="last" label={w.last} value={last} fault={faults.last} onInput={setLast} />}
      <TextField id="request" label={w.request} value={request} fault={faults.request} onInput={setRequest} />
      <p class="buttons">
        <Button type="submit" busy={act.busy} busyText={w.saving}>
          {w.save}
        </Button>
      </p>
    </form>
  );
}

interface BackupProps {
  readonly role: string;
  readonly unit: string;
  readonly own: string;
  readonly value: string;
  readonly onChoose: (sub: string) => void;
}

/** Colleagues who hold the role in the unit: one of them may be away, and this account takes over. */
function Backup({ role, unit, own, value, onChoose }: BackupProps) {
  const w = useWords(words);
  const loaded = useLoad(() => unwrap(api.GET("/api/officers", { params: { query: { unit } } })), [unit]);
  return (
    <Ready from={loaded}>
      {({ items }) => {
        const holdsRole = (right: Right) => right.role === role && right.unit === unit && right.in_force;
        const others = items.filter((each) => each.sub !== own && each.assignments.some(holdsRole));
        return (
          <Select
            id="backup"
            label={w.backup}
            value={value}
            empty={w.noBackup}
            optional
            options={others.map((each) => ({ value: each.sub, text: writeSignature(each) }))}
            onChoose={onChoose}
          />
        );
      }}
    </Ready>
  );
}
