/** Orientation of a JPEG. Browsers differ in whether a part-size decoder rotates it, so we rotate it ourselves. */

const TAG = 0x0112;
const EXIF = 0x45786966;

/** The orientation that EXIF states, 1 (upright) to 8; the bytes say "upright" afterwards. 1 where none is stated. */
export function takeOrientation(jpeg: ArrayBuffer): number {
  const bytes = new DataView(jpeg);
  let at = 2;
  while (at + 18 <= bytes.byteLength && bytes.getUint8(at) === 0xff && bytes.getUint8(at + 1) !== 0xda) {
    if (bytes.getUint8(at + 1) === 0xff) {
      at += 1;
      continue;
    }
    const end = Math.min(at + 2 + bytes.getUint16(at + 2), bytes.byteLength);
    if (bytes.getUint8(at + 1) === 0xe1 && bytes.getUint32(at + 4) === EXIF) return takeFrom(bytes, at + 10, end);
    at = end;
  }
  return 1;
}

function takeFrom(bytes: DataView, tiff: number, end: number): number {
  if (tiff + 8 > end) return 1;
  const little = bytes.getUint16(tiff) === 0x4949;
  const list = tiff + bytes.getUint32(tiff + 4, little);
  if (list + 2 > end) return 1;
  const last = Math.min(list + 2 + bytes.getUint16(list, little) * 12, end);
  for (let entry = list + 2; entry + 12 <= last; entry += 12) {
    if (bytes.getUint16(entry, little) !== TAG) continue;
    const found = bytes.getUint16(entry + 8, little);
    bytes.setUint16(entry + 8, 1, little);
    return found >= 1 && found <= 8 ? found : 1;
  }
  return 1;
}

export type Matrix = readonly [number, number, number, number, number, number];

/** The canvas that shows a stored picture upright: its size, and how the picture is laid on it. */
export function findUprightMatrix(orientation: number, width: number, height: number) {
  const lies = orientation >= 5;
  const matrices: Record<number, Matrix> = {
    2: [-1, 0, 0, 1, width, 0],
    3: [-1, 0, 0, -1, width, height],
    4: [1, 0, 0, -1, 0, height],
    5: [0, 1, 1, 0, 0, 0],
    6: [0, 1, -1, 0, height, 0],
    7: [0, -1, -1, 0, height, width],
    8: [0, -1, 1, 0, 0, width],
  };
  const matrix: Matrix = matrices[orientation] ?? [1, 0, 0, 1, 0, 0];
  return { width: lies ? height : width, height: lies ? width : height, matrix };
}
