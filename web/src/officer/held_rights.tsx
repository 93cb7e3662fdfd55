import { agencyName } from "../api/catalogue";
import { dateTime } from "../lib/format";
import { useLanguage, useWords, words } from "../lib/language";
import { serverNow } from "../session/clock";
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

/** The rights that an account holds and held; those in force can be chosen for revoking. */
export function HeldRights({ record, names: known, revoked, onChoose }: Given) {
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
