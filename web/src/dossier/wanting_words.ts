import { defineWords } from "../lib/language";

/** Why a dossier is found wanting: the law's codes, as officers choose and applicants read them. */
export const wantingIn = {
  vi: {
    incomplete: "Chưa đầy đủ",
    inaccurate: "Chưa chính xác",
    db_unavailable: "Cơ sở dữ liệu không truy cập được",
    db_incomplete: "Cơ sở dữ liệu thiếu",
    db_wrong: "Cơ sở dữ liệu sai",
  },
  en: {
    incomplete: "Incomplete",
    inaccurate: "Inaccurate",
    db_unavailable: "The database cannot be reached",
    db_incomplete: "The database lacks it",
    db_wrong: "The database is wrong",
  },
} as const;

export const wantingWords = defineWords(
  { ...wantingIn.vi, why: "Lý do", stay: "Bạn không phải đến: gửi trực tuyến hoặc qua dịch vụ bưu chính công ích." },
  { ...wantingIn.en, why: "Why", stay: "You need not come: send it online or by post." },
);
