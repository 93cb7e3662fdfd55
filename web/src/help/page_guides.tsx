import { useLoad } from "../api/use_load";
import { chooseName, defineWords, useLanguage, useWords } from "../lib/language";
import { Ready } from "../ui/loading";
import { GuideText } from "./guide_text";
import { type GuideLine, type HelpQuery, loadGuide, loadHelp } from "./load";
import { GuideLinks } from "./topics";

const words = defineWords(
  {
    page: "Trang bạn vừa mở",
    step: "Bước này",
    more: "Hướng dẫn khác của trang này",
    none: "Trang này chưa có hướng dẫn riêng. Tìm trong danh sách dưới đây.",
  },
  {
    page: "The page that you came from",
    step: "This step",
    more: "More guides of this page",
    none: "This page has no guide of its own. Look in the list below.",
  },
);

/** The guide of the page or step that the reader came from, and the others of that page. */
export function PageGuides({ asked }: { readonly asked: HelpQuery }) {
  const w = useWords(words);
  const loaded = useLoad(() => loadPageGuides(asked), [asked.page, asked.step, asked.audience]);
  return (
    <section aria-labelledby="page-guides">
      <h2 id="page-guides">{asked.step ? w.step : w.page}</h2>
      <Ready from={loaded}>
        {([first, ...others]) => (
          <>
            {first ? <WholeGuide line={first} /> : <p>{w.none}</p>}
            {others.length > 0 && (
              <>
                <h3>{w.more}</h3>
                <GuideLinks guides={others} />
              </>
            )}
          </>
        )}
      </Ready>
    </section>
  );
}

function WholeGuide({ line }: { readonly line: GuideLine }) {
  const language = useLanguage();
  const loaded = useLoad(() => loadGuide(line.id), [line.id]);
  return (
    <>
      <h3>{chooseName(line.title, language)}</h3>
      <Ready from={loaded}>{(guide) => <GuideText guide={guide} />}</Ready>
    </>
  );
}

/** The server lists the guide of the page first; topics only group them. */
async function loadPageGuides(asked: HelpQuery): Promise<readonly GuideLine[]> {
  return (await loadHelp(asked)).topics.flatMap((each) => each.guides);
}
