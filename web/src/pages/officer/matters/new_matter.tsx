import { useState } from "preact/hooks";
import { useLoad } from "../../../api/use_load";
import type { PageProps } from "../../../app/route";
import { go } from "../../../app/router";
import type { Answers } from "../../../eform/schema";
import { chooseName, useLanguage, useWords } from "../../../lib/language";
import { completeForm } from "../../../matters/kinds";
import { type KindData, loadKindData } from "../../../matters/load_kind";
import { openMatter } from "../../../matters/matter_calls";
import { MatterForm } from "../../../matters/matter_form";
import { KindLabel } from "../../../matters/matter_parts";
import { matterWords } from "../../../matters/matter_words";
import { isPublicKind } from "../../../matters/public_calls";
import { Suggestions } from "../../../matters/suggestions";
import { OfficerPage, useSectionKeys } from "../../../officer/layout/officer_page";
import { makeWorkPath } from "../../../officer/matters/matter_filters";
import { officerMatterWords } from "../../../officer/matters/officer_matter_words";
import { ReadyPage } from "../../../ui/loading";

/** An officer begins a matter of a kind that officers open, or takes one down for somebody. */
export default function NewMatterPage({ params }: PageProps) {
  const plural = params.plural ?? "";
  const loaded = useLoad(() => loadKindData(plural), [plural]);
  return (
    <ReadyPage from={loaded} title={useWords(officerMatterWords).title} frame={OfficerPage}>
      {(data) => <OpeningForm {...data} />}
    </ReadyPage>
  );
}

function OpeningForm({ kind, units }: KindData) {
  const w = useWords(matterWords);
  const back = useWords(officerMatterWords).back;
  const language = useLanguage();
  const [answers, setAnswers] = useState<Answers>({});
  useSectionKeys();
  const name = chooseName(kind.words, language).toLowerCase();
  return (
    <OfficerPage title={w.begin(name)} above={<a href={`/officer/matters?kind=${kind.plural}`}>← {back}</a>}>
      <div class="step" data-section tabIndex={-1}>
        <KindLabel kind={kind} />
        <MatterForm
          form={completeForm(kind, kind.opening, units)}
          initial={{}}
          submit={w.begin(name)}
          quick
          onAnswers={setAnswers}
          onSend={async (body, key) => {
            const opened = await openMatter(kind.plural, body, key);
            await go(makeWorkPath(kind.plural, opened.id), { replace: true });
          }}
        >
          {isPublicKind(kind) && <Suggestions kind={kind} units={units} typed={String(answers[kind.subject] ?? "")} />}
        </MatterForm>
      </div>
    </OfficerPage>
  );
}
