import type { Paper } from "../api/types";
import { defineWords, useLanguage, useWords } from "../lib/language";
import { Button } from "../ui/button";
import { Tag } from "../ui/notice";
import type { Stage } from "./convert";
import { OpenButton, openUpload, type StoredFile } from "./open_file";
import { dropUpload, retryUpload, type Upload } from "./upload";

const words = defineWords(
  {
    preparing: "đang chuẩn bị",
    waiting: "chờ chuyển ảnh",
    opening: "đang mở ảnh",
    reading: "đang đọc ảnh",
    writing: "đang chuyển sang JPG",
    sending: (percent: number) => `đang tải lên ${percent}%`,
    checking: "đã tải lên, đang kiểm tra",
    done: "đã nhận",
    refused: "không nhận được",
    failed: "chưa tải được",
    retry: "Thử lại",
    remove: "Bỏ tệp",
    fromHeic: "Ảnh HEIC đã được chuyển sang JPG.",
    fromLarge: "Ảnh lớn đã được thu nhỏ để gửi được.",
    look: "Mở xem để chắc chữ vẫn đọc rõ.",
    reader: "Phần đọc ảnh: libheif",
  },
  {
    preparing: "being prepared",
    waiting: "waiting to be converted",
    opening: "opening the picture",
    reading: "reading the picture",
    writing: "converting to JPG",
    sending: (percent) => `uploading ${percent}%`,
    checking: "uploaded, being checked",
    done: "accepted",
    refused: "cannot be taken",
    failed: "not uploaded",
    retry: "Try again",
    remove: "Remove the file",
    fromHeic: "The HEIC picture was converted to JPG.",
    fromLarge: "The large picture was made smaller so that it can be sent.",
    look: "Open it to see that the text is still readable.",
    reader: "Picture reader: libheif",
  },
);

/** Percentage of a conversion at the begin of each stage. */
const BEGUN: Record<Stage, number> = { waiting: 0, opening: 5, reading: 25, writing: 85 };

/** Address of the licence of the library that reads HEIC pictures. */
const LICENCE = "/licences/libheif.txt";

interface UploadRowProps {
  readonly dossier: string;
  readonly upload: Upload;
  readonly onPaper: (paper: Paper) => void;
  readonly onOpen: (file: StoredFile) => void;
}

/** One upload: its progress, and the acts that are possible. */
export function UploadRow({ dossier, upload, onPaper, onOpen }: UploadRowProps) {
  const w = useWords(words);
  const language = useLanguage();
  const { step, stage, name, key } = upload;
  const percent = step === "converting" ? BEGUN[stage] : Math.round(upload.sent * 100);
  const text = step === "sending" ? w.sending(percent) : step === "converting" ? w[stage] : w[step];
  const bad = step === "refused" || step === "failed";
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <span role="status">
          <Tag tone={bad ? "bad" : step === "done" ? "done" : "wait"}>{text}</Tag>
          {bad && <span class="fault"> {upload.fault?.[language]}</span>}
        </span>
        {(step === "sending" || step === "converting") && <progress max={100} value={percent} aria-label={name} />}{" "}
        <OpenButton file={openUpload(upload)} onOpen={onOpen} />{" "}
        {step === "failed" && (
          <Button kind="plain" hidden={name} onPress={() => retryUpload(dossier, key, onPaper)}>
            {w.retry}
          </Button>
        )}{" "}
        {(bad || step === "converting") && (
          <Button kind="plain" hidden={name} onPress={() => dropUpload(dossier, key)}>
            {w.remove}
          </Button>
        )}
        <Converted upload={upload} />
      </dd>
    </div>
  );
}

/** Description of a picture's conversion before the upload. */
export function Converted({ upload }: { readonly upload: Upload | undefined }) {
  const w = useWords(words);
  if (!upload?.from) return null;
  return (
    <p class="small muted">
      {upload.from === "heic" ? w.fromHeic : w.fromLarge} {w.look}
      {upload.from === "heic" && (
        <>
          {" "}
          <a href={LICENCE}>{w.reader}</a>
        </>
      )}
    </p>
  );
}
