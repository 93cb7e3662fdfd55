/** What can be said of a file before it is sent: its size, and whether it is what it says it is. */
import { megabytes } from "../lib/format";

/** As the API's own limits (chalicelib/domain/papers.py); a test holds them equal. */
export const MOST_BYTES = 20 * 1024 * 1024;
export const TYPES = ["application/pdf", "image/jpeg", "image/png"] as const;
export const ACCEPT = ".pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png";

export interface FileFault {
  readonly vi: string;
  readonly en: string;
}

const STARTS: readonly { readonly type: (typeof TYPES)[number]; readonly bytes: readonly number[] }[] = [
  { type: "application/pdf", bytes: [0x25, 0x50, 0x44, 0x46, 0x2d] },
  { type: "image/jpeg", bytes: [0xff, 0xd8, 0xff] },
  { type: "image/png", bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
];
const EXTENSIONS: Record<string, string> = {
  pdf: "application/pdf",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  png: "image/png",
};

/** The type that the content shows, or why the file cannot be taken. */
export async function checkFile(file: File): Promise<{ type: string } | { fault: FileFault }> {
  const { name } = file;
  if (file.size > MOST_BYTES) {
    const most = MOST_BYTES / 1024 / 1024;
    return faulty(
      `Tệp “${name}” nặng ${megabytes(file.size, "vi")} MB; mỗi tệp tối đa ${most} MB`,
      `“${name}” is ${megabytes(file.size, "en")} MB; each file can be at most ${most} MB`,
    );
  }
  if (file.size === 0) return faulty(`Tệp “${name}” trống. Chọn tệp khác`, `“${name}” is empty. Choose another file`);
  const said = EXTENSIONS[name.split(".").pop()?.toLowerCase() ?? ""] ?? file.type;
  if (!TYPES.includes(said as (typeof TYPES)[number])) {
    return faulty(`“${name}” phải là PDF, JPG hoặc PNG`, `“${name}” must be a PDF, JPG or PNG`);
  }
  const shown = typeOf(new Uint8Array(await file.slice(0, 8).arrayBuffer()));
  if (shown !== said) {
    return faulty(
      `“${name}” không phải là ${labelOf(said)} thật. Chọn tệp gốc hoặc chụp lại`,
      `“${name}” is not really a ${labelOf(said)}. Choose the original file or take a picture`,
    );
  }
  return { type: said };
}

export function typeOf(start: Uint8Array): string | null {
  return STARTS.find(({ bytes }) => bytes.every((byte, at) => start[at] === byte))?.type ?? null;
}

const labelOf = (type: string) => ({ "application/pdf": "PDF", "image/jpeg": "JPG", "image/png": "PNG" })[type] ?? type;
const faulty = (vi: string, en: string) => ({ fault: { vi, en } });
