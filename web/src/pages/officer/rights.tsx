import { useState } from "preact/hooks";
import { agencyName } from "../../api/catalogue";
import { api, got, ifMatch } from "../../api/client";
import { useAct, useLoad } from "../../api/use";
import { say } from "../../app/router";
import type { PageProps } from "../../app/routes";
import { DateField } from "../../eform/date_field";
import { idsUnder, useAttempts } from "../../filing/attempts";
import type { components } from "../../generated/api";
import { dateTime } from "../../lib/format";
import { inBoth, named, useLanguage, useWords, words } from "../../lib/language";
import { officerDayFault } from "../../officer/days";
import { OfficerPage } from "../../officer/frame";
import { type Names, names } from "../../officer/names";
import { signature } from "../../officer/people";
import { Recovery } from "../../officer/recovery";
import {
  type Added,
  ended,
  endOfDay,
  PROVINCE,
  PROVINCE_ROLES,
  type Record,
  type Right,
  rightsAfter,
} from "../../officer/rights";
import { roleWords, wordFor } from "../../officer/step_words";
import { readAccountId } from "../../officer/typed_ids";
import { serverNow } from "../../session/clock";
import { Button } from "../../ui/button";
import { ErrorSummary } from "../../ui/error_summary";
import { Check, Select, TextField } from "../../ui/inputs";
import { Ready } from "../../ui/loading";

const said = words(
  {
    title: "Quyền của công chức, viên chức",
    account: "Mã tài khoản",
    accountHelp: "Mã này hiện trong trang Cài đặt của người đó.",
    noAccount: "Nhập mã tài khoản: chữ không dấu, chữ số và dấu gạch ngang, như trong trang Cài đặt của người đó",
    find: "Xem quyền",
    new: "Tài khoản này chưa có quyền nào.",
    rights: "Quyền đang có và đã có",
    role: "Vai trò",
    unit: "Đơn vị",
    since: "Từ",
    until: "Đến",
    open: "chưa hết",
    revoke: (what: string) => `Thu hồi: ${what}`,
    add: "Cấp thêm vai trò",
    backup: "Làm thay cho người vắng mặt",
    noBackup: "Không làm thay ai",
    last: "Làm thay đến hết ngày",
    none: "Không cấp thêm",
    choose: "Chọn đơn vị",
    province: "Toàn tỉnh",
    name: "Họ tên",
    job: "Chức danh",
    email: "Thư điện tử công vụ",
    number: "Số định danh cá nhân",
    numberHelp: "Để hệ thống không giao cho người này hồ sơ của chính mình; không ai đọc lại được số này.",
    numberKnown: "Đã có số. Chỉ nhập khi cần thay số khác; không ai đọc lại được số này.",
    request: "Số, ngày văn bản đề nghị",
    save: "Ghi quyền",
    saving: "Đang ghi…",
    saved: "Đã ghi. Quyền có hiệu lực trong một phút.",
    recorded: "Đã ghi.",
    missing: (what: string) => `Điền: ${what}`,
    others: "Bạn xem được hồ sơ này; quy định của tỉnh giao việc cấp, thu hồi quyền cho nơi khác.",
  },
  {
    title: "Officers' rights",
    account: "Account ID",
    accountHelp: "The person finds it on the Settings page.",
    noAccount: "Enter the account ID: letters, digits and dashes, as on the person's Settings page",
    find: "Show rights",
    new: "This account has no rights yet.",
    rights: "Rights held now and before",
    role: "Role",
    unit: "Unit",
    since: "From",
    until: "Until",
    open: "open",
    revoke: (what) => `Revoke: ${what}`,
    add: "Grant a role",
    backup: "In place of an absent colleague",
    noBackup: "No replacement",
    last: "Until the end of",
    none: "None",
    choose: "Choose a unit",
    province: "The whole province",
    name: "Full name",
    job: "Title",
    email: "Official e-mail",
    number: "Personal ID number",
    numberHelp: "So that this person never gets a dossier of their own; nobody can read the number again.",
    numberKnown: "A number is on record. Enter one only to replace it; nobody can read the number again.",
    request: "Number and date of the written request",
    save: "Save the rights",
    saving: "Saving…",
    saved: "Saved. Rights take effect within a minute.",
    recorded: "Saved.",
    missing: (what) => `Fill in: ${what}`,
    others: "You may read this record; the rules of the province assign granting and revoking rights to others.",
  },
);

type Role = keyof typeof roleWords.vi;
const ROLES = Object.keys(roleWords.vi).filter((role) => role !== "applicant") as readonly Role[];

/** Granting, changing and revoking the rights of one account, for whom the law of the province lets do it (LC-17.3.b). */
export default function RightsPage({ query }: PageProps) {
  const w = useWords(said);
  const [typed, setTyped] = useState(query.get("account") ?? "");
  const [sub, setSub] = useState(typed);
  const loaded = useLoad(names, []);
  const attempts = useAttempts();
  function find(event: Event) {
    event.preventDefault();
    const account = readAccountId(typed);
    if (!attempts.show(account ? [] : [{ at: "account", text: inBoth(said, (s) => s.noAccount) }]) || !account) return;
    setSub(account);
    say(`/officer/rights?account=${account}`);
  }
  return (
    <OfficerPage title={w.title}>
      <form class="narrow" novalidate onSubmit={find}>
        <ErrorSummary faults={attempts.faults} attempt={attempts.attempt} />
        <TextField
          id="account"
          label={w.account}
          help={w.accountHelp}
          value={typed}
          fault={attempts.byField().account}
          onInput={setTyped}
        />
        <p class="buttons">
          <Button type="submit" kind="secondary">
            {w.find}
          </Button>
        </p>
      </form>
      {sub && <Ready from={loaded}>{(known) => <One key={sub} sub={sub} names={known} />}</Ready>}
    </OfficerPage>
  );
}

function One({ sub, names: known }: { readonly sub: string; readonly names: Names }) {
  const w = useWords(said);
  const [message, setMessage] = useState("");
  const loaded = useLoad(() => got(api.GET("/api/officers/{sub}", { params: { path: { sub } } })), [sub]);
  return (
    <>
      <p role="status" class="report">
        {message}
      </p>
      <Ready from={loaded}>
        {(record) => (
          <>
            <Rights
              key={record.version}
              record={record}
              names={known}
              onDone={() => {
                setMessage(w.saved);
                loaded.reload();
              }}
            />
            {record.version > 0 && (
              <Recovery
                record={record}
                onDone={() => {
                  setMessage(w.recorded);
                  loaded.reload();
                }}
              />
            )}
          </>
        )}
      </Ready>
    </>
  );
}

interface Given {
  readonly record: Record;
  readonly names: Names;
  readonly onDone: () => void;
}

function Rights({ record, names: known, onDone }: Given) {
  const w = useWords(said);
  const [revoked, setRevoked] = useState<ReadonlySet<number>>(new Set());
  function choose(at: number, on: boolean) {
    setRevoked((all) => new Set([...all].filter((each) => each !== at).concat(on ? [at] : [])));
  }
  return (
    <>
      {record.version === 0 && <p class="empty">{w.new}</p>}
      {record.assignments.length > 0 && (
        <Held record={record} names={known} revoked={revoked} onChoose={record.may_change ? choose : null} />
      )}
      {record.may_change ? (
        <Change record={record} names={known} revoked={revoked} onDone={onDone} />
      ) : (
        <p class="muted">{w.others}</p>
      )}
    </>
  );
}

interface HeldGiven {
  readonly record: Record;
  readonly names: Names;
  readonly revoked: ReadonlySet<number>;
  readonly onChoose: ((at: number, on: boolean) => void) | null;
}

function Held({ record, names: known, revoked, onChoose }: HeldGiven) {
  const w = useWords(said);
  const roles = useWords(roleWords);
  const language = useLanguage();
  const now = serverNow();
  return (
    <>
      <h2 id="held">{w.rights}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled with the keys of who focuses it */}
      <section class="scroll" aria-labelledby="held" tabIndex={0}>
        <table class="work">
          <thead>
            <tr>
              <th scope="col">{w.role}</th>
              <th scope="col">{w.unit}</th>
              <th scope="col">{w.since}</th>
              <th scope="col">{w.until}</th>
            </tr>
          </thead>
          <tbody>
            {record.assignments.map((each, at) => {
              const role = wordFor(roles, each.role);
              const unit = each.unit === PROVINCE ? w.province : agencyName(known.units, each.unit, language);
              return (
                <tr key={`${each.role}${each.unit}${each.valid_from}`}>
                  <td>
                    {onChoose && !ended(each, now) ? (
                      <Check
                        id={`revoke-${at}`}
                        label={w.revoke(role)}
                        checked={revoked.has(at)}
                        onChange={(on) => onChoose(at, on)}
                      />
                    ) : (
                      role
                    )}
                  </td>
                  <td>{unit}</td>
                  <td>{dateTime(each.valid_from)}</td>
                  <td>{each.valid_until ? dateTime(each.valid_until) : w.open}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
    </>
  );
}

interface ChangeGiven extends Given {
  readonly revoked: ReadonlySet<number>;
}

function Change({ record, names: known, revoked, onDone }: ChangeGiven) {
  const w = useWords(said);
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
    await got(api.PUT("/api/officers/{sub}", { params, body }));
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
    const wrong = backup && last ? officerDayFault("backup_last", last, serverNow()) : null;
    const good = attempts.show([
      ...missing.map(([at = "", , what = ""]) => ({ at, text: inBoth(said, (s) => s.missing(what)) })),
      ...(wrong ? [{ at: "last", text: wrong }] : []),
    ]);
    if (!good) return;
    const instead = backup ? { backup_for: backup, valid_until: endOfDay(last) } : {};
    const added: Added | null = role ? { role, unit: everywhere ? PROVINCE : unit, ...instead } : null;
    const assignments = [...rightsAfter(record, revoked, added, serverNow())];
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
    idsUnder("", { title: "job", id_number: "number", request_ref: "request", assignments: "role" }),
  );
  const faults = found.byField;
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
        options={ROLES.map((each) => ({ value: each, text: wordFor(roles, each) }))}
        onChoose={(next) => {
          setRole(next);
          setBackup("");
        }}
      />
      {role && !everywhere && (
        <Select
          id="unit"
          label={w.unit}
          value={unit}
          empty={w.choose}
          fault={faults.unit}
          options={known.units.map((each) => ({ value: each.id, text: named(each.name, language) }))}
          onChoose={(next) => {
            setUnit(next);
            setBackup("");
          }}
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

interface BackupGiven {
  readonly role: string;
  readonly unit: string;
  readonly own: string;
  readonly value: string;
  readonly onChoose: (sub: string) => void;
}

/** Colleagues who hold the role in the unit: one of them may be away, and this account takes over. */
function Backup({ role, unit, own, value, onChoose }: BackupGiven) {
  const w = useWords(said);
  const loaded = useLoad(() => got(api.GET("/api/officers", { params: { query: { unit } } })), [unit]);
  return (
    <Ready from={loaded}>
      {({ items }) => {
        const holds = (right: Right) => right.role === role && right.unit === unit && right.in_force;
        const others = items.filter((each) => each.sub !== own && each.assignments.some(holds));
        return (
          <Select
            id="backup"
            label={w.backup}
            value={value}
            empty={w.noBackup}
            optional
            options={others.map((each) => ({ value: each.sub, text: signature(each) }))}
            onChoose={onChoose}
          />
        );
      }}
    </Ready>
  );
}
