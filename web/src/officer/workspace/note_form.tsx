import { useState } from "preact/hooks";
import { api, unwrap } from "../../api/client";
import { useAct } from "../../api/use_load";
import { makeIdLookup, useAttempts } from "../../filing/attempts";
import { defineWords, useWords, writeInBoth } from "../../lib/language";
import { Button } from "../../ui/button";
import { ErrorSummary } from "../../ui/error_summary";
import { FormButtons } from "../../ui/form_buttons";
import { Radios, TextField } from "../../ui/inputs";
import { FileField } from "../shared/file_field";

const words = defineWords(
  {
    open: "Viết ghi chú nội bộ",
    text: "Ghi chú nội bộ",
    help: "Người nộp không đọc được ghi chú này.",
    reach: "Ai đọc",
    dossier: "Các đơn vị cùng giải quyết hồ sơ",
    unit: "Chỉ đơn vị của bạn",
    files: "Tệp kèm theo",
    save: "Lưu ghi chú",
    saving: "Đang lưu…",
    missing: "Viết nội dung ghi chú",
  },
  {
    open: "Write an internal note",
    text: "Internal note",
    help: "The applicant never reads this.",
    reach: "Who reads it",
    dossier: "The units that settle the dossier",
    unit: "Your unit alone",
    files: "Files",
    save: "Save the note",
    saving: "Saving…",
    missing: "Write the note",
  },
);

interface NoteFormProps {
  readonly dossier: string;
  readonly onDone: () => void;
}

/** A note to those who work on the dossier, with files. It needs no version: nobody's decision rests on it. */
export function NoteForm({ dossier, onDone }: NoteFormProps) {
  const w = useWords(words);
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const [reach, setReach] = useState<"dossier" | "unit">("dossier");
  const [papers, setPapers] = useState<readonly string[]>([]);
  const attempts = useAttempts();
  const act = useAct<null>(async (_, key) => {
    const params = { path: { dossier_id: dossier }, header: { "Idempotency-Key": key } };
    const body = { text: text.trim(), reach, papers: [...papers] };
    await unwrap(api.POST("/api/dossiers/{dossier_id}/note", { params, body }));
  });
  async function save(event: Event) {
    event.preventDefault();
    const missing = text.trim() ? [] : [{ at: "note-text", text: writeInBoth(words, (s) => s.missing) }];
    if (!attempts.show(missing)) return;
    if (!(await act.run(null))) return void attempts.show([]);
    setText("");
    setPapers([]);
    setOpen(false);
    onDone();
  }
  if (!open) {
    return (
      <p>
        <Button kind="secondary" onPress={() => setOpen(true)}>
          {w.open}
        </Button>
      </p>
    );
  }
  const found = attempts.withRefused(act.problem, makeIdLookup("note-", { papers: "files" }));
  return (
    <form class="note" novalidate data-quick onSubmit={(event) => void save(event)}>
      <ErrorSummary faults={found.faults} problem={act.problem} attempt={attempts.attempt} />
      <TextField
        id="note-text"
        label={w.text}
        help={w.help}
        fault={found.byField["note-text"]}
        value={text}
        rows={3}
        onInput={setText}
      />
      <Radios
        id="note-reach"
        label={w.reach}
        value={reach}
        options={[
          { value: "dossier", text: w.dossier },
          { value: "unit", text: w.unit },
        ]}
        onChoose={(next) => setReach(next === "unit" ? "unit" : "dossier")}
      />
      <FileField id="note-files" dossier={dossier} label={w.files} onChange={setPapers} />
      <FormButtons submit={w.save} busy={act.busy} busyText={w.saving} onCancel={() => setOpen(false)} />
    </form>
  );
}
