import { api, unwrap } from "../../api/client";
import { useLoad } from "../../api/use_load";
import { writeDateTime } from "../../lib/format";
import { chooseName, defineWords, useLanguage, useWords } from "../../lib/language";
import { Ready } from "../../ui/loading";
import { nameSyncReason } from "../operations/sync_words";

const words = defineWords(
  {
    title: "Cổng Dịch vụ công quốc gia",
    received: (at: string, reference: string) => `Đã nhận lúc ${at}, mã tham chiếu ${reference}`,
    waits: "Đang chờ gửi, hệ thống tự gửi lại.",
    parked: (reason: string) => `Chưa gửi được, người vận hành cần xem: ${reason}`,
  },
  {
    title: "National portal",
    received: (at, reference) => `Received at ${at}, reference ${reference}`,
    waits: "Waits to be sent; the system tries again by itself.",
    parked: (reason) => `Cannot be sent, an operator has to look: ${reason}`,
  },
);

/** What the national portal has of an entry; nothing is shown where nothing goes there. `length` is that of its course. */
export function PortalStanding({ id, length }: { readonly id: string; readonly length: number }) {
  const w = useWords(words);
  const language = useLanguage();
  const loaded = useLoad(
    () => unwrap(api.GET("/api/matters/national/{matter_id}", { params: { path: { matter_id: id } } })),
    [id, length],
  );
  return (
    <Ready from={loaded}>
      {({ receipts, waits, parked }) =>
        receipts.length > 0 || waits || parked ? (
          <section aria-labelledby="portal">
            <h2 id="portal">{w.title}</h2>
            <ul class="plain rows">
              {receipts.map(({ at, reference }) => (
                <li key={at}>{w.received(writeDateTime(at), reference)}</li>
              ))}
              {parked ? <li>{w.parked(chooseName(nameSyncReason(parked), language))}</li> : waits && <li>{w.waits}</li>}
            </ul>
          </section>
        ) : null
      }
    </Ready>
  );
}
