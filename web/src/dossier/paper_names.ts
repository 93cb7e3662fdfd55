import type { Paper } from "../api/types";
import type { components } from "../generated/api";
import type { BilingualText, Language } from "../lib/language";

/** Names of slips; on paper a slip has the title of its legal form. */
const NAMES: Readonly<Record<components["schemas"]["SlipKind"], BilingualText>> = {
  receipt: { vi: "Giấy tiếp nhận hồ sơ và hẹn trả kết quả", en: "Receipt with the promised date" },
  supplement: { vi: "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ", en: "Request to supplement" },
  refusal: { vi: "Phiếu từ chối tiếp nhận giải quyết hồ sơ", en: "Refusal to accept" },
  extension: { vi: "Văn bản xin lỗi và gia hạn", en: "Apology with the new promised date" },
  stop: { vi: "Thông báo dừng giải quyết hồ sơ", en: "Notice that processing has stopped" },
  control: { vi: "Phiếu kiểm soát quá trình giải quyết hồ sơ", en: "Control sheet" },
  register: { vi: "Sổ theo dõi hồ sơ", en: "Register of dossiers" },
  guidance: { vi: "Phiếu hướng dẫn hồ sơ", en: "Guidance on what to add" },
  extension_request: { vi: "Phiếu xin gia hạn giải quyết hồ sơ", en: "Request for more time" },
  apology_guidance: { vi: "Thư xin lỗi vì phải hướng dẫn thêm", en: "Apology for asking again" },
  apology_supplement: { vi: "Thư xin lỗi vì phải bổ sung thêm", en: "Apology for asking again" },
  apology_overdue: { vi: "Thư xin lỗi vì trễ hẹn", en: "Apology for the delay" },
  apology_loss: { vi: "Thư xin lỗi vì mất, hỏng giấy tờ", en: "Apology for lost papers" },
};

/** The stored name of a slip ends with its number in the unit's day: "0001.3". */
const NUMBER = /\s*(\d*)\.(\d+)$/;

/** A paper's name as people read it: an upload keeps its file name, a slip has its kind and number. */
export function namePaper(paper: Pick<Paper, "kind" | "component" | "name">, language: Language): string {
  if (paper.kind !== "slip") return paper.name;
  const known: BilingualText | undefined = (NAMES as Readonly<Record<string, BilingualText>>)[paper.component];
  const found = NUMBER.exec(paper.name);
  const title = paper.name.replace(NUMBER, "");
  const name = (language === "vi" ? title || known?.vi : known?.en) ?? title;
  const number = found?.[1] ? `${found[1]}.${found[2]}` : "";
  return number ? `${name} (${language === "vi" ? "số" : "no."} ${number})` : name || paper.name;
}
