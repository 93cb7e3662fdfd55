import { nameAgency } from "../../api/catalogue";
import { writeDateTime } from "../../lib/format";
import { defineWords, useLanguage, useWords } from "../../lib/language";
import { readServerTime } from "../../session/clock";
import { type Column, DataTable } from "../../ui/data_table";
import { Check } from "../../ui/inputs";
import type { Names } from "../shared/names";
import { findWord, roleWords, stageWords } from "../steps/step_words";
import { writeDocument } from "./directory";
import { hasEnded, type OfficerRecord, PROVINCE } from "./rights";

const words = defineWords(
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

interface HeldRightsProps {
  readonly record: OfficerRecord;
  readonly names: Names;
  readonly revoked: ReadonlySet<number>;
  readonly onChoose: ((at: number, on: boolean) => void) | null;
}

/** A right, and its place in the record. */
interface HeldRight {
  readonly right: OfficerRecord["assignments"][number];
  readonly at: number;
}

/** The rights that an account holds and held; those in force can be chosen for revoking. */
export function HeldRights({ record, names: known, revoked, onChoose }: HeldRightsProps) {
  const w = useWords(words);
  const roles = useWords(roleWords);
  const stages = useWords(stageWords);
  const language = useLanguage();
  const now = readServerTime();
  const columns: readonly Column<HeldRight>[] = [
    {
      head: w.role,
      show: ({ right, at }) => {
        const named = [findWord(roles, right.role), ...(right.stage ? [findWord(stages, right.stage)] : [])].join(": ");
        const role = right.document ? `${named} (${writeDocument(right)})` : named;
        if (!onChoose || hasEnded(right, now)) return role;
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
      show: ({ right }) => (right.unit === PROVINCE ? w.province : nameAgency(known.units, right.unit, language)),
    },
    { head: w.since, show: ({ right }) => writeDateTime(right.valid_from) },
    { head: w.until, show: ({ right }) => (right.valid_until ? writeDateTime(right.valid_until) : w.open) },
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
