/** Texts of each state for the applicant: a label, a sentence, and the next task. */
import { nameAgency } from "../api/catalogue";
import type { Dossier, State } from "../api/types";
import { writeLongMoment, writeMoney } from "../lib/format";
import type { Language } from "../lib/language";
import { readServerTime } from "../session/clock";
import { sumPayableAtReception } from "./fee_words";
import type { DossierView } from "./load";

/** Names the party that must act, not the code of the state. */
export const LABELS: Record<State, { readonly vi: string; readonly en: string }> = {
  draft: { vi: "Bản nháp", en: "Draft" },
  submitted: { vi: "Đã nộp, chờ tiếp nhận", en: "Filed, to be checked" },
  received: { vi: "Đã tiếp nhận", en: "Accepted" },
  not_received: { vi: "Không được tiếp nhận", en: "Not accepted" },
  processing: { vi: "Đang giải quyết", en: "In progress" },
  supplement_requested: { vi: "Chờ bổ sung hồ sơ", en: "You need to add something" },
  payment_requested: { vi: "Chờ thực hiện nghĩa vụ tài chính", en: "Payment needed" },
  withdrawn: { vi: "Đã rút hồ sơ", en: "Withdrawn" },
  stopped: { vi: "Dừng giải quyết", en: "Stopped" },
  resolved: { vi: "Đã có kết quả", en: "Result ready" },
  returned: { vi: "Đã trả kết quả", en: "Result delivered" },
  closed: { vi: "Đã kết thúc", en: "Closed" },
};

const DECLINED = { vi: "Từ chối giải quyết", en: "Refused" };

/** Whether the agency decided against the applicant; such a dossier ends as one that was stopped. */
const isDeclined = (dossier: Dossier) => dossier.state === "stopped" && dossier.outcome === "not_granted";

/** Label of a state; a refusal by its name. */
export function nameState(dossier: Dossier, language: Language): string {
  return (isDeclined(dossier) ? DECLINED : LABELS[dossier.state])[language];
}

export interface Standing {
  readonly sentence: string;
  readonly next: string;
}

type Say = (dossier: Dossier, unit: string, agency: string) => Standing;

/** The unpaid sum in đồng, without sums that have a pending exemption claim. */
const sumOwed = (dossier: Dossier) =>
  dossier.obligations
    .filter((o) => o.state === "open" && o.exemption !== "claimed")
    .reduce((sum, o) => sum + o.amount, 0);
const countMissing = (dossier: Dossier) =>
  dossier.asked.length + dossier.asked_fields.length + (dossier.asked_payment ? 1 : 0);
const isAhead = (iso: string | null) => iso !== null && Date.parse(iso) > Date.parse(readServerTime());
const writeMoment = (iso: string | null | undefined, language: Language) => (iso ? writeLongMoment(iso, language) : "");

/** The applicant's task while the agency works: none, unless a fee is unpaid. */
const toDo = {
  vi: (dossier: Dossier) =>
    sumOwed(dossier)
      ? `Nộp ${writeMoney(sumOwed(dossier))} trực tuyến hoặc tại quầy, chậm nhất trước khi nhận kết quả.`
      : "Bạn không cần làm gì thêm.",
  en: (dossier: Dossier) =>
    sumOwed(dossier)
      ? `Pay ${writeMoney(sumOwed(dossier))} online or at the counter, before the result is handed over.`
      : "Nothing to do.",
};

/** The way of returning the result that the applicant chose. */
const collect = {
  vi: (dossier: Dossier, unit: string) => {
    if (dossier.to_compare.length) return "Mang hoặc gửi bản giấy để đối chiếu; sau đó kết quả được trả.";
    if (dossier.return_way === "online") return "Tải bản điện tử ở dưới đây sau khi được trả.";
    if (dossier.return_way === "post") return "Kết quả được gửi qua dịch vụ bưu chính công ích đến địa chỉ bạn đã ghi.";
    const anywhere = dossier.returns_anywhere ? " hoặc bất kỳ Trung tâm Phục vụ hành chính công nào trong tỉnh" : "";
    return `Nhận kết quả tại ${unit}${anywhere}.`;
  },
  en: (dossier: Dossier, unit: string) => {
    if (dossier.to_compare.length) return "Bring or send the paper to be compared; then the result is handed over.";
    if (dossier.return_way === "online") return "Download the electronic copy below once it is handed over.";
    if (dossier.return_way === "post") return "The postal service brings it to the address that you gave.";
    const anywhere = dossier.returns_anywhere ? " or any public administration centre of the province" : "";
    return `Collect it at ${unit}${anywhere}.`;
  },
};

const VI: Record<State, Say> = {
  draft: () => ({ sentence: "Hồ sơ chưa nộp, chỉ bạn xem được.", next: "Tiếp tục điền rồi bấm Nộp hồ sơ." }),
  submitted: (dossier) => ({
    sentence: `Hệ thống nhận được lúc ${writeMoment(dossier.filed_at, "vi")}; Bộ phận Một cửa chưa xác nhận.`,
    next: [
      sumPayableAtReception(dossier)
        ? `Nộp ${writeMoney(sumPayableAtReception(dossier))} để hồ sơ được tiếp nhận`
        : sumOwed(dossier)
          ? `Nộp ${writeMoney(sumOwed(dossier))} trước khi nhận kết quả`
          : "Bạn không cần làm gì thêm",
      isAhead(dossier.reception_due_at)
        ? `; cơ quan trả lời chậm nhất ${writeMoment(dossier.reception_due_at, "vi")}.`
        : ".",
    ].join(""),
  }),
  received: (dossier, unit) => ({
    sentence: `${unit} đã nhận hồ sơ; thời hạn tính từ ${writeMoment(dossier.received_at, "vi")}.`,
    next: dossier.code ? `${toDo.vi(dossier)} Giữ mã ${dossier.code}.` : toDo.vi(dossier),
  }),
  not_received: (_d, unit) => ({
    sentence: `${unit} không nhận hồ sơ. Lý do ở dưới đây; căn cứ ghi trong phiếu từ chối.`,
    next: "Xem phiếu, sửa và nộp lại, hoặc gửi kiến nghị.",
  }),
  processing: (dossier, _unit, agency) => ({ sentence: `${agency} đang giải quyết hồ sơ.`, next: toDo.vi(dossier) }),
  supplement_requested: (dossier) => ({
    sentence: `Còn thiếu ${countMissing(dossier)} mục.`,
    next: dossier.wait_until
      ? `Bổ sung chậm nhất ${writeMoment(dossier.wait_until, "vi")}; quá thời điểm này hồ sơ có thể bị dừng.`
      : "Bổ sung để hồ sơ được giải quyết tiếp.",
  }),
  payment_requested: (dossier) => ({
    sentence: `Bạn cần nộp ${writeMoney(sumOwed(dossier))}.`,
    next: "Nộp trực tuyến hoặc tại quầy để hồ sơ được giải quyết tiếp.",
  }),
  withdrawn: (_d, unit) => ({
    sentence: "Hồ sơ không được giải quyết tiếp theo yêu cầu của bạn.",
    next: `Nhận lại bản chính tại ${unit}; nếu vẫn có nhu cầu, hãy nộp hồ sơ mới.`,
  }),
  stopped: (dossier) => ({
    sentence: isDeclined(dossier)
      ? "Cơ quan từ chối giải quyết hồ sơ. Lý do ở dưới đây; căn cứ ghi trong phiếu từ chối."
      : "Cơ quan đã dừng giải quyết hồ sơ. Lý do ở dưới đây; căn cứ ghi trong văn bản kèm theo.",
    next: "Đọc văn bản; bạn có thể nộp lại hoặc khiếu nại.",
  }),
  resolved: (dossier, unit) => ({
    sentence:
      dossier.outcome === "not_granted"
        ? "Cơ quan từ chối giải quyết, có văn bản nêu lý do."
        : "Hồ sơ đã được giải quyết.",
    next: (sumOwed(dossier) ? `${toDo.vi(dossier)} ` : "") + collect.vi(dossier, unit),
  }),
  returned: () => ({
    sentence: "Bạn đã nhận kết quả.",
    next: "Kiểm tra; có sai sót thì báo ngay cho Bộ phận Một cửa.",
  }),
  closed: () => ({
    sentence: "Hồ sơ đã kết thúc và được lưu, không sửa được nữa.",
    next: "Nếu có yêu cầu mới, hãy nộp hồ sơ mới.",
  }),
};

const EN: Record<State, Say> = {
  draft: () => ({ sentence: "Not sent; only you can see it.", next: "Continue and press Send." }),
  submitted: (dossier) => ({
    sentence: `It arrived at ${writeMoment(dossier.filed_at, "en")}; no officer has confirmed it yet.`,
    next: [
      sumPayableAtReception(dossier)
        ? `Pay ${writeMoney(sumPayableAtReception(dossier))} for it to be accepted`
        : sumOwed(dossier)
          ? `Pay ${writeMoney(sumOwed(dossier))} before the result is handed over`
          : "Nothing to do",
      isAhead(dossier.reception_due_at) ? `; answer before ${writeMoment(dossier.reception_due_at, "en")}.` : ".",
    ].join(""),
  }),
  received: (dossier, unit) => ({
    sentence: `${unit} has accepted it; the time limit runs from ${writeMoment(dossier.received_at, "en")}.`,
    next: dossier.code ? `${toDo.en(dossier)} Keep the code ${dossier.code}.` : toDo.en(dossier),
  }),
  not_received: (_d, unit) => ({
    sentence: `${unit} did not accept it. The reason is below; the notice names the article.`,
    next: "Read the notice, fix and file again, or complain.",
  }),
  processing: (dossier, _unit, agency) => ({ sentence: `${agency} is working on it.`, next: toDo.en(dossier) }),
  supplement_requested: (dossier) => ({
    sentence: countMissing(dossier) === 1 ? "1 item is missing." : `${countMissing(dossier)} items are missing.`,
    next: dossier.wait_until
      ? `Add them before ${writeMoment(dossier.wait_until, "en")}, or it may be stopped.`
      : "Add them so that work can continue.",
  }),
  payment_requested: (dossier) => ({
    sentence: `You owe ${writeMoney(sumOwed(dossier))}.`,
    next: "Pay online or at the counter so that work can continue.",
  }),
  withdrawn: (_d, unit) => ({
    sentence: "Work has ended at your request.",
    next: `Collect originals at ${unit}; file a new dossier if needed.`,
  }),
  stopped: (dossier) => ({
    sentence: isDeclined(dossier)
      ? "The agency refused it. The reason is below; the notice names the article."
      : "The agency has stopped work. The reason is below; the notice names the article.",
    next: "Read the notice; you can file again or appeal.",
  }),
  resolved: (dossier, unit) => ({
    sentence:
      dossier.outcome === "not_granted"
        ? "The agency refused it; the document gives the reasons."
        : "The dossier has been settled.",
    next: (sumOwed(dossier) ? `${toDo.en(dossier)} ` : "") + collect.en(dossier, unit),
  }),
  returned: () => ({
    sentence: "You have received the result.",
    next: "Check it; report mistakes to the one-stop unit.",
  }),
  closed: () => ({
    sentence: "Closed and stored; it cannot be changed.",
    next: "For a new matter, file a new dossier.",
  }),
};

export function describeState({ dossier: d, units, timeline }: DossierView, language: Language): Standing {
  const unit = nameAgency(units, d.one_stop, language);
  const said = (language === "vi" ? VI : EN)[d.state](d, unit, nameAgency(units, d.agency, language) || unit);
  const added = timeline.findLast((line) => line.kind === "supplemented");
  if (d.state !== "submitted" || !added) return said;
  return { ...said, sentence: ADDED[language](writeMoment(added.occurred_at, language)) };
}

const ADDED = {
  vi: (when: string) => `Phần bổ sung đã được nhận lúc ${when}; Bộ phận Một cửa chưa kiểm tra.`,
  en: (when: string) => `What you added arrived at ${when}; no officer has checked it yet.`,
};
