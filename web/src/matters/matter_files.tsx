import { useEffect, useRef, useState } from "preact/hooks";
import type { Paper } from "../api/types";
import { makeKey, useLoad } from "../api/use_load";
import { OpenPaper } from "../filing/open_file";
import { PaperSlot } from "../filing/paper_slot";
import { dropUpload, getUploads, type Upload } from "../filing/upload";
import { writeMegabytes } from "../lib/format";
import { type BilingualText, defineWords, useLanguage, useWords } from "../lib/language";
import { Ready } from "../ui/loading";
import type { Matter } from "./matter_calls";
import { loadTakenPapers, openMatterPlace, openOpeningPlace } from "./matter_papers";

const words = defineWords(
  {
    label: "Tệp đính kèm",
    help: "Tối đa 10 tệp. Chỉ cơ quan xử lý và người gửi xem được; tệp không bao giờ được đăng công khai.",
    theirs: "của cơ quan",
  },
  {
    label: "Files",
    help: "At most 10 files. Only the agencies concerned and the sender see them; files are never published.",
    theirs: "from the agency",
  },
);

/** The control's id, at which faults of files are shown. */
export const FILES_ID = "matter-files";

const WAITING: BilingualText = {
  vi: "Tệp chưa tải lên hoặc kiểm tra xong. Chờ ít giây rồi gửi lại, hoặc bỏ tệp ra",
  en: "A file is still on its way. Wait some seconds and send again, or remove it",
};
const REFUSED: BilingualText = {
  vi: "Có tệp chưa nhận được. Thử lại hoặc bỏ tệp đó ra",
  en: "A file was not taken. Try it again, or remove it",
};

/** Why the files of a form cannot be sent yet; null when they can. */
export function findFilesFault(uploads: readonly Upload[]): BilingualText | null {
  if (uploads.some(({ step }) => step === "refused" || step === "failed")) return REFUSED;
  return uploads.some(({ step }) => step !== "done") ? WAITING : null;
}

/** The uploads of one form: an earlier form of the same matter has its own. */
export const listFormUploads = (place: string, form: string): readonly Upload[] =>
  getUploads(place)
    .get()
    .filter(({ component }) => component === form);

/** The key with which a matter will be opened, and where its files are kept until then. */
export function useOpening(plural: string): { readonly opening: string; readonly place: string } {
  const [opening] = useState(makeKey);
  const [place] = useState(() => openOpeningPlace(plural, opening));
  return { opening, place };
}

let opened = 0;

/** A name for the files of one form, the same as long as the form is shown. */
export function useFormName(): string {
  const own = useRef("");
  if (!own.current) own.current = `${FILES_ID}-${++opened}`;
  return own.current;
}

interface FilesFieldProps {
  readonly place: string;
  readonly form: string;
  readonly fault: string | undefined;
  readonly onChange: (papers: readonly string[]) => void;
}

/** Files that come with what is being sent. */
export function FilesField({ place, form, fault, onChange }: FilesFieldProps) {
  const w = useWords(words);
  const [sent, setSent] = useState<readonly Paper[]>([]);
  useEffect(() => onChange(sent.map((each) => each.id)), [sent]);
  useEffect(
    () => () => {
      for (const { key } of listFormUploads(place, form)) dropUpload(place, key);
    },
    [],
  );
  return (
    <PaperSlot
      id={FILES_ID}
      dossier={place}
      kind="attachment"
      component={form}
      label={w.label}
      help={w.help}
      optional
      fault={fault}
      papers={sent}
      onPaper={(paper) => setSent((all) => [...all.filter(({ id }) => id !== paper.id), paper])}
      onRemove={(id) => setSent((all) => all.filter((each) => each.id !== id))}
    />
  );
}

interface MatterFilesProps {
  readonly plural: string;
  readonly matter: Matter;
}

/** The files that came with a matter, as far as the reader may have them. */
export function MatterFiles({ plural, matter }: MatterFilesProps) {
  const loaded = useLoad(() => loadTakenPapers(matter), [matter.id, matter.version]);
  if (!(matter.course ?? []).some(({ papers }) => papers.length > 0)) return null;
  return <Ready from={loaded}>{(papers) => <FileList plural={plural} matter={matter} papers={papers} />}</Ready>;
}

function FileList({ plural, matter, papers }: MatterFilesProps & { readonly papers: readonly Paper[] }) {
  const w = useWords(words);
  const language = useLanguage();
  const place = openMatterPlace(plural, matter.id);
  const from = new Map(
    (matter.course ?? []).flatMap((fact) =>
      fact.papers.map((id) => [id, fact.event === "open" || fact.role === "applicant"] as const),
    ),
  );
  if (!papers.length) return null;
  return (
    <section aria-labelledby="files">
      <h2 id="files">{w.label}</h2>
      <ul class="plain rows">
        {papers.map((paper) => (
          <li key={paper.id}>
            {paper.name}{" "}
            <span class="muted small">
              {writeMegabytes(paper.size, language)} MB
              {from.get(paper.id) === false && ` · ${w.theirs}`}
            </span>{" "}
            <OpenPaper dossier={place} paper={paper} />
          </li>
        ))}
      </ul>
    </section>
  );
}
