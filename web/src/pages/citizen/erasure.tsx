import { useLoad } from "../../api/use_load";
import type { PageProps } from "../../app/route";
import { ErasureSummary, erasureTitle, loadErasure } from "../../dossier/erasure";
import { useWords } from "../../lib/language";
import { ReadyPage } from "../../ui/loading";
import { Page } from "../../ui/page";

/** The owner reads the data held of a dossier, erased parts, and parts that must be kept with their end dates. */
export default function ErasurePage({ params }: PageProps) {
  const { title } = useWords(erasureTitle);
  const id = params.id ?? "";
  const loaded = useLoad(() => loadErasure(id), [id]);
  return (
    <ReadyPage from={loaded} title={title}>
      {(erasure) => (
        <Page title={title} above={<a href={`/dossiers/${id}`}>← {erasure.code}</a>}>
          <ErasureSummary of={erasure} />
        </Page>
      )}
    </ReadyPage>
  );
}
