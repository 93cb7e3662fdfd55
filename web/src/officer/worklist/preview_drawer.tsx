import { useEffect, useState } from "preact/hooks";
import { useLoad } from "../../api/use_load";
import { loadDossier } from "../../dossier/load";
import { defineWords, useLanguage, useWords } from "../../lib/language";
import { createStore } from "../../lib/store";
import { Button } from "../../ui/button";
import { Ready } from "../../ui/loading";
import { Tag } from "../../ui/notice";
import { OFFICER_STATES } from "../shared/state_words";
import { Summary } from "../workspace/summary";

const words = defineWords(
  { title: "Xem nhanh", open: "Mở hồ sơ", close: "Đóng xem nhanh" },
  { title: "Preview", open: "Open the dossier", close: "Close the preview" },
);

/** Whether the list has a preview at its side; for this visit. */
export const previewing = createStore(false);

export const switchPreview = (): void => previewing.set(!previewing.get());

/** Only the row on which the person stops is fetched, not each row that they pass. */
const PAUSE_MS = 300;

/** The dossier of the row that has the focus, at the side of the list: reading it needs no other page. */
export function PreviewDrawer({ id }: { readonly id: string }) {
  const w = useWords(words);
  const [stopped, setStopped] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setStopped(id), stopped ? PAUSE_MS : 0);
    return () => clearTimeout(timer);
  }, [id]);
  return (
    <aside class="drawer" aria-label={w.title}>
      {stopped && <Preview key={stopped} id={stopped} />}
      <p class="buttons">
        <Button kind="plain" onPress={switchPreview}>
          {w.close}
        </Button>
      </p>
    </aside>
  );
}

function Preview({ id }: { readonly id: string }) {
  const w = useWords(words);
  const language = useLanguage();
  const loaded = useLoad(() => loadDossier(id), [id]);
  return (
    <Ready from={loaded}>
      {(whole) => {
        const { dossier: d } = whole;
        const state = OFFICER_STATES[d.state];
        return (
          <>
            <p>
              <a href={`/officer/dossiers/${d.id}`}>
                {d.code ?? d.receipt_no}: {w.open}
              </a>
            </p>
            <p>
              <Tag tone={state.tone}>{state[language].label}</Tag> {state[language].next}
            </p>
            <Summary whole={whole} />
          </>
        );
      }}
    </Ready>
  );
}
