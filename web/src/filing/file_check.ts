/** Checks of a file before its upload: its size and its true type. */
import { writeMegabytes } from "../lib/format";
import type { BilingualText } from "../lib/language";
import { cleanText, isText } from "../lib/text";
import { isHeic, isWithinLimits, type PictureKind, readSize } from "./picture";

/** Equal to the API's limits (chalicelib/domain/papers/paper.py); a test holds them equal. */
export const MOST_BYTES = 20 * 1024 * 1024;
/** The largest picture that is converted: more does not fit into a telephone's memory. */
export const MOST_PICTURE_BYTES = 100 * 1024 * 1024;
export const TYPES = ["application/pdf", "image/jpeg", "image/png"] as const;
export const ACCEPT = ".pdf,.jpg,.jpeg,.png,.heic,.heif,application/pdf,image/jpeg,image/png,image/heic,image/heif";

type PaperType = (typeof TYPES)[number];

/** A file that can be sent as it is, a picture to convert first, or why the file cannot be taken. */
export type Checked =
  | { readonly type: PaperType }
  | { readonly convert: PictureKind }
  | { readonly fault: BilingualText };

/** Readers look for a PDF's header this far into a file. */
const START_BYTES = 1024;
const EXTENSIONS: Record<string, PaperType | "image/heic"> = {
  pdf: "application/pdf",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  png: "image/png",
  heic: "image/heic",
  heif: "image/heic",
  hif: "image/heic",
};
const LABELS: Record<string, string> = {
  "application/pdf": "PDF",
  "image/jpeg": "JPG",
  "image/png": "PNG",
  "image/heic": "HEIC",
  "image/heif": "HEIC",
};

export async function checkFile(file: File): Promise<Checked> {
  const { name } = file;
  if (file.size === 0)
    return makeFault(`Tệp “${name}” trống. Chọn tệp khác`, `“${name}” is empty. Choose another file`);
  const stated = EXTENSIONS[name.split(".").pop()?.toLowerCase() ?? ""] ?? file.type;
  if (!(stated in LABELS)) {
    return makeFault(`“${name}” phải là PDF, JPG, PNG hoặc HEIC`, `“${name}” must be a PDF, JPG, PNG or HEIC`);
  }
  const start = new Uint8Array(await file.slice(0, START_BYTES).arrayBuffer());
  const shown = isHeic(start) ? "image/heic" : detectType(start);
  if (shown === "image/heic" && stated.startsWith("image/") && stated !== "image/png")
    return limitPicture(file, "heic");
  // Telephones that are set to JPEG sometimes keep the other extension.
  const isAsStated = shown === stated || (shown === "image/jpeg" && LABELS[stated] === "HEIC");
  if (shown === null || shown === "image/heic" || !isAsStated) {
    const label = LABELS[stated] ?? "";
    return makeFault(
      `“${name}” không phải là ${label} thật. Chọn tệp gốc hoặc chụp lại`,
      `“${name}” is not really a ${label}. Choose the original file or take a picture`,
    );
  }
  if (shown === "application/pdf") return file.size > MOST_BYTES ? refuseSize(file, MOST_BYTES) : { type: shown };
  const kind = shown === "image/png" ? "png" : "jpeg";
  const size = await readSize(file, kind);
  const fits = file.size <= MOST_BYTES && (size === null || isWithinLimits(size));
  return fits ? { type: shown } : limitPicture(file, kind);
}

const limitPicture = (file: File, convert: PictureKind): Checked =>
  file.size > MOST_PICTURE_BYTES ? refuseSize(file, MOST_PICTURE_BYTES) : { convert };

/** The type that the first bytes show, null when it is none that is taken as it is. */
export function detectType(start: Uint8Array): PaperType | null {
  const startsWithBytes = (bytes: readonly number[], from = 0) => bytes.every((byte, at) => start[from + at] === byte);
  if (startsWithBytes([0xff, 0xd8, 0xff])) return "image/jpeg";
  if (startsWithBytes([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return "image/png";
  return startsWithBytes([0x25, 0x50, 0x44, 0x46, 0x2d], countLeadingBytes(start)) ? "application/pdf" : null;
}

/** Number of bytes of a BOM and white space before the header, as some writers put them. */
function countLeadingBytes(start: Uint8Array): number {
  const space = new Set([0x00, 0x09, 0x0a, 0x0c, 0x0d, 0x20]);
  let at = 0;
  for (;;) {
    if (start[at] === 0xef && start[at + 1] === 0xbb && start[at + 2] === 0xbf) at += 3;
    else if (space.has(start[at] ?? -1)) at += 1;
    else return at;
  }
}

/** Equal to the API's limit. */
const LONGEST_NAME = 200;

/** The name under which a file of this type is sent: without characters that the API refuses, cut before its
 * extension; a picture's extension is the one of its converted format. */
export function cleanName(name: string, type: string): string {
  const clean = [...cleanText(name).replace(/\s/g, " ")].filter(isText).join("").replace(HEAPED, "$1").trim();
  const [, stem = "", extension = ""] = /^(.*?)(\.[^.]{1,5})?$/s.exec(clean) ?? [];
  const turned = type === "image/jpeg" ? extension.replace(/^\.(heic|heif|hif|png)$/i, ".jpg") : extension;
  const kept = [...(stem.trim() || NAMELESS)].slice(0, LONGEST_NAME - turned.length);
  return kept.join("").trim() + turned;
}

const NAMELESS = "giay-to";
/** More marks over one letter than any language has. */
const HEAPED = /(\p{M}{4})\p{M}+/gu;

export function refuseSize(file: File, most: number): { readonly fault: BilingualText } {
  const limit = most / 1024 / 1024;
  const { name, size } = file;
  return makeFault(
    `Tệp “${name}” nặng ${writeMegabytes(size, "vi")} MB; mỗi tệp tối đa ${limit} MB`,
    `“${name}” is ${writeMegabytes(size, "en")} MB; each file can be at most ${limit} MB`,
  );
}

const makeFault = (vi: string, en: string) => ({ fault: { vi, en } });
