import { describe, expect, it } from "vitest";
import { checkFile, cleanName, MOST_PICTURE_BYTES } from "../src/filing/file_check";
import { findUprightMatrix, takeOrientation } from "../src/filing/orientation";
import {
  canFitInto,
  findScale,
  isHeic,
  isWithinLimits,
  MOST_PIXELS,
  MOST_SIDE,
  readSize,
  shrinkSize,
} from "../src/filing/picture";

const text = (letters: string) => [...letters].map((each) => each.charCodeAt(0));
const ftyp = (...brands: string[]) =>
  [0, 0, 0, 12 + 4 * brands.length, ...text("ftyp"), ...text(brands[0] ?? "")].concat(
    0,
    0,
    0,
    0,
    ...brands.slice(1).flatMap(text),
  );
const png = (width: number, height: number) => {
  const header = new DataView(new ArrayBuffer(8));
  header.setUint32(0, width);
  header.setUint32(4, height);
  return [0x89, ...text("PNG"), 13, 10, 26, 10, 0, 0, 0, 13, ...text("IHDR"), ...new Uint8Array(header.buffer)];
};
/** A JPEG's header as cameras write it: a preview first, fill bytes, tables, then the frame. */
const jpeg = (width: number, height: number) => {
  const preview = [0xff, 0xe1, 0x40, 0x02, ...new Array(0x4000).fill(0xc0)];
  const tables = [0xff, 0xff, 0xc4, 0, 4, 1, 2];
  const frame = [0xff, 0xc2, 0, 17, 8, height >> 8, height & 255, width >> 8, width & 255, 3, 0, 0, 0, 0, 0];
  return [0xff, 0xd8, ...preview, ...tables, ...frame, ...new Array(20).fill(0)];
};
const file = (name: string, bytes: number[], more = 0, type = "") =>
  new File([new Uint8Array(bytes), new Uint8Array(more)], name, { type });
const MIB = 1024 * 1024;

describe("a picture's header", () => {
  it("shows HEIC by its brands, wherever they stand, and nothing else", () => {
    for (const brands of [["heic"], ["mif1", "heic"], ["heix", "mif1"], ["msf1", "hevc"], ["mif1"], ["xxxx", "heic"]]) {
      expect(isHeic(new Uint8Array(ftyp(...brands))), String(brands)).toBe(true);
    }
    for (const bytes of [
      ftyp("avif", "mif1"),
      ftyp("mif1", "avif"),
      ftyp("isom", "mp42"),
      png(1, 1),
      [],
      text("ftyp"),
    ]) {
      expect(isHeic(new Uint8Array(bytes))).toBe(false);
    }
  });
  it("states the size", async () => {
    expect(await readSize(file("a", png(12_000, 9_000)), "png")).toEqual({ width: 12_000, height: 9_000 });
    expect(await readSize(file("a", jpeg(12_000, 9_001)), "jpeg")).toEqual({ width: 12_000, height: 9_001 });
    expect(await readSize(file("a", [0xff, 0xd8, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), "jpeg")).toBeNull();
    expect(await readSize(file("a", [0xff, 0xd8, 0xff]), "jpeg")).toBeNull();
    expect(await readSize(file("a", png(1, 1).slice(0, 20)), "png")).toBeNull();
  });
});

describe("a picture that is made smaller", () => {
  it("keeps 300 dots per inch of an A4 sheet, lying or standing", () => {
    expect(shrinkSize({ width: 12_000, height: 9_000 })).toEqual({ width: 3508, height: 2631 });
    expect(shrinkSize({ width: 9_000, height: 12_000 })).toEqual({ width: 2631, height: 3508 });
    expect(shrinkSize({ width: 9_000, height: 4_000 })).toEqual({ width: 5580, height: 2480 });
  });
  it("is never made larger", () => {
    expect(shrinkSize({ width: 1_000, height: 20 })).toEqual({ width: 1_000, height: 20 });
    expect(findScale({ width: 2_000, height: 2_000 })).toBe(1);
  });
  it("is within the limits afterwards, in every shape", () => {
    for (const size of [
      { width: 100_000, height: 2_480 },
      { width: 30_000, height: 3_000 },
      { width: 65_535, height: 65_535 },
      { width: 100_000, height: 1 },
    ]) {
      const made = shrinkSize(size);
      expect(isWithinLimits(made), JSON.stringify(made)).toBe(true);
      expect(Math.min(made.width, made.height)).toBeGreaterThan(0);
    }
    expect([isWithinLimits({ width: MOST_SIDE, height: 4_000 }), MOST_PIXELS]).toEqual([true, 80_000_000]);
  });
});

describe("a device's memory", () => {
  it("is asked for, so that a cheap telephone does not end the page over a picture", () => {
    const [usual, large] = [
      { width: 4032, height: 3024 },
      { width: 8064, height: 6048 },
    ];
    expect([0.5, 1, 2, 8].map((gib) => [canFitInto(gib, usual), canFitInto(gib, large)])).toEqual([
      [false, false],
      [true, false],
      [true, true],
      [true, true],
    ]);
    expect(canFitInto(undefined, large)).toBe(true);
  });
});

describe("a JPEG that lies on its side", () => {
  /** EXIF with another entry before the orientation, in either order of bytes. */
  const lying = (orientation: number, little: boolean, count = 2) => {
    const bytes = new DataView(new ArrayBuffer(64));
    for (const [at, value] of [0xff, 0xd8, 0xff, 0xff, 0xe1, 0, 50, ...text("Exif"), 0, 0].entries())
      bytes.setUint8(at, value);
    const tiff = 13;
    bytes.setUint16(tiff, little ? 0x4949 : 0x4d4d);
    bytes.setUint16(tiff + 2, 42, little);
    bytes.setUint32(tiff + 4, 8, little);
    bytes.setUint16(tiff + 8, count, little);
    bytes.setUint16(tiff + 10, 0x010f, little);
    bytes.setUint16(tiff + 22, 0x0112, little);
    bytes.setUint16(tiff + 30, orientation, little);
    return bytes.buffer;
  };
  it("says so once: its bytes are upright afterwards", () => {
    for (const little of [true, false]) {
      for (const orientation of [1, 3, 6, 8]) {
        const bytes = lying(orientation, little);
        expect([takeOrientation(bytes), takeOrientation(bytes)]).toEqual([orientation, 1]);
      }
    }
  });
  it("is upright when nothing, nonsense or half of an answer stands there", () => {
    for (const bytes of [lying(9, true), lying(0, false), lying(6, true, 1), lying(6, true).slice(0, 40)]) {
      expect(takeOrientation(bytes)).toBe(1);
    }
    expect(takeOrientation(new Uint8Array(jpeg(40, 30)).buffer)).toBe(1);
    expect(takeOrientation(new ArrayBuffer(2))).toBe(1);
  });
  it("is turned so that its corners come where they belong", () => {
    const corner = (orientation: number, x: number, y: number) => {
      const { width, height, matrix } = findUprightMatrix(orientation, 40, 30);
      const [a, b, c, d, e, f] = matrix;
      return [a * x + c * y + e, b * x + d * y + f, width, height];
    };
    // Position of the stored upper left corner: upper right for a quarter clockwise, and so on.
    expect([1, 2, 3, 4, 5, 6, 7, 8].map((each) => corner(each, 0, 0))).toEqual([
      [0, 0, 40, 30],
      [40, 0, 40, 30],
      [40, 30, 40, 30],
      [0, 30, 40, 30],
      [0, 0, 30, 40],
      [30, 0, 30, 40],
      [30, 40, 30, 40],
      [0, 40, 30, 40],
    ]);
    expect(corner(6, 40, 0).slice(0, 2)).toEqual([30, 40]);
    expect(corner(8, 40, 0).slice(0, 2)).toEqual([0, 0]);
  });
});

describe("a file before it is sent", () => {
  const accepted = async (given: File) => await checkFile(given);
  const reason = async (given: File) => ((await checkFile(given)) as { fault: { vi: string } }).fault.vi;

  it("is converted when it is HEIC, under every name that telephones give it", async () => {
    for (const [name, type] of [
      ["IMG_1.HEIC", ""],
      ["a.heif", ""],
      ["a.jpg", "image/jpeg"],
      ["anh", "image/heic"],
    ] as const) {
      expect(await accepted(file(name, ftyp("heic", "mif1"), 0, type)), name).toEqual({ convert: "heic" });
    }
    expect(await reason(file("don.pdf", ftyp("heic")))).toContain("không phải là PDF thật");
    expect(await reason(file("a.png", ftyp("heic")))).toContain("không phải là PNG thật");
    expect(await reason(file("a.heic", ftyp("avif", "mif1")))).toContain("không phải là HEIC thật");
    expect(await reason(file("a.heic", text("%PDF-1.7")))).toContain("không phải là HEIC thật");
  });
  it("is sent as JPEG when a telephone calls a JPEG HEIC", async () => {
    expect(await accepted(file("IMG_2.HEIC", jpeg(400, 300)))).toEqual({ type: "image/jpeg" });
    expect(cleanName("IMG_2.HEIC", "image/jpeg")).toBe("IMG_2.jpg");
    expect(cleanName("Giấy khai sinh.v2.png", "image/jpeg")).toBe("Giấy khai sinh.v2.jpg");
    expect(cleanName("don.pdf", "application/pdf")).toBe("don.pdf");
    expect(cleanName("anh.png", "image/png")).toBe("anh.png");
  });
  it("gets a name that the API takes from any name", () => {
    const sent = (name: string) => cleanName(name, "application/pdf");
    expect(sent("👨‍👩‍👧 đơn\u202e.pdf")).toBe("👨👩👧 đơn.pdf");
    expect(sent("a\u0000b\ue000\nc  d.pdf")).toBe("ab c d.pdf");
    expect(sent(`a${"\u0301".repeat(150)}.pdf`)).toBe(`á${"\u0301".repeat(4)}.pdf`);
    expect(sent("\u200b.pdf")).toBe("giay-to.pdf");
    expect([...sent(`${"ẫ".repeat(250)}.pdf`)]).toHaveLength(200);
    expect(sent(`${"ẫ".repeat(250)}.pdf`)).toMatch(/ẫ\.pdf$/);
    expect(sent("👩".repeat(250))).toBe("👩".repeat(200));
  });
  it("is converted when it has too many pixels, too long a side or too many bytes", async () => {
    expect(await accepted(file("a.jpg", jpeg(12_000, 9_000)))).toEqual({ convert: "jpeg" });
    expect(await accepted(file("a.jpg", jpeg(21_000, 10)))).toEqual({ convert: "jpeg" });
    expect(await accepted(file("a.png", png(12_000, 9_000)))).toEqual({ convert: "png" });
    expect(await accepted(file("a.jpg", jpeg(4_000, 3_000), 21 * MIB))).toEqual({ convert: "jpeg" });
    expect(await accepted(file("a.jpg", jpeg(4_000, 3_000), 19 * MIB))).toEqual({ type: "image/jpeg" });
    expect(await accepted(file("a.png", png(10_000, 8_000)))).toEqual({ type: "image/png" });
  });
  it("is refused when even the conversion could not take it", async () => {
    const large = file("a.heic", ftyp("heic"), MOST_PICTURE_BYTES);
    expect(await reason(large)).toContain("mỗi tệp tối đa 100 MB");
  });
  it("is a PDF with a mark or white space before its header", async () => {
    for (const lead of [
      [0xef, 0xbb, 0xbf],
      [10],
      [13, 10, 32, 9, 0],
      [0xef, 0xbb, 0xbf, 10],
      new Array(900).fill(32),
    ]) {
      expect(await accepted(file("a.pdf", [...lead, ...text("%PDF-1.7")]))).toEqual({ type: "application/pdf" });
    }
    for (const lead of [[1], text("GIF89a"), new Array(1024).fill(32)]) {
      expect(await reason(file("a.pdf", [...lead, ...text("%PDF-1.7")]))).toContain("không phải là PDF thật");
    }
  });
});
