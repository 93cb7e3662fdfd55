import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Paper, PaperKind } from "../api/types";
import { writeMegabytes } from "../lib/format";
import { defineWords, useLanguage, useWords } from "../lib/language";
import { useStore } from "../lib/store";
import { Button } from "../ui/button";
import { listDescriptions } from "../ui/field";
import { Tag } from "../ui/notice";
import { ACCEPT } from "./file_check";
import { FileDialog, OpenButton, openStored, type StoredFile } from "./open_file";
import { dropUpload, getUploads, startUpload } from "./upload";
import { Converted, UploadRow } from "./upload_row";

const words = defineWords(
  {
    choose: "Chọn tệp",
    photo: "Chụp ảnh",
    for: (what: string) => `cho ${what}`,
    types: "PDF, JPG, PNG tối đa 20 MB, hoặc ảnh HEIC. Ảnh quá lớn được tự thu nhỏ. Chụp rõ bốn góc, không lóa.",
    files: "Tệp đã chọn",
    checking: "đã tải lên, đang kiểm tra",
    done: "đã nhận",
    remove: "Bỏ tệp",
    size: (mb: string) => `${mb} MB`,
    optional: " (không bắt buộc)",
    other: "Nộp tệp khác",
    error: "Lỗi: ",
  },
  {
    choose: "Choose a file",
    photo: "Take a picture",
    for: (what) => `for ${what}`,
    types:
      "PDF, JPG or PNG of at most 20 MB, or a HEIC picture. Pictures that are too large are made smaller. Show all four corners, without glare.",
    files: "Chosen files",
    checking: "uploaded, being checked",
    done: "accepted",
    remove: "Remove the file",
    size: (mb) => `${mb} MB`,
    optional: " (optional)",
    other: "Send another file",
    error: "Error: ",
  },
);

interface PaperSlotProps {
  readonly id: string;
  readonly dossier: string;
  readonly kind: PaperKind;
  readonly component: string;
  readonly label: string;
  readonly help?: string;
  readonly optional?: boolean;
  readonly fault?: string | undefined;
  /** Papers that are part of the filing already. */
  readonly papers: readonly Paper[];
  readonly onPaper: (paper: Paper) => void;
  readonly onRemove: (paperId: string) => void;
  /** Replaces the choice of a file while the paper is not needed. */
  readonly offer?: ComponentChildren;
}

/** One paper that is asked for: choose or photograph it, follow it on its way, remove it again. */
export function PaperSlot(given: PaperSlotProps) {
  const { id, dossier, kind, component, label, help, optional, fault, papers, onPaper, onRemove, offer } = given;
  const [asked, setAsked] = useState(false);
  // Kept here, not at the file's row: that is drawn again when its check ends.
  const [seen, setSeen] = useState<StoredFile | null>(null);
  const w = useWords(words);
  const language = useLanguage();
  const running = useStore(getUploads(dossier)).filter((each) => each.component === component && each.kind === kind);
  const shown = new Set(papers.map((paper) => paper.id));
  const open = running.filter((each) => !(each.step === "done" && each.paperId && shown.has(each.paperId)));
  const offered = Boolean(offer) && !asked && papers.length === 0;
  const remove = (paper: Paper) => {
    const sent = running.find((each) => each.paperId === paper.id);
    if (sent) dropUpload(dossier, sent.key);
    onRemove(paper.id);
  };
  const take = (list: FileList | null) => {
    for (const file of list ?? []) startUpload(dossier, kind, component, file, onPaper);
  };
  return (
    <fieldset
      id={id}
      tabIndex={-1}
      class={fault ? "field field-bad slot" : "field slot"}
      aria-describedby={listDescriptions({ id, label, help: `${help ?? ""}${w.types}`, fault })}
    >
      <legend>
        {label}
        {optional && <span class="optional">{w.optional}</span>}
      </legend>
      <p class="help" id={`${id}-help`}>
        {help && <>{help} </>}
        {w.types}
      </p>
      {fault && (
        <p class="fault" id={`${id}-error`}>
          <span class="hidden">{w.error}</span>
          {fault}
        </p>
      )}
      {(papers.length > 0 || open.length > 0) && (
        <dl class="files">
          {papers.map((paper) => (
            <div key={paper.id}>
              <dt>{paper.name}</dt>
              <dd>
                <Tag tone={paper.state === "accepted" ? "done" : "wait"}>
                  {paper.state === "accepted" ? w.done : w.checking}
                </Tag>{" "}
                {w.size(writeMegabytes(paper.size, language))}{" "}
                <OpenButton file={openStored(dossier, paper)} onOpen={setSeen} />{" "}
                <Button kind="plain" hidden={paper.name} onPress={() => remove(paper)}>
                  {w.remove}
                </Button>
                <Converted upload={running.find((each) => each.paperId === paper.id)} />
              </dd>
            </div>
          ))}
          {open.map((upload) => (
            <UploadRow key={upload.key} dossier={dossier} upload={upload} onPaper={onPaper} onOpen={setSeen} />
          ))}
        </dl>
      )}
      {offered ? (
        <>
          {offer}
          <p class="buttons">
            <Button kind="plain" hidden={w.for(label)} onPress={() => setAsked(true)}>
              {w.other}
            </Button>
          </p>
        </>
      ) : (
        <p class="buttons">
          <FileChoice id={`${id}-file`} text={w.choose} hidden={w.for(label)} onFiles={take} />
          <FileChoice id={`${id}-photo`} text={w.photo} hidden={w.for(label)} onFiles={take} camera />
        </p>
      )}
      {seen && <FileDialog file={seen} onClose={() => setSeen(null)} />}
    </fieldset>
  );
}

interface FileChoiceProps {
  readonly id: string;
  readonly text: string;
  readonly hidden: string;
  readonly camera?: boolean;
  readonly onFiles: (files: FileList | null) => void;
}

/** The browser's own file control, with our label laid over it: keys, voice and screen readers find it as it is. */
function FileChoice({ id, text, hidden, camera = false, onFiles }: FileChoiceProps) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (camera) input.current?.setAttribute("capture", "environment");
  }, [camera]);
  return (
    <span class={camera ? "choose choose-photo" : "choose"}>
      <input
        ref={input}
        id={id}
        type="file"
        accept={camera ? "image/jpeg,image/png" : ACCEPT}
        multiple={!camera}
        onKeyDown={(event) => {
          // Enter would send the form instead of opening the control that has the focus.
          if (event.key !== "Enter") return;
          event.preventDefault();
          event.currentTarget.click();
        }}
        onChange={(event) => {
          onFiles(event.currentTarget.files);
          // The same file can be chosen again after it was removed.
          event.currentTarget.value = "";
        }}
      />
      <label class="button button-secondary" for={id}>
        {text}
        <span class="hidden"> {hidden}</span>
      </label>
    </span>
  );
}
