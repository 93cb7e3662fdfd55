import { useLoad } from "../../../api/use_load";
import { useRemembered } from "../../../app/use_remembered";
import { writeAnswer } from "../../../eform/answer_text";
import { chooseName, defineWords, useLanguage, useWords } from "../../../lib/language";
import { listQuestions, loadKind } from "../../../matters/kinds";
import { SURVEYS } from "../../../matters/matter_paths";
import { searchPublic } from "../../../matters/public_calls";
import { SORT, SURVEY, writePeriod } from "../../../matters/surveys";
import { Ready } from "../../../ui/loading";
import { Page } from "../../../ui/page";
import { Pager } from "../../../ui/pager";

const words = defineWords(
  {
    title: "Khảo sát ý kiến",
    intro: "Trả lời không gắn với người: hệ thống chỉ đếm. Kết quả được công bố khi đủ số người trả lời.",
    period: (first: string, last: string) => `Nhận trả lời từ ${first} đến hết ${last}`,
  },
  {
    title: "Surveys",
    intro:
      "Answers are not linked to people: they are only counted. Results are published once enough people answered.",
    period: (first, last) => `Takes answers from ${first} to ${last}`,
  },
);

/** Surveys that are open, closed or published, the newest first. */
export default function SurveysPage() {
  const w = useWords(words);
  const language = useLanguage();
  const [cursor, setCursor] = useRemembered<string | null>("page", null);
  const loaded = useLoad(async () => {
    const [kind, page] = await Promise.all([loadKind(SURVEYS), searchPublic(SURVEY, "", cursor)]);
    return { kind, page, sort: listQuestions(kind, []).get(SORT) };
  }, [cursor]);
  return (
    <Page title={w.title}>
      <p>{w.intro}</p>
      <Ready from={loaded}>
        {({ kind, page, sort }) => (
          <>
            {page.items.length === 0 && <p class="empty">{chooseName(kind.empty, language)}</p>}
            <ul class="cards">
              {page.items.map((each) => {
                const state = kind.states.find((one) => one.key === each.state);
                return (
                  <li key={each.id} class="card">
                    <a href={`/khao-sat/${each.id}`} lang="vi">
                      {each.texts.public_title ?? each.number}
                    </a>
                    <p class="muted small">
                      {[
                        sort && writeAnswer(sort, each.values.sort, language),
                        state ? chooseName(state.name, language) : each.state,
                        writePeriod(each.values, w.period),
                      ]
                        .filter(Boolean)
                        .join(" · ")}
                    </p>
                  </li>
                );
              })}
            </ul>
            <Pager cursor={cursor} following={page.cursor ?? null} onTurn={setCursor} />
          </>
        )}
      </Ready>
    </Page>
  );
}
