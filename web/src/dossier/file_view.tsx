import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { type Problem, toProblem } from "../api/problem";
import { defineWords, useLanguage, useWords } from "../lib/language";
import { lendUrl } from "../lib/object_url";
import { Notice } from "../ui/notice";

const words = defineWords(
  {
    loading: "Đang tải giấy tờ…",
    noViewer: "Trình duyệt này không hiện được PDF.",
    save: "Tải tệp về để xem",
  },
  {
    loading: "Loading the paper…",
    noViewer: "This browser cannot show a PDF.",
    save: "Download the file to see it",
  },
);

/** The sheet takes the width; thumbnails are one press away. */
const AS_WIDE = "navpanes=0&view=FitH";

interface FileViewProps {
  readonly name: string;
  /** A type that was checked: nothing that is shown as such can act as a page of ours. */
  readonly type: string;
  readonly read: () => Promise<Blob>;
  /** Shows a picture in another way than as wide as there is room. */
  readonly picture?: (url: string) => ComponentChildren;
}

/** One PDF or picture as the browser shows it, from this page's memory. */
export function FileView({ name, type, read, picture }: FileViewProps) {
  const w = useWords(words);
  const language = useLanguage();
  const [url, setUrl] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  useEffect(() => lendUrl(read, type, setUrl, (thrown) => setProblem(toProblem(thrown))), []);
  if (problem) {
    return (
      <Notice tone="bad" role="alert">
        <p>{problem.text(language)}</p>
      </Notice>
    );
  }
  if (!url) return <p role="status">{w.loading}</p>;
  if (type !== "application/pdf") return picture ? picture(url) : <img src={url} alt={name} />;
  if (navigator.pdfViewerEnabled) return <iframe class="viewer-page" src={`${url}#${AS_WIDE}`} title={name} />;
  return (
    <p>
      {w.noViewer}{" "}
      <a href={url} download={name}>
        {w.save}
      </a>
    </p>
  );
}
