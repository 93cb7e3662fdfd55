import { useLoad } from "../../api/use_load";
import type { PageProps } from "../../app/route";
import { ErasureSummary, erasureTitle, loadErasure } from "../../dossier/erasure";
import { useWords } from "../../lib/language";
import { OfficerPage } from "../../officer/layout/officer_page";
import { ReadyPage } from "../../ui/loading";

/** Officers read the data held of a dossier, erased parts with the order for it, and parts kept by law. */
export default function ErasurePage({ params }: PageProps) {
  const { title } = useWords(erasureTitle);
  const id = params.id ?? "";
  const loaded = useLoad(() => loadErasure(id), [id]);
  return (
    <ReadyPage from={loaded} title={title} frame={OfficerPage}>
      {(erasure) => (
        <OfficerPage title={title} above={<a href={`/officer/dossiers/${id}`}>← {erasure.code}</a>}>
          <div class="narrow">
            <ErasureSummary of={erasure} />
          </div>
        </OfficerPage>
      )}
    </ReadyPage>
  );
}
