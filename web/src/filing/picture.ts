/** Kind and size of a picture from its bytes, and the target size of its reduction. */

export type PictureKind = "heic" | "jpeg" | "png";

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Equal to the API's limits (chalicelib/domain/papers/paper.py); a test holds them equal. */
export const MOST_PIXELS = 80_000_000;
export const MOST_SIDE = 20_000;
/** A4 at 300 dots per inch: small print on a photographed sheet stays readable. */
const A4 = { long: 3508, short: 2480 };

/** HEVC pictures by their brand; "mif1" and "msf1" are for any codec. */
const HEVC = new Set(["heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs"]);
const ANY_CODEC = new Set(["mif1", "msf1"]);
const AV1 = new Set(["avif", "avis"]);

/** Whether a file begins as a HEIC picture does. `start`: at least its first 64 bytes, if it has as many. */
export function isHeic(start: Uint8Array): boolean {
  if (readLetters(start, 4) !== "ftyp") return false;
  const end = Math.min(new DataView(start.buffer, start.byteOffset).getUint32(0), start.length);
  const brands = [readLetters(start, 8)];
  for (let at = 16; at + 4 <= end; at += 4) brands.push(readLetters(start, at));
  if (brands.some((brand) => HEVC.has(brand))) return true;
  return ANY_CODEC.has(brands[0] ?? "") && !brands.some((brand) => AV1.has(brand));
}

const readLetters = (bytes: Uint8Array, at: number) => String.fromCharCode(...bytes.subarray(at, at + 4));

/** The size that the header states, in pixels as they are stored; null where it cannot be read. */
export async function readSize(file: Blob, kind: "jpeg" | "png"): Promise<Size | null> {
  return kind === "png" ? readPngSize(await readPart(file, 16, 8)) : await readJpegSize(file);
}

function readPngSize(header: DataView): Size | null {
  if (header.byteLength < 8) return null;
  return { width: header.getUint32(0), height: header.getUint32(4) };
}

/** The segments before the picture are stepped over: cameras put previews of any length there. */
async function readJpegSize(file: Blob): Promise<Size | null> {
  let at = 2;
  while (at + 10 <= file.size) {
    const segment = await readPart(file, at, 10);
    const marker = segment.getUint8(1);
    if (segment.getUint8(0) !== 0xff) return null;
    if (marker === 0xff) at += 1;
    else if (isFrame(marker)) return { height: segment.getUint16(5), width: segment.getUint16(7) };
    else at += 2 + segment.getUint16(2);
  }
  return null;
}

/** Start of a frame: 0xC0 to 0xCF without the tables that share the range. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

const readPart = async (file: Blob, at: number, length: number) =>
  new DataView(await file.slice(at, at + length).arrayBuffer());

/** Whether the API takes a picture of this size. */
export function isWithinLimits({ width, height }: Size): boolean {
  return width * height <= MOST_PIXELS && Math.max(width, height) <= MOST_SIDE;
}

/** Memory for decoding in bytes: a fixed part, and a part for each pixel, as measured (docs/decisions/0232). */
const DECODER_BYTES = 200 * 1024 ** 2;
const BYTES_PER_PIXEL = 8;

/**
 * Whether a picture can be decoded in half of a device's memory, which is in GiB; undefined where the browser does not say.
 * A telephone that runs out of it ends the whole page, without a word.
 */
export function canFitInto(memory: number | undefined, { width, height }: Size): boolean {
  return memory === undefined || DECODER_BYTES + width * height * BYTES_PER_PIXEL <= (memory * 1024 ** 3) / 2;
}

/** By how much a picture is shrunk, at most 1: a sheet that fills it keeps 300 dots per inch, within the API's limits. */
export function findScale({ width, height }: Size): number {
  const [long, short] = [Math.max(width, height), Math.min(width, height)];
  const readable = Math.max(A4.long / long, A4.short / short);
  return Math.min(1, readable, MOST_SIDE / long, Math.sqrt(MOST_PIXELS / (width * height)));
}

/** The size after shrinking. */
export function shrinkSize(size: Size): Size {
  const scale = findScale(size);
  const shrinkSide = (length: number) => Math.max(1, Math.floor(length * scale));
  return { width: shrinkSide(size.width), height: shrinkSide(size.height) };
}
