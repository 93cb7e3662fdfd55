import { agencyName } from "../api/catalogue";
import { dateTime } from "../lib/format";
import { useLanguage, useWords, words } from "../lib/language";
import { serverNow } from "../session/clock";
import { type Column, DataTable } from "../ui/data_table";
import { Check } from "../ui/inputs";
import type { Names } from "./names";
import { ended, PROVINCE, type Record } from "./rights";
import { roleWords, wordFor } from "./step_words";

const said = words(
  {
    rights: "Quyền đang có và đã có",
    role: "Vai trò",
    unit: "Đơn vị",
    since: "Từ",
    until: "Đến",
    none: "Chưa từng có quyền nào.",
    open: "chưa hết",
    revoke: (what: string) => `Thu hồi: ${what}`,
    province: "Toàn tỉnh",
  },
  {
    rights: "Rights held now and before",
    role: "Role",
    unit: "Unit",
    since: "From",
    until: "Until",
    none: "There never was one.",
    open: "open",
    revoke: (what) => `Revoke: ${what}`,
    province: "The whole province",
  },
);

interface Given {
  readonly record: Record;
  readonly names: Names;
  readonly revoked: ReadonlySet<number>;
  readonly onChoose: ((at: number, on: boolean) => void) | null;
}

/** A right, and its place in the record. */
interface Held {
  readonly right: Record["assignments"][number];
  readonly at: number;
}

/** The rights that an account holds and held; those in force can be chosen for revoking. */
export function HeldRights({ record, names: known, revoked, onChoose }: Given) {
  const w = useWords(said);
  const roles = useWords(roleWords);
  const language = useLanguage();
  const now = serverNow();
  const columns: readonly Column<Held>[] = [
    {
      head: w.role,
      show: ({ right, at }) => {
        const role = wordFor(roles, right.role);
        if (!onChoose || ended(right, now)) return role;
        return (
          <Check
            id={`revoke-${at}`}
            label={w.revoke(role)}
            checked={revoked.has(at)}
            onChange={(on) => onChoose(at, on)}
          />
        );
      },
    },
    {
      head: w.unit,
      show: ({ right }) => (right.unit === PROVINCE ? w.province : agencyName(known.units, right.unit, language)),
    },
    { head: w.since, show: ({ right }) => dateTime(right.valid_from) },
    { head: w.until, show: ({ right }) => (right.valid_until ? dateTime(right.valid_until) : w.open) },
  ];
  return (
    <>
      <h2 id="held">{w.rights}</h2>
      <DataTable
        label={w.rights}
        columns={columns}
        rows={record.assignments.map((right, at) => ({ right, at }))}
        rowKey={({ right }) => `${right.role}${right.unit}${right.valid_from}`}
        empty={w.none}
      />
    </>
  );
}
