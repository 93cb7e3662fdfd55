/** In which capacity somebody files, in words, and what is missing of it. */
import type { Dossier, DraftBody } from "../api/types";
import { defineWords, writeInBoth } from "../lib/language";
import type { Fault } from "../ui/error_summary";

export const capacityWords = defineWords(
  {
    capacity: "Tư cách nộp hồ sơ",
    related: "Nộp với tư cách tổ chức, cá nhân khác có liên quan",
    relatedHelp: "Chọn khi bạn không phải người có yêu cầu thực hiện thủ tục, nhưng việc này liên quan đến bạn.",
    said: "Tổ chức, cá nhân khác có liên quan",
    relation: "Mối liên quan với việc này",
    relationHelp: "Ví dụ: người sử dụng thửa đất liền kề. Cơ quan tiếp nhận có thể yêu cầu giấy tờ chứng minh.",
    noRelation: "Ghi mối liên quan với việc này",
  },
  {
    capacity: "Capacity in which it is filed",
    related: "The applicant does not request it themselves, but the matter concerns them",
    relatedHelp: "Choose this for another person or organisation with a related interest.",
    said: "Another person or organisation whom it concerns",
    relation: "How the matter concerns them",
    relationHelp:
      "For example: uses the neighbouring plot of land. The receiving office may ask for a paper that shows it.",
    noRelation: "Say how the matter concerns the applicant",
  },
);

type Words = (typeof capacityWords)["vi"];

/** What is missing, at the controls of `CapacityFields`; nothing for one's own right. */
export function listCapacityFaults(body: DraftBody): Fault[] {
  if (!body.capacity || /\p{L}/u.test(body.capacity.relation ?? "")) return [];
  return [{ at: "k-relation", text: writeInBoth(capacityWords, (s) => s.noRelation) }];
}

/** The capacity in which a dossier was filed, for those who read it; empty for one's own right. */
export function listCapacityRows(
  words: Words,
  capacity: Dossier["capacity"],
  relation: Readonly<Record<string, unknown>> | null,
): (readonly [string, string])[] {
  if (!capacity) return [];
  const said = relation?.text ? [[words.relation, String(relation.text)] as const] : [];
  return [[words.capacity, words.said], ...said];
}
