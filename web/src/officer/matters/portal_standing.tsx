import { api, unwrap } from "../../api/client";
import { useLoad } from "../../api/use_load";
import { writeDateTime } from "../../lib/format";
import { chooseName, defineWords, useLanguage, useWords } from "../../lib/language";
import type { MatterKind } from "../../matters/kinds";
import { Ready } from "../../ui/loading";
import { nameSyncReason } from "../operations/sync_words";

const words = defineWords(
  {
    title: "Cổng Dịch vụ công quốc gia",
    opened: "Nội dung ban đầu",
    received: (step: string, at: string, reference: string) => `${step}: đã nhận lúc ${at}, mã tham chiếu ${reference}`,
    waits: "Đang chờ gửi, hệ thống tự gửi lại.",
    parked: (reason: string) => `Chưa gửi được, người vận hành cần xem: ${reason}`,
  },
  {
    title: "National portal",
    opened: "The first text",
    received: (step, at, reference) => `${step}: received at ${at}, reference ${reference}`,
    waits: "Waits to be sent; the system tries again by itself.",
    parked: (reason) => `Cannot be sent, an operator has to look: ${reason}`,
  },
);

interface StandingProps {
  readonly kind: MatterKind;
  readonly id: string;
  readonly length: number;
}

/** What the national portal has of a matter; nothing is shown where nothing goes there. `length` is that of its course. */
export function PortalStanding({ kind, id, length }: StandingProps) {
  const w = useWords(words);
  const language = useLanguage();
  const loaded = useLoad(
    () => unwrap(api.GET("/api/matters/national/{matter_id}", { params: { path: { matter_id: id } } })),
    [id, length],
  );
  const nameStep = (word: string | null): string => {
    const step = kind.steps.find((each) => each.word === word);
    return step ? chooseName(step.name, language) : w.opened;
  };
  return (
    <Ready from={loaded}>
      {({ receipts, waits, parked }) =>
        receipts.length > 0 || waits || parked ? (
          <section aria-labelledby="portal">
            <h2 id="portal">{w.title}</h2>
            <ul class="plain rows">
              {receipts.map(({ at, step, reference }) => (
                <li key={reference}>{w.received(nameStep(step), writeDateTime(at), reference)}</li>
              ))}
              {parked ? <li>{w.parked(chooseName(nameSyncReason(parked), language))}</li> : waits && <li>{w.waits}</li>}
            </ul>
          </section>
        ) : null
      }
    </Ready>
  );
}
