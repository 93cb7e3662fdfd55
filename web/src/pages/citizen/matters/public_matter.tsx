import { nameAgency } from "../../../api/catalogue";
import { useLoad } from "../../../api/use_load";
import type { PageProps } from "../../../app/route";
import { writeDay } from "../../../lib/format";
import { chooseName, useLanguage, useWords } from "../../../lib/language";
import { findSource } from "../../../matters/course";
import { listPublicKeys } from "../../../matters/kinds";
import { type KindData, loadKindData } from "../../../matters/load_kind";
import { AnswerList, KindLabel } from "../../../matters/matter_parts";
import { makeKindPath } from "../../../matters/matter_paths";
import { matterWords } from "../../../matters/matter_words";
import {
  findNameKey,
  listPublicAnswers,
  listReaderQuestions,
  loadPublic,
  namePublic,
  type PublicMatter,
} from "../../../matters/public_calls";
import { ReadyPage } from "../../../ui/loading";
import { Page } from "../../../ui/page";
import { Unbroken } from "../../../ui/unbroken";

/** One published matter, as everybody reads it. */
export default function PublicMatterPage({ params }: PageProps) {
  const { plural = "", id = "" } = params;
  const loaded = useLoad(async () => {
    const [data, found] = await Promise.all([loadKindData(plural), loadPublic(id)]);
    return { ...data, found };
  }, [plural, id]);
  return (
    <ReadyPage from={loaded} title={useWords(matterWords).published}>
      {(data) => <PublicContent {...data} />}
    </ReadyPage>
  );
}

function PublicContent({ kind, units, found }: KindData & { readonly found: PublicMatter }) {
  const w = useWords(matterWords);
  const language = useLanguage();
  const questions = listReaderQuestions(kind, units);
  const named = findNameKey(kind, questions, found);
  return (
    <Page
      title={namePublic(kind, questions, found)}
      above={<a href={makeKindPath(kind.plural)}>{chooseName(kind.title, language)}</a>}
    >
      <p class="muted small">
        {w.number} <Unbroken text={found.number} /> · {nameAgency(units, found.unit, language)} ·{" "}
        {w.publishedAt(writeDay(found.published_at))}
        {found.edition > 1 && ` · ${w.edition(found.edition, writeDay(found.changed_at))}`}
      </p>
      <KindLabel kind={kind} />
      <AnswerList
        kind={kind}
        answers={listPublicAnswers(found)}
        keys={orderKeys(listPublicKeys(kind)).filter((key) => key !== named)}
        questions={questions}
      />
    </Page>
  );
}

/** What was asked comes before what was answered: the published form of the opening first. */
const orderKeys = (keys: readonly string[]): readonly string[] => [
  ...keys.filter(findSource),
  ...keys.filter((key) => !findSource(key)),
];
