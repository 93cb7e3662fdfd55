import { useLoad } from "../../../api/use_load";
import type { PageProps } from "../../../app/route";
import { chooseName, useLanguage, useWords } from "../../../lib/language";
import { useStore } from "../../../lib/store";
import { type KindData, loadKindData } from "../../../matters/load_kind";
import { KindLabel } from "../../../matters/matter_parts";
import { makeKindPath } from "../../../matters/matter_paths";
import { matterWords } from "../../../matters/matter_words";
import { isPublicKind } from "../../../matters/public_calls";
import { PublicList } from "../../../matters/public_list";
import { session } from "../../../session/session";
import { ReadyPage } from "../../../ui/loading";
import { Page } from "../../../ui/page";

/** The first page of a kind: begin one, find one's own, and read what is published. */
export default function KindPage({ params }: PageProps) {
  const plural = params.plural ?? "";
  const loaded = useLoad(() => loadKindData(plural), [plural]);
  return (
    <ReadyPage from={loaded} title={useWords(matterWords).all}>
      {(data) => <KindParts {...data} />}
    </ReadyPage>
  );
}

function KindParts({ kind, units }: KindData) {
  const w = useWords(matterWords);
  const language = useLanguage();
  const { state } = useStore(session);
  const name = chooseName(kind.words, language);
  return (
    <Page title={chooseName(kind.title, language)} above={<a href="/viec">{w.all}</a>}>
      {kind.opened_by.includes("applicant") && (
        <p class="buttons">
          <a class="button" href={`${makeKindPath(kind.plural)}/moi`}>
            {w.begin(name.toLowerCase())}
          </a>
          {state !== "out" && <a href={`${makeKindPath(kind.plural)}/cua-toi`}>{w.mine(name)}</a>}
        </p>
      )}
      {isPublicKind(kind) ? <PublicList kind={kind} units={units} /> : <KindLabel kind={kind} />}
    </Page>
  );
}
