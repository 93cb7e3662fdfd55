import { api, unwrap } from "../api/client";
import type { components } from "../generated/api";
import { chooseName, defineWords, useLanguage, useWords } from "../lib/language";

export type Channels = components["schemas"]["ChannelsView"];

export const loadChannels = (): Promise<Channels> => unwrap(api.GET("/api/lookup/channels", {}));

const words = defineWords(
  { title: "Cách tra cứu khác", basis: "Căn cứ" },
  { title: "Other ways to look up", basis: "Basis" },
);

/** Channels that the regulation names and those that were set up, each with its guidance. The page works without. */
export function OtherChannels({ channels }: { readonly channels: Channels }) {
  const w = useWords(words);
  const language = useLanguage();
  const { named: byLaw, further, article } = channels;
  const items = [...byLaw.filter((each) => !HERE.has(each.key)), ...further];
  if (items.length === 0) return null;
  return (
    <details>
      <summary>{w.title}</summary>
      <dl class="facts">
        {items.map((each) => (
          <div key={each.key}>
            <dt>
              {each.url ? <a href={each.url}>{chooseName(each.name, language)}</a> : chooseName(each.name, language)}
            </dt>
            <dd>{chooseName(each.guidance, language)}</dd>
          </div>
        ))}
      </dl>
      {article && (
        <p class="muted small">
          {w.basis}: <span lang="vi">{article}</span>
        </p>
      )}
    </details>
  );
}

/** The channel of this page. */
const HERE = new Set(["portal", "code_online"]);
