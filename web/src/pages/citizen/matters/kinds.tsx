import { useLoad } from "../../../api/use_load";
import { chooseName, useLanguage, useWords } from "../../../lib/language";
import { loadKinds } from "../../../matters/kinds";
import { makeKindPath } from "../../../matters/matter_paths";
import { matterWords } from "../../../matters/matter_words";
import { isPublicKind } from "../../../matters/public_calls";
import { Ready } from "../../../ui/loading";
import { Page } from "../../../ui/page";

const APPLICANT = "applicant";

/** Every kind that people send or read. */
export default function KindsPage() {
  const w = useWords(matterWords);
  const language = useLanguage();
  const loaded = useLoad(loadKinds, []);
  return (
    <Page title={w.all}>
      <p>{w.allHelp}</p>
      <Ready from={loaded}>
        {(kinds) => (
          <ul class="cards">
            {kinds
              .filter((each) => isPublicKind(each) || each.opened_by.includes(APPLICANT))
              .map((each) => (
                <li key={each.name} class="card">
                  <a href={makeKindPath(each.plural)}>{chooseName(each.title, language)}</a>
                  <p class="muted small">{chooseName(each.about, language)}</p>
                </li>
              ))}
          </ul>
        )}
      </Ready>
    </Page>
  );
}
