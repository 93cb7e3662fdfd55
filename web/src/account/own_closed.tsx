import type { ComponentChildren } from "preact";
import { useLoad } from "../api/use_load";
import { useWords } from "../lib/language";
import { loadRegistrationForm } from "../session/route";
import { ReadyPage } from "../ui/loading";
import { Notice } from "../ui/notice";
import { Page } from "../ui/page";
import { ownWords } from "./own_words";

/** Accounts of the province are closed by law: by which, and the way that is open. */
export function OwnClosed({ article }: { readonly article: string }) {
  const w = useWords(ownWords);
  return (
    <>
      <Notice tone="info">
        <p>{w.closed(article)}</p>
      </Notice>
      <p>
        <a class="button" href="/sign-in">
          {w.toIdentity}
        </a>
      </p>
    </>
  );
}

/** A page for accounts of the province: nobody types into it on a day on which the law has none. */
export function WhileOwnOpen({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  const form = useLoad(loadRegistrationForm, []);
  return (
    <ReadyPage from={form} title={title}>
      {({ open, article }) =>
        open ? (
          children
        ) : (
          <Page title={title}>
            <OwnClosed article={article} />
          </Page>
        )
      }
    </ReadyPage>
  );
}
