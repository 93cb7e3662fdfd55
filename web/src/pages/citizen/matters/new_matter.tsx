import { useState } from "preact/hooks";
import { useLoad } from "../../../api/use_load";
import type { PageProps } from "../../../app/route";
import { go } from "../../../app/router";
import type { Answers } from "../../../eform/schema";
import { chooseName, useLanguage, useWords, writeInBoth } from "../../../lib/language";
import { useStore } from "../../../lib/store";
import { beginWithProven, EidentityNotice, markProven, needsEidentity } from "../../../matters/eidentity";
import { completeForm, nameOpening } from "../../../matters/kinds";
import { type KindData, loadKindData } from "../../../matters/load_kind";
import { openMatter } from "../../../matters/matter_calls";
import { useOpening } from "../../../matters/matter_files";
import { MatterForm } from "../../../matters/matter_form";
import { KindLabel, LawNotes } from "../../../matters/matter_parts";
import { makeKindPath, makeMatterPath } from "../../../matters/matter_paths";
import { matterWords } from "../../../matters/matter_words";
import { isPublicKind } from "../../../matters/public_calls";
import { storeText, takeStoredText } from "../../../matters/stored_text";
import { Suggestions } from "../../../matters/suggestions";
import { session } from "../../../session/session";
import { isShared } from "../../../session/shared_computer";
import { ReadyPage } from "../../../ui/loading";
import { Notice } from "../../../ui/notice";
import { Page } from "../../../ui/page";

/** Beginning a matter: its form, with answers that are there already shown while one types. */
export default function NewMatterPage({ params }: PageProps) {
  const plural = params.plural ?? "";
  const loaded = useLoad(() => loadKindData(plural), [plural]);
  return (
    <ReadyPage from={loaded} title={useWords(matterWords).all}>
      {(data) => <OpeningForm {...data} />}
    </ReadyPage>
  );
}

function OpeningForm({ kind, units }: KindData) {
  const w = useWords(matterWords);
  const language = useLanguage();
  const { state, me } = useStore(session);
  const out = state === "out";
  const [stored] = useState(() => (out ? {} : takeStoredText(kind.plural)));
  const [answers, setAnswers] = useState<Answers>(stored);
  const { opening, place } = useOpening(kind.plural);
  const form = completeForm(kind, kind.opening, units);
  const proven = me?.identity?.full_name ?? "";
  const here = `${makeKindPath(kind.plural)}/moi`;
  const signIn = `/sign-in?to=${encodeURIComponent(here)}`;
  /** Where nothing was typed, what was kept before a sign-out stays for the next sign-in. */
  const keep = () => {
    if (Object.keys(answers).length > 0) storeText(kind.plural, answers);
  };
  async function askToSignIn() {
    keep();
    await go(signIn);
  }
  const eidentity = <EidentityNotice signIn={out ? signIn : ""} onLeave={keep} />;
  return (
    <Page
      title={nameOpening(kind, w, language)}
      above={<a href={makeKindPath(kind.plural)}>{chooseName(kind.title, language)}</a>}
    >
      <LawNotes notes={kind.notes} />
      <KindLabel kind={kind} />
      {out && isShared() ? (
        <Notice tone="act">
          <p>
            {w.signInShared} <a href={signIn}>{w.signIn}</a>
          </p>
        </Notice>
      ) : (
        <MatterForm
          lead={
            <>
              {needsEidentity(kind, me) ? eidentity : out && <p>{w.signInFirst}</p>}
              {out && kind.opening.papers && <p>{w.filesLater}</p>}
              {Object.keys(stored).length > 0 && (
                <Notice tone="info" role="status">
                  <p>{w.restored}</p>
                </Notice>
              )}
            </>
          }
          onRefused={(problem) => problem.code === "e_identity_needed" && eidentity}
          form={markProven(
            form,
            proven,
            writeInBoth(matterWords, (each) => each.provenName),
          )}
          initial={beginWithProven(form, proven, stored)}
          submit={out ? w.signIn : w.send}
          place={kind.opening.papers && !out ? place : undefined}
          onAnswers={setAnswers}
          onSend={async (body, key) => {
            if (out) return askToSignIn();
            const opened = await openMatter(kind.plural, body, opening, key);
            await go(`${makeMatterPath(kind.plural, opened.id)}?sent`, { replace: true });
          }}
        >
          {isPublicKind(kind) && <Suggestions kind={kind} units={units} typed={String(answers[kind.subject] ?? "")} />}
        </MatterForm>
      )}
    </Page>
  );
}
