import type { ComponentChildren } from "preact";
import { download } from "../lib/download";
import { defineWords, useWords } from "../lib/language";
import { Button } from "../ui/button";
import { Page } from "../ui/page";

const words = defineWords(
  { print: "In hoặc lưu PDF", keep: "Tải về" },
  { print: "Print or save as PDF", keep: "Download" },
);

interface SheetPageProps {
  readonly title: string;
  readonly back: string;
  readonly backText: string;
  /** Text above the paper: its purpose. */
  readonly note: string;
  /** The name of the file that is kept. */
  readonly file: string;
  readonly children: ComponentChildren;
}

/** A page around one paper, to be printed, signed or kept; only the paper is printed. */
export function SheetPage({ title, back, backText, note, file, children }: SheetPageProps) {
  const w = useWords(words);
  return (
    <Page title={title}>
      <p class="screen-only">
        <a href={back}>← {backText}</a>
      </p>
      <p class="screen-only">{note}</p>
      <p class="buttons">
        <Button onPress={() => print()}>{w.print}</Button>
        <Button
          kind="secondary"
          onPress={() => download(`${file}.html`, "text/html;charset=utf-8", makeSheetFile(file))}
        >
          {w.keep}
        </Button>
      </p>
      {children}
    </Page>
  );
}

const STYLE =
  "body{font:13pt/1.5 'Times New Roman',serif;max-width:42rem;margin:2rem auto}" +
  "table{width:100%;border-collapse:collapse}th,td{text-align:left;vertical-align:top;padding:.25rem .5rem;" +
  "border-bottom:1px dotted #666}th{width:40%;font-weight:normal}.sheet-head,.sheet-title{text-align:center}" +
  ".sheet-sign{text-align:center;margin-left:50%}";

/** The paper as a file of its own, which word processors open, too. */
function makeSheetFile(name: string): string {
  const sheet = document.querySelector(".sheet")?.outerHTML ?? "";
  const head = `<meta charset="utf-8"><title>${name}</title><style>${STYLE}</style>`;
  return `<!doctype html><html lang="vi"><head>${head}</head><body>${sheet}</body></html>\n`;
}
