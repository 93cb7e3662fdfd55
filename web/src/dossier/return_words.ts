import { defineWords } from "../lib/language";

/** Ways in which a result reaches its applicant: the same words where one is chosen, shown and handed over by. */
export const returnWords = defineWords(
  { online: "Bản điện tử", counter: "Tại quầy Bộ phận Một cửa", post: "Qua dịch vụ bưu chính công ích" },
  {
    online: "Electronic copy",
    counter: "At the counter of the one-stop unit",
    post: "By the public postal service",
  },
);
