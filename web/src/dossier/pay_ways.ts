import type { Dossier } from "../api/types";
import { defineWords } from "../lib/language";

export type PayWay = Dossier["pay_ways"][number];

/** Ways of paying that the law of a province may have, as a payer reads them. */
export const payWayWords = defineWords<Record<PayWay, string>>(
  {
    counter: "Nộp tại quầy",
    online: "Nộp trực tuyến",
    bank_points: "Nộp tại điểm giao dịch ngân hàng",
    collection_on_behalf: "Nộp qua đơn vị được ủy quyền thu hộ",
    post: "Nộp qua dịch vụ bưu chính công ích",
    other: "Cách hợp pháp khác được cơ quan đồng ý",
  },
  {
    counter: "At the counter",
    online: "Online",
    bank_points: "At a bank branch",
    collection_on_behalf: "Through a unit authorised to collect",
    post: "Through the public postal service",
    other: "Another lawful way that the agency agrees to",
  },
);
