import { defineWords } from "../../lib/language";

/** Texts of the worklists. */
export const worklistWords = defineWords(
  {
    title: "Hồ sơ chờ xử lý",
    empty: "Không còn hồ sơ trong danh sách này.",
    hidden: (n: number) => `Bộ lọc đang ẩn ${n} hồ sơ trên trang này.`,
    clear: "Bỏ lọc",
    nobody: (name: string) => `không có người nộp nào tên bắt đầu bằng “${name}”.`,
    close: "Đóng",
    shown: (n: number, page: number) => `${n} hồ sơ · trang ${page}`,
    next: "Trang sau",
    previous: "Trang trước",
    first: "Về trang đầu",
    reload: "Tải lại",
    preview: "Xem nhanh bên cạnh (P)",
    unpreview: "Đóng xem nhanh (P)",
    administration: "Quản trị",
    handOver: "Bàn giao công việc",
  },
  {
    title: "Worklists",
    empty: "This list is empty.",
    hidden: (n) => `Filters hide ${n} dossiers of this page.`,
    clear: "Clear filters",
    nobody: (name) => `no applicant with a name that begins “${name}”.`,
    close: "Close",
    shown: (n, page) => `${n} dossiers · page ${page}`,
    next: "Next page",
    previous: "Previous page",
    first: "Back to the first page",
    reload: "Reload",
    preview: "Preview next to the list (P)",
    unpreview: "Close the preview (P)",
    administration: "Administration",
    handOver: "Hand over work",
  },
);
