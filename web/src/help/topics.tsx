import { chooseName, useLanguage } from "../lib/language";
import type { GuideLine, Topic } from "./load";

/** Every guide of one audience, by topic. */
export function Topics({ topics }: { readonly topics: readonly Topic[] }) {
  const language = useLanguage();
  return (
    <>
      {topics.map((each) => (
        <section key={each.key} aria-labelledby={`topic-${each.key}`}>
          <h3 id={`topic-${each.key}`}>{chooseName(each.name, language)}</h3>
          <GuideLinks guides={each.guides} />
        </section>
      ))}
    </>
  );
}

export function GuideLinks({ guides }: { readonly guides: readonly GuideLine[] }) {
  const language = useLanguage();
  return (
    <ul class="topics">
      {guides.map((each) => (
        <li key={each.id}>
          <a href={`/help/${each.id}`}>{chooseName(each.title, language)}</a>
        </li>
      ))}
    </ul>
  );
}
