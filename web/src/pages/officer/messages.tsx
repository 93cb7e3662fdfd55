import { api, unwrap } from "../../api/client";
import { useLoad } from "../../api/use_load";
import type { PageProps } from "../../app/route";
import { defineWords, useWords } from "../../lib/language";
import { OfficerPage } from "../../officer/layout/officer_page";
import { ReadyPage } from "../../ui/loading";
import { Facts, Verdict } from "./ledger";

const words = defineWords(
  {
    title: "Nhật ký gửi Cổng Dịch vụ công quốc gia",
    none: "Chưa gửi gì về hồ sơ này.",
    back: "Nhật ký hồ sơ",
  },
  {
    title: "Messages to the national portal",
    none: "Nothing was sent about this dossier yet.",
    back: "Ledger of the dossier",
  },
);

/** Messages on a dossier to the national portal: a separate chain, verified like the dossier's ledger. */
export default function MessagesPage({ params }: PageProps) {
  const w = useWords(words);
  const id = params.id ?? "";
  const loaded = useLoad(
    () => unwrap(api.GET("/api/dossiers/{dossier_id}/messages", { params: { path: { dossier_id: id } } })),
    [id],
  );
  return (
    <ReadyPage from={loaded} title={w.title} frame={OfficerPage}>
      {(log) => (
        <OfficerPage title={w.title} above={<a href={`/officer/ledger/${id}`}>← {w.back}</a>}>
          {log.length === 0 ? (
            <p class="empty">{w.none}</p>
          ) : (
            <>
              <Verdict ledger={log} />
              <Facts ledger={log} />
            </>
          )}
        </OfficerPage>
      )}
    </ReadyPage>
  );
}
