import { writeMoney } from "../lib/format";
import { defineWords, useLanguage, useWords } from "../lib/language";
import { Notice } from "../ui/notice";
import type { DossierView } from "./load";

const words = defineWords(
  {
    void: "Hồ sơ tiếp nhận nhầm thủ tục, mã này không còn giá trị",
    went: "Đã nộp lại theo thủ tục đúng, bạn không phải nộp lại:",
    from: "Chuyển từ hồ sơ tiếp nhận nhầm thủ tục",
    was: "Hồ sơ cũ, mã không còn giá trị:",
    lacking: "Thủ tục này còn cần các mục chưa có trong hồ sơ đã nộp:",
    carried: (sum: string) => `${sum} đã nộp trực tuyến theo thủ tục cũ được tính cho thủ tục đúng.`,
    back: (sum: string) => `Nộp thừa ${sum} so với thủ tục đúng: khoản này được ghi nhận để hoàn trả người nộp.`,
  },
  {
    void: "Received for the wrong procedure: this code is void",
    went: "It was filed again under the right procedure, nothing has to be filed twice:",
    from: "Taken over from a dossier received for the wrong procedure",
    was: "The former dossier, whose code is void:",
    lacking: "This procedure also needs what was not filed:",
    carried: (sum) => `${sum} paid online for the former procedure counts for the right one.`,
    back: (sum) => `${sum} more was paid than the right procedure costs: it is recorded as owed back to the applicant.`,
  },
);

interface RefiledProps {
  readonly whole: DossierView;
  /** Base path of the reader's dossier pages. */
  readonly at: "/dossiers" | "/officer/dossiers";
}

/** Notice that a dossier replaced another one, or was replaced, with a link and the missing requirements. */
export function Refiled({ whole, at }: RefiledProps) {
  const w = useWords(words);
  const language = useLanguage();
  const { refiled_into: into, refiled_from: from } = whole.dossier;
  if (into) {
    return (
      <Notice tone="act" title={w.void}>
        <p>
          {w.went} <a href={`${at}/${into.dossier}`}>{into.receipt_no}</a>
        </p>
        <CarriedMoney of={into} />
      </Notice>
    );
  }
  if (!from) return null;
  const papers = from.lacking.map((key) => {
    const found = whole.procedure.components.find((each) => each.key === key);
    return found ? (language === "vi" ? found.name.vi : (found.name.en ?? found.name.vi)) : key;
  });
  const questions = from.lacking_fields.map((key) => {
    const found = whole.form.questions.find((each) => each.key === key);
    return found ? found[language] : key;
  });
  const missing = [...papers, ...questions];
  return (
    <Notice tone={missing.length ? "act" : "info"} title={w.from}>
      <p>
        {w.was} <a href={`${at}/${from.dossier}`}>{from.code}</a>
      </p>
      <CarriedMoney of={from} />
      {missing.length > 0 && (
        <>
          <p>{w.lacking}</p>
          <ul>
            {missing.map((each) => (
              <li key={each}>{each}</li>
            ))}
          </ul>
        </>
      )}
    </Notice>
  );
}

/** Carried-over online payments of the wrong procedure; empty without any. */
export function CarriedMoney({ of }: { readonly of: { readonly carried: number; readonly owed_back: number } }) {
  const w = useWords(words);
  return (
    <>
      {of.carried > 0 && <p>{w.carried(writeMoney(of.carried))}</p>}
      {of.owed_back > 0 && (
        <p>
          <strong>{w.back(writeMoney(of.owed_back))}</strong>
        </p>
      )}
    </>
  );
}
