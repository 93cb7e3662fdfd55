interface Props {
  readonly of: { readonly dossier_id: string; readonly code: string | null; readonly receipt_no: string };
  readonly text: string;
}

/** A link to a dossier's workspace; screen readers read the dossier's code too. */
export function OpenDossier({ of, text }: Props) {
  return (
    <a href={`/officer/dossiers/${of.dossier_id}`}>
      {text}
      <span class="hidden"> {of.code ?? of.receipt_no}</span>
    </a>
  );
}
