/** Runs apart from the page: reads a picture, shrinks it and writes it as JPEG. */
import type { Answer, Order, Stage } from "./convert";
import { CannotConvert, type Why } from "./convert_faults";
import { MOST_BYTES } from "./file_check";
import { findUprightMatrix, takeOrientation } from "./orientation";
import { findScale, type PictureKind, readSize, type Size, shrinkSize } from "./picture";

/** Quality levels: the best one whose file fits the API's limit is used. */
const QUALITIES = [0.85, 0.7, 0.5];

const page = globalThis as unknown as {
  onmessage: (event: MessageEvent<Order>) => void;
  postMessage(answer: Answer): void;
};

page.onmessage = ({ data }) => {
  convert(data).then(
    (picture) => page.postMessage({ picture }),
    (thrown) => page.postMessage({ why: findReason(thrown) }),
  );
};

const report = (stage: Stage) => page.postMessage({ stage });

async function convert({ file, kind }: Order): Promise<Blob> {
  if (!("OffscreenCanvas" in globalThis)) throw new CannotConvert("unsupported");
  report("opening");
  const opened = kind === "heic" ? { picture: await openHeic(file), orientation: 1 } : await openLarge(file, kind);
  report("writing");
  return await writeJpeg(opened);
}

/** A picture in the size of the upload, and its orientation. */
interface OpenedPicture {
  readonly picture: ImageBitmap;
  readonly orientation: number;
}

/** By the browser where it knows the format, as on Apple's devices; else by the library, which is loaded for this. */
async function openHeic(file: File): Promise<ImageBitmap> {
  try {
    return await shrink(await createImageBitmap(file));
  } catch {
    // The browser has no decoder for it, or none for this file.
    const { decodeHeic, loadDecoder } = await import("./heic_decoder").catch(() => {
      throw new CannotConvert("reader");
    });
    const decoder = await loadDecoder();
    report("reading");
    return await decodeHeic(decoder, await file.arrayBuffer(), shrink);
  }
}

async function openLarge(file: File, kind: Exclude<PictureKind, "heic">): Promise<OpenedPicture> {
  report("reading");
  const size = kind === "jpeg" ? await readSize(file, kind) : null;
  if (size && "ImageDecoder" in globalThis) return await openScaled(await file.arrayBuffer(), size);
  return { picture: await shrink(await createImageBitmap(file)), orientation: 1 };
}

/** A JPEG decoded at a part of its size, which takes a part of the memory. */
async function openScaled(data: ArrayBuffer, { width, height }: Size): Promise<OpenedPicture> {
  const orientation = takeOrientation(data);
  // The format can be decoded at each eighth of its size.
  const eighths = Math.ceil(findScale({ width, height }) * 8);
  const decoder = new ImageDecoder({
    type: "image/jpeg",
    data,
    desiredWidth: Math.ceil((width * eighths) / 8),
    desiredHeight: Math.ceil((height * eighths) / 8),
  });
  try {
    const { image } = await decoder.decode();
    return { picture: await shrink(image), orientation };
  } finally {
    decoder.close();
  }
}

async function shrink(picture: ImageBitmap | ImageData | VideoFrame): Promise<ImageBitmap> {
  const size = "displayWidth" in picture ? { width: picture.displayWidth, height: picture.displayHeight } : picture;
  const { width, height } = shrinkSize(size);
  const small = await createImageBitmap(picture, {
    resizeWidth: width,
    resizeHeight: height,
    resizeQuality: "high",
  });
  if ("close" in picture) picture.close();
  return small;
}

async function writeJpeg({ picture, orientation }: OpenedPicture): Promise<Blob> {
  const { width, height, matrix } = findUprightMatrix(orientation, picture.width, picture.height);
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d", { alpha: false });
  if (!context) throw new CannotConvert("memory");
  // Transparent pixels become white.
  context.fillStyle = "#fff";
  context.fillRect(0, 0, width, height);
  context.setTransform(...matrix);
  context.drawImage(picture, 0, 0);
  picture.close();
  let written = new Blob();
  for (const quality of QUALITIES) {
    written = await canvas.convertToBlob({ type: "image/jpeg", quality });
    if (written.size <= MOST_BYTES) break;
  }
  return written;
}

function findReason(thrown: unknown): Why {
  if (thrown instanceof CannotConvert) return thrown.why;
  if (thrown instanceof RangeError || thrown instanceof WebAssembly.RuntimeError) return "memory";
  return /memory|allocat/i.test(String(thrown)) ? "memory" : "broken";
}
