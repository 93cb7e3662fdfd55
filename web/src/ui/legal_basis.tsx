import { defineWords, useWords } from "../lib/language";

const words = defineWords({ basis: "Căn cứ" }, { basis: "Basis" });

/** The articles that a refusal rests on, in the words of the law; nothing where it rests on none. */
export function LegalBasis({ of }: { readonly of: readonly string[] | undefined }) {
  const w = useWords(words);
  if (!of?.length) return null;
  return (
    <p class="muted small">
      {w.basis}: <span lang="vi">{of.join("; ")}</span>
    </p>
  );
}
