import { nameAgency } from "../api/catalogue";
import { chooseName, defineWords, useLanguage, useWords } from "../lib/language";
import { Notice } from "../ui/notice";
import type { DossierView } from "./load";

const words = defineWords(
  {
    title: "Đối chiếu bản giấy trước khi trả kết quả",
    ready: (unit: string) => `Kết quả chỉ được trả sau khi ${unit} đối chiếu bản giấy của:`,
    later: "Các tệp này nộp không ký số. Khi có kết quả, cần đối chiếu bản giấy của:",
    how: "Mang đến hoặc gửi qua dịch vụ bưu chính công ích; việc giải quyết không chờ bản giấy.",
  },
  {
    title: "Paper to compare before the result is handed over",
    ready: (unit) => `The result is handed over once ${unit} has compared the paper of:`,
    later: "These files were filed without a digital signature. Once there is a result, the paper must be compared of:",
    how: "Bring it, or send it by post; the settlement does not wait for it.",
  },
);

const SHOWN = ["received", "processing", "supplement_requested", "payment_requested", "resolved", "returned"];

/** Papers behind unsigned uploads, which must be compared before the result goes out. */
export function ToCompare({ whole }: { readonly whole: DossierView }) {
  const w = useWords(words);
  const language = useLanguage();
  const { dossier: d, procedure, units } = whole;
  if (d.to_compare.length === 0 || !SHOWN.includes(d.state)) return null;
  const waits = ["resolved", "returned"].includes(d.state);
  return (
    <Notice tone={waits ? "act" : "info"} title={w.title}>
      <p>{waits ? w.ready(nameAgency(units, d.one_stop, language)) : w.later}</p>
      <ul>
        {d.to_compare.map((key) => {
          const component = procedure.components.find((each) => each.key === key);
          return <li key={key}>{component ? chooseName(component.name, language) : key}</li>;
        })}
      </ul>
      <p>{w.how}</p>
    </Notice>
  );
}
