import { useLoad } from "../../api/use_load";
import type { PageProps } from "../../app/route";
import { GuideText } from "../../help/guide_text";
import { loadGuide } from "../../help/load";
import { chooseName, defineWords, useLanguage, useWords } from "../../lib/language";
import { ReadyPage } from "../../ui/loading";
import { Page } from "../../ui/page";

const words = defineWords(
  { title: "Hướng dẫn", back: "Trợ giúp", all: "Xem hướng dẫn khác, hỏi hoặc gọi người hỗ trợ" },
  { title: "Guide", back: "Help", all: "See other guides, ask, or call for help" },
);

/** One guide. */
export default function GuidePage({ params }: PageProps) {
  const w = useWords(words);
  const language = useLanguage();
  const id = params.id ?? "";
  const loaded = useLoad(() => loadGuide(id), [id]);
  return (
    <ReadyPage from={loaded} title={w.title}>
      {(guide) => {
        const help = guide.audience === "officer" ? "/help?who=officer" : "/help";
        return (
          <Page
            title={chooseName(guide.title, language)}
            above={
              <>
                <a href={help}>{w.back}</a> · {chooseName(guide.topic, language)}
              </>
            }
          >
            <GuideText guide={guide} />
            <p>
              <a href={help}>{w.all}</a>
            </p>
          </Page>
        );
      }}
    </ReadyPage>
  );
}
