import { useLoad } from "../../../api/use_load";
import type { PageProps } from "../../../app/route";
import type { Choice } from "../../../eform/schema";
import { chooseName, useLanguage, useWords } from "../../../lib/language";
import { useStore } from "../../../lib/store";
import { loadGroups } from "../../../matters/groups";
import { nameOpening } from "../../../matters/kinds";
import { type KindData, loadKindData } from "../../../matters/load_kind";
import { KindLabel, LawNotes } from "../../../matters/matter_parts";
import { FAQS, makeKindPath, QUESTIONS } from "../../../matters/matter_paths";
import { matterWords } from "../../../matters/matter_words";
import { isPublicKind } from "../../../matters/public_calls";
import { PublicList } from "../../../matters/public_list";
import { session } from "../../../session/session";
import { ReadyPage } from "../../../ui/loading";
import { Page } from "../../../ui/page";

/** The first page of a kind: begin one, find one's own, and read what is published. */
export default function KindPage({ params, query }: PageProps) {
  const plural = params.plural ?? "";
  const asked = query.get("group") ?? "";
  const loaded = useLoad(async () => {
    const data = await loadKindData(plural);
    return { ...data, asked, groups: await loadGroups(data.kind, asked) };
  }, [plural, asked]);
  return (
    <ReadyPage from={loaded} title={useWords(matterWords).all}>
      {(data) => <KindParts {...data} />}
    </ReadyPage>
  );
}

interface KindPartsProps extends KindData {
  readonly groups: readonly Choice[];
  readonly asked: string;
}

function KindParts({ kind, units, groups, asked }: KindPartsProps) {
  const w = useWords(matterWords);
  const language = useLanguage();
  const { state } = useStore(session);
  const name = chooseName(kind.words, language);
  return (
    <Page title={chooseName(kind.title, language)} above={<a href="/viec">{w.all}</a>}>
      <p>{chooseName(kind.about, language)}</p>
      <LawNotes notes={kind.notes} />
      {kind.opened_by.includes("applicant") && (
        <p class="buttons">
          <a class="button" href={`${makeKindPath(kind.plural)}/moi`}>
            {nameOpening(kind, w, language)}
          </a>
          {state !== "out" && <a href={`${makeKindPath(kind.plural)}/cua-toi`}>{w.mine(name)}</a>}
        </p>
      )}
      {kind.plural === QUESTIONS && (
        <p>
          <a href={makeKindPath(FAQS)}>{w.faqs}</a>
        </p>
      )}
      {isPublicKind(kind) ? (
        <PublicList kind={kind} units={units} groups={groups} asked={asked} />
      ) : (
        <KindLabel kind={kind} />
      )}
    </Page>
  );
}
