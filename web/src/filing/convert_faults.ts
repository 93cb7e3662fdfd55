import type { BilingualText } from "../lib/language";

/** Why a picture could not be converted. */
export type Why = "broken" | "memory" | "unsupported" | "reader" | "slow";

export class CannotConvert extends Error {
  override readonly name = "CannotConvert";

  constructor(readonly why: Why) {
    super(`a picture cannot be converted: ${why}`);
  }
}

/** Whether another attempt with the same file may succeed. */
export const mayRetry = (why: Why) => why === "memory" || why === "reader" || why === "slow";

export function writeFault(why: Why, name: string): BilingualText {
  return WORDS[why](name);
}

const WORDS: Record<Why, (name: string) => BilingualText> = {
  broken: (name) => ({
    vi: `Ảnh “${name}” bị hỏng, không đọc được. Chọn ảnh khác hoặc chụp lại`,
    en: `The picture “${name}” is damaged and cannot be read. Choose another or take it again`,
  }),
  memory: (name) => ({
    vi: `Thiết bị không đủ bộ nhớ để chuyển ảnh “${name}”. Đóng bớt ứng dụng rồi thử lại, hoặc chụp lại ở cỡ ảnh nhỏ hơn; phần đã điền vẫn còn`,
    en: `This device lacks the memory to convert “${name}”. Close other apps and try again, or take a smaller picture; your answers are safe`,
  }),
  unsupported: (name) => ({
    vi: `Trình duyệt này không chuyển được ảnh “${name}”. Cập nhật trình duyệt, hoặc lưu ảnh thành JPG rồi chọn lại`,
    en: `This browser cannot convert “${name}”. Update it, or save the picture as JPG and choose that`,
  }),
  reader: (name) => ({
    vi: `Chưa tải được phần đọc ảnh để mở “${name}”. Kiểm tra mạng rồi thử lại; phần đã điền vẫn còn`,
    en: `The part that reads “${name}” was not loaded. Check your connection and try again; your answers are safe`,
  }),
  slow: (name) => ({
    vi: `Chuyển ảnh “${name}” quá lâu nên đã dừng. Thử lại, hoặc chụp lại ở cỡ ảnh nhỏ hơn; phần đã điền vẫn còn`,
    en: `Converting “${name}” took too long and was stopped. Try again or take a smaller picture; your answers are safe`,
  }),
};
