/** Give a PDF to the printer: the browser's own dialog where it shows PDFs in a page, else a file to open. */
let last: { readonly frame: HTMLIFrameElement | null; readonly url: string } | null = null;

export async function printFile(pdf: Blob, name: string): Promise<void> {
  if (last) {
    last.frame?.remove();
    URL.revokeObjectURL(last.url);
  }
  const url = URL.createObjectURL(pdf);
  if (!navigator.pdfViewerEnabled) {
    last = { frame: null, url };
    const anchor = document.createElement("a");
    anchor.href = url;
    anchor.download = `${name}.pdf`;
    anchor.click();
    return;
  }
  const frame = document.createElement("iframe");
  frame.className = "print-frame";
  frame.title = name;
  frame.ariaHidden = "true";
  frame.tabIndex = -1;
  last = { frame, url };
  await new Promise<void>((loaded) => {
    frame.onload = () => loaded();
    frame.src = url;
    document.body.append(frame);
  });
  frame.contentWindow?.print();
}

/** The bytes of base64 text. */
export function printPdf(base64: string): Blob {
  return new Blob([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], { type: "application/pdf" });
}
