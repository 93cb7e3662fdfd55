import { useEffect, useRef, useState } from "preact/hooks";
import type { Paper } from "../../api/types";
import { PaperSlot } from "../../filing/paper_slot";

interface FileFieldProps {
  readonly id: string;
  readonly dossier: string;
  readonly label: string;
  readonly onChange: (papers: readonly string[]) => void;
}

let opened = 0;

/** Files that officers send each other with a question, an answer or a note. */
export function FileField({ id, dossier, label, onChange }: FileFieldProps) {
  const [sent, setSent] = useState<readonly Paper[]>([]);
  // Files sent by an earlier form are not part of this one.
  const own = useRef("");
  if (!own.current) own.current = `${id}-${++opened}`;
  useEffect(() => onChange(sent.map((each) => each.id)), [sent]);
  return (
    <PaperSlot
      id={id}
      dossier={dossier}
      kind="internal"
      component={own.current}
      label={label}
      optional
      papers={sent}
      onPaper={(paper) => setSent((all) => [...all, paper])}
      onRemove={(id) => setSent((all) => all.filter((each) => each.id !== id))}
    />
  );
}
