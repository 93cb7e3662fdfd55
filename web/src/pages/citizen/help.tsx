import { useState } from "preact/hooks";
import { useLoad } from "../../api/use_load";
import type { PageProps } from "../../app/route";
import { replaceUrl } from "../../app/router";
import { AskBox } from "../../help/ask_box";
import { Contacts } from "../../help/contacts";
import type { Audience } from "../../help/help_address";
import { type HelpQuery, loadHelp } from "../../help/load";
import { PageGuides } from "../../help/page_guides";
import { Topics } from "../../help/topics";
import { defineWords, useWords } from "../../lib/language";
import { ChoiceTabs } from "../../ui/choice_tabs";
import { Ready } from "../../ui/loading";
import { Page } from "../../ui/page";

const words = defineWords(
  {
    title: "Trợ giúp",
    who: "Hướng dẫn dành cho",
    citizen: "Người dân, doanh nghiệp",
    officer: "Công chức, viên chức",
    topics: "Tất cả hướng dẫn",
    basis: "Căn cứ",
    ask: "Hỏi cơ quan, gửi phản ánh, kiến nghị",
    faqs: "Câu hỏi thường gặp",
  },
  {
    title: "Help",
    who: "Guides for",
    citizen: "Citizens and businesses",
    officer: "Officers",
    topics: "All guides",
    basis: "Basis",
    ask: "Ask an agency, send feedback or a proposal",
    faqs: "Frequent questions",
  },
);

/** A question, the guide of the page that the reader came from, every guide by topic, and whom to call. */
export default function HelpPage({ query }: PageProps) {
  const w = useWords(words);
  const [audience, setAudience] = useState<Audience>(query.get("who") === "officer" ? "officer" : "citizen");
  const [asked, setAsked] = useState(() => readAsked(query));
  const loaded = useLoad(() => loadHelp({ audience }), [audience]);
  function choose(next: Audience) {
    setAudience(next);
    // The page that the reader came from is of one side only.
    setAsked(null);
    replaceUrl(next === "officer" ? "/help?who=officer" : "/help");
  }
  return (
    <Page title={w.title}>
      <ChoiceTabs
        label={w.who}
        choices={(["citizen", "officer"] as const).map((key) => ({ key, text: w[key] }))}
        now={audience}
        onChoose={choose}
      />
      <Ready from={loaded}>
        {(help) => (
          <>
            <AskBox audience={audience} assistant={help.assistant} />
            {asked && <PageGuides asked={{ ...asked, audience }} />}
            <h2>{w.topics}</h2>
            <Topics topics={help.topics} />
            {help.article && (
              <p class="muted small">
                {w.basis}: <span lang="vi">{help.article}</span>
              </p>
            )}
          </>
        )}
      </Ready>
      <Contacts />
      <p>
        <a href="/viec/faqs">{w.faqs}</a> · <a href="/viec">{w.ask}</a>
      </p>
    </Page>
  );
}

/** The step or page that help is wanted with; the server refuses a word that is none. */
function readAsked(query: URLSearchParams): HelpQuery | null {
  const [step, page] = [query.get("step"), query.get("page")];
  if (step) return { step: step as NonNullable<HelpQuery["step"]> };
  return page ? { page } : null;
}
