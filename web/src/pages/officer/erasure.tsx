import { useLoad } from "../../api/use_load";
import type { PageProps } from "../../app/route";
import { ErasureSummary, erasureTitle, loadErasure } from "../../dossier/erasure";
import { useWords } from "../../lib/language";
import { OfficerPage } from "../../officer/layout/officer_page";
import { ReadyPage } from "../../ui/loading";

/** Officers read what is held of a dossier, what was erased on whose order, and what the law has kept. */
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
