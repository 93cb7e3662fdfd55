import type { Draft, Procedure } from "../api/types";
import { byOfficerWords, feeDueWords, isProvisional, writeFeeDue } from "../dossier/fee_words";
import { writeMoney } from "../lib/format";
import { chooseName, defineWords, useLanguage, useWords } from "../lib/language";

const words = defineWords(
  {
    fees: "Phí, lệ phí phải nộp",
    noFee: "Không thu tiền.",
    claimed: "đề nghị miễn, công chức kiểm tra trước",
    total: "Tổng cộng",
    later: "Có khoản do cơ quan khác tính; số tiền được báo sau khi tiếp nhận.",
  },
  {
    fees: "Fees to pay",
    noFee: "Nothing is charged.",
    claimed: "exemption claimed, an officer checks it first",
    total: "In all",
    later: "Another authority computes a further amount; you are informed of it after reception.",
  },
);

/** The present cost of this filing, by the fee rules of the procedure, before it is sent. */
export function DraftFees({ draft, procedure }: { readonly draft: Draft; readonly procedure: Procedure }) {
  const w = useWords(words);
  const provisional = useWords(byOfficerWords);
  const due = useWords(feeDueWords);
  const language = useLanguage();
  const { fees } = draft;
  const total = fees.filter((each) => !each.claimed).reduce((sum, each) => sum + each.amount, 0);
  return (
    <section aria-labelledby="draft-fees">
      <h2 id="draft-fees">{w.fees}</h2>
      {fees.length === 0 && !draft.fees_later && <p>{w.noFee}</p>}
      {fees.length > 0 && (
        <dl class="facts">
          {fees.map((each) => (
            <div key={each.key}>
              <dt>{chooseName(each.name, language)}</dt>
              <dd>
                {writeMoney(each.amount)}{" "}
                <span class="muted">({each.claimed ? w.claimed : writeFeeDue(due, each.due)})</span>
              </dd>
            </div>
          ))}
          {fees.length > 1 && (
            <div>
              <dt>{w.total}</dt>
              <dd>
                <strong>{writeMoney(total)}</strong>
              </dd>
            </div>
          )}
        </dl>
      )}
      {isProvisional(
        procedure,
        fees.map((each) => each.key),
      ) && <p>{provisional.byOfficer}</p>}
      {draft.fees_later && <p>{w.later}</p>}
    </section>
  );
}
