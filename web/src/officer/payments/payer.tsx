import type { Dossier } from "../../api/types";
import { findHeldPart } from "../../dossier/corrected";
import { chooseName, useLanguage } from "../../lib/language";

/** The payer of a till page: the person, where the reader may see it, with the dossier. */
export function Payer({ of: d }: { readonly of: Dossier }) {
  const language = useLanguage();
  const { full_name: name } = (findHeldPart(d, "applicant") ?? {}) as { readonly full_name?: string };
  return (
    <>
      {name && (
        <>
          <strong lang="vi">{name}</strong> ·{" "}
        </>
      )}
      {d.code ?? d.receipt_no} · {chooseName(d.procedure, language)}
    </>
  );
}
