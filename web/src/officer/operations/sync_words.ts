import type { BilingualText } from "../../lib/language";

const REASONS: Readonly<Record<string, BilingualText>> = {
  fact_unmapped: { vi: "Bảng mã chưa có mã cho việc này", en: "The mapping has no code for this act" },
  code_unknown: { vi: "Mã trạng thái chưa có trong bảng mã của Cổng", en: "The state has no code at the portal" },
  unit_without_code: { vi: "Đơn vị chưa có mã định danh", en: "The unit has no identifier" },
  channel_unmapped: { vi: "Kênh nộp chưa có trong bảng mã", en: "The channel has no code" },
  role_unmapped: { vi: "Vai trò chưa có trong bảng mã", en: "The role has no code" },
  copy_unmapped: { vi: "Loại bản giấy tờ chưa có trong bảng mã", en: "The kind of copy has no code" },
  audience_unmapped: { vi: "Đối tượng nộp chưa có trong bảng mã", en: "The kind of applicant has no code" },
  text_missing: { vi: "Nội dung không còn được lưu", en: "The text is not kept any more" },
  waiting: { vi: "Cổng chưa trả lời", en: "The portal has not answered" },
  held: { vi: "Đang được gửi vào lúc đối chiếu", en: "It was being sent at that moment" },
  unknown_here: { vi: "Cổng có, ở đây không có", en: "Present at the portal, missing here" },
  differs: { vi: "Vẫn khác sau khi gửi lại", en: "Still different after it was sent again" },
};

/** Why a dossier is held back, or stayed different. A code of the portal's own is shown as it came. */
export function nameSyncReason(code: string): BilingualText {
  return REASONS[code] ?? { vi: `Cổng từ chối: ${code}`, en: `Refused by the portal: ${code}` };
}
