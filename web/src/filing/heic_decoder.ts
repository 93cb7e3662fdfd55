/** Reads HEIC pictures by libheif (docs/decisions/0232). Only the worker loads this, and only for such a picture. */
import createModule, { type MainModule } from "libheif-js/libheif-wasm/libheif.js";
import program from "libheif-js/libheif-wasm/libheif.wasm?url";
import { CannotConvert } from "./convert_faults";
import { canFitInto } from "./picture";

/** Result of decoding for one channel of a picture: a view of the module's memory. */
interface Channel {
  readonly id: unknown;
  readonly width: number;
  readonly height: number;
  readonly stride: number;
  readonly data: Uint8Array;
}

/** Throws CannotConvert when the program cannot be fetched or may not run. */
export async function loadDecoder(): Promise<MainModule> {
  const answer = await fetch(program).catch(() => null);
  if (!answer?.ok) throw new CannotConvert("reader");
  const wasmBinary = await answer.arrayBuffer().catch(() => {
    throw new CannotConvert("reader");
  });
  try {
    return createModule({ wasmBinary });
  } catch (thrown) {
    // A browser without WebAssembly, or with a rule against it.
    if (thrown instanceof RangeError) throw thrown;
    throw new CannotConvert("unsupported");
  }
}

/**
 * The main picture of a file, upright, as `use` takes it over: the pixels are gone afterwards.
 * Throws CannotConvert for a file that is not whole, or whose pixels do not fit into memory.
 */
export async function decodeHeic<T>(
  heif: MainModule,
  file: ArrayBuffer,
  use: (pixels: ImageData) => Promise<T>,
): Promise<T> {
  const context = heif.heif_context_alloc();
  refuse(heif, heif.heif_context_read_from_memory(context, file));
  const handle = heif.heif_js_context_get_primary_image_handle(context);
  refuse(heif, handle);
  const size = { width: heif.heif_image_handle_get_width(handle), height: heif.heif_image_handle_get_height(handle) };
  if (!canFitInto(readDeviceMemory(), size)) throw new CannotConvert("memory");
  const decoded = await heif.heif_js_decode_image2(
    handle,
    heif.heif_colorspace.heif_colorspace_RGB,
    heif.heif_chroma.heif_chroma_interleaved_RGBA,
  );
  refuse(heif, decoded);
  const found = (decoded.channels as readonly Channel[]).find(
    (each) => each.id === heif.heif_channel.heif_channel_interleaved,
  );
  if (!found) throw new CannotConvert("broken");
  return await use(copyPixels(found));
}

/** In GiB; only some browsers say it. */
const readDeviceMemory = () => (navigator as { readonly deviceMemory?: number }).deviceMemory;

function refuse(heif: MainModule, answer: { readonly code?: unknown } | null | undefined): void {
  const { heif_error_Ok: ok, heif_error_Memory_allocation_error: memory } = heif.heif_error_code;
  if (!answer) throw new CannotConvert("broken");
  if (answer.code === undefined || answer.code === ok) return;
  throw new CannotConvert(answer.code === memory ? "memory" : "broken");
}

function copyPixels({ width, height, stride, data }: Channel): ImageData {
  const row = width * 4;
  if (stride === row) {
    return new ImageData(new Uint8ClampedArray(data.buffer as ArrayBuffer, data.byteOffset, row * height), width);
  }
  const pixels = new ImageData(width, height);
  for (let y = 0; y < height; y += 1) pixels.data.set(data.subarray(y * stride, y * stride + row), y * row);
  return pixels;
}
