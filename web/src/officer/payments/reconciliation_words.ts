import type { components } from "../../generated/api";
import type { BilingualText } from "../../lib/language";

/** Why money settled nothing by itself. */
export const reasonWords: Readonly<Record<components["schemas"]["Reason"], BilingualText>> = {
  unreadable: { vi: "Thông báo của cổng thanh toán không đọc được", en: "The gateway's message could not be read" },
  conflict: { vi: "Cổng thanh toán báo hai kết quả trái nhau", en: "The gateway reported two contradictory results" },
  unknown_intent: { vi: "Không có yêu cầu nộp tiền nào như vậy", en: "No such payment request exists" },
  other_currency: { vi: "Tiền khác đồng Việt Nam", en: "The currency is not đồng" },
  other_amount: { vi: "Số tiền khác số phải nộp", en: "The amount differs from the amount due" },
  second: { vi: "Khoản này đã nộp rồi", en: "It was paid already" },
  closed_dossier: { vi: "Hồ sơ đã kết thúc", en: "The dossier has ended" },
  late: { vi: "Tiền đến sau khi yêu cầu hết hạn", en: "It came after the request had expired" },
  obligation_not_open: { vi: "Khoản phải nộp không còn chờ nộp", en: "The amount due is no longer open" },
};

/** Conclusions of a reconciliation. */
export const resolutionWords: Readonly<Record<components["schemas"]["Resolution"], BilingualText>> = {
  refunded: { vi: "Đã hoàn trả người nộp", en: "Refunded to the payer" },
  applied: { vi: "Ghi vào khoản phải nộp của hồ sơ", en: "Applied to the dossier's amount due" },
  no_money: { vi: "Không nhận được tiền", en: "No money was received" },
};
