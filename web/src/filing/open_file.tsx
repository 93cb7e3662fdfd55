import { useState } from "preact/hooks";
import type { Paper } from "../api/types";
import { FileView } from "../dossier/file_view";
import { defineWords, useWords } from "../lib/language";
import { Button } from "../ui/button";
import { CloseDialog } from "../ui/dialog";
import { getFile, getUploads, type Upload } from "./upload";
import { findPlace } from "./upload_place";

const words = defineWords({ open: "Mở xem" }, { open: "Open" });

/** A file that can be looked at, before or after it is sent. */
export interface StoredFile {
  readonly name: string;
  readonly type: string;
  readonly read: () => Promise<Blob>;
}

/** A file on its way, as it is or will be sent; null while its type is not known. */
export function openUpload({ key, name, type }: Upload): StoredFile | null {
  const file = getFile(key);
  return file && type ? { name, type, read: async () => file } : null;
}

/** A paper that the store has: from this page's memory where it was chosen here; null while it is not accepted. */
export function openStored(dossier: string, { id, name, content_type, state }: Paper): StoredFile | null {
  const upload = getUploads(dossier)
    .get()
    .find((each) => each.paperId === id);
  const file = upload && getFile(upload.key);
  if (!file && state !== "accepted") return null;
  return { name, type: content_type, read: async () => file ?? (await findPlace(dossier).read(id)) };
}

interface OpenButtonProps {
  readonly file: StoredFile | null;
  readonly onOpen: (file: StoredFile) => void;
}

export function OpenButton({ file, onOpen }: OpenButtonProps) {
  const w = useWords(words);
  if (!file) return null;
  return (
    <Button kind="plain" hidden={file.name} onPress={() => onOpen(file)}>
      {w.open}
    </Button>
  );
}

/** The file over the page. */
export function FileDialog({ file, onClose }: { readonly file: StoredFile; readonly onClose: () => void }) {
  return (
    <CloseDialog title={file.name} id="open-file" wide onClose={onClose}>
      <div class="viewer">
        <FileView name={file.name} type={file.type} read={file.read} />
      </div>
    </CloseDialog>
  );
}

/** A button that shows a paper of the store over the page. */
export function OpenPaper({ dossier, paper }: { readonly dossier: string; readonly paper: Paper }) {
  const [open, setOpen] = useState<StoredFile | null>(null);
  return (
    <>
      <OpenButton file={openStored(dossier, paper)} onOpen={setOpen} />
      {open && <FileDialog file={open} onClose={() => setOpen(null)} />}
    </>
  );
}
