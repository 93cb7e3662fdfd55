import { useState } from "preact/hooks";
import { nameAgency } from "../../../api/catalogue";
import { useLoad } from "../../../api/use_load";
import type { PageProps } from "../../../app/route";
import { writeDateTime, writeLongMoment } from "../../../lib/format";
import { chooseName, useLanguage, useWords } from "../../../lib/language";
import { nameOpening } from "../../../matters/kinds";
import { type KindData, loadKindData } from "../../../matters/load_kind";
import { listMatters } from "../../../matters/matter_calls";
import { StateTag } from "../../../matters/matter_parts";
import { makeKindPath, makeMatterPath } from "../../../matters/matter_paths";
import { matterWords } from "../../../matters/matter_words";
import { Ready, ReadyPage } from "../../../ui/loading";
import { Page } from "../../../ui/page";
import { Pager } from "../../../ui/pager";
import { Unbroken } from "../../../ui/unbroken";

/** A person's own matters of a kind, newest first. */
export default function MyMattersPage({ params }: PageProps) {
  const plural = params.plural ?? "";
  const loaded = useLoad(() => loadKindData(plural), [plural]);
  return (
    <ReadyPage from={loaded} title={useWords(matterWords).all}>
      {(data) => <MyMatters {...data} />}
    </ReadyPage>
  );
}

function MyMatters({ kind, units }: KindData) {
  const w = useWords(matterWords);
  const language = useLanguage();
  const [cursor, setCursor] = useState<string | null>(null);
  const loaded = useLoad(() => listMatters(kind.plural, { cursor }), [cursor]);
  const name = chooseName(kind.words, language);
  return (
    <Page title={w.mine(name)} above={<a href={makeKindPath(kind.plural)}>{chooseName(kind.title, language)}</a>}>
      <Ready from={loaded}>
        {({ items, cursor: following }) => (
          <>
            {items.length === 0 && <p>{w.noMine}</p>}
            <ul class="cards">
              {items.map((each) => (
                <li key={each.id} class="card">
                  <a href={makeMatterPath(kind.plural, each.id)} lang={each.subject ? "vi" : undefined}>
                    {each.subject ?? <Unbroken text={`${name} ${each.number}`} />}
                  </a>
                  <p>
                    <StateTag kind={kind} state={each.state} />
                  </p>
                  <p class="muted small">
                    <Unbroken text={`${name} ${each.number}`} />
                    {[
                      "",
                      w.opened(writeDateTime(each.opened_at)),
                      nameAgency(units, each.unit, language),
                      each.due_at && w.due(writeLongMoment(each.due_at, language)),
                      each.late && w.late,
                    ]
                      .filter((part, at) => part || at === 0)
                      .join(" · ")}
                  </p>
                </li>
              ))}
            </ul>
            <Pager cursor={cursor} following={following ?? null} onTurn={setCursor} />
            {kind.opened_by.includes("applicant") && (
              <p>
                <a class="button" href={`${makeKindPath(kind.plural)}/moi`}>
                  {nameOpening(kind, w, language)}
                </a>
              </p>
            )}
          </>
        )}
      </Ready>
    </Page>
  );
}
