/** Codes of dossiers and matters have hyphens, at which a narrow screen would break them. */
const CODE = /\p{Lu}[\p{Lu}\d.]*(?:-[\p{Lu}\d.]+)+/gu;

/** The parts of a text, and whether each is a code. */
export function splitCodes(text: string): readonly { readonly part: string; readonly code: boolean }[] {
  const codes = text.match(CODE) ?? [];
  return text
    .split(CODE)
    .flatMap((part, at) => [
      { part, code: false },
      { part: codes[at] ?? "", code: true },
    ])
    .filter(({ part }) => part);
}

/** A text whose codes stay on one line each. */
export function Unbroken({ text }: { readonly text: string }) {
  const parts = splitCodes(text);
  if (!parts.some(({ code }) => code)) return <>{text}</>;
  return (
    <>
      {parts.map(({ part, code }, at) =>
        code ? (
          <span key={at} class="nowrap">
            {part}
          </span>
        ) : (
          part
        ),
      )}
    </>
  );
}
