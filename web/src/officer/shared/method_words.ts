import { defineWords } from "../../lib/language";

/** Names of payment methods. */
export const methodWords = defineWords(
  { cash: "Tiền mặt", online: "Trực tuyến", post: "Bưu chính thu hộ", transfer: "Chuyển khoản" },
  { cash: "Cash", online: "Online", post: "Collected by the post", transfer: "Transfer" },
);
