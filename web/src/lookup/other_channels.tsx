import { api, got } from "../api/client";
import type { components } from "../generated/api";
import { named, useLanguage, useWords, words } from "../lib/language";

export type Channels = components["schemas"]["ChannelsView"];

export const loadChannels = (): Promise<Channels> => got(api.GET("/api/lookup/channels", {}));

const said = words({ title: "Cách tra cứu khác", basis: "Căn cứ" }, { title: "Other ways to look up", basis: "Basis" });

/** Channels that the regulation names and those that were set up, each with its guidance. The page works without. */
export function OtherChannels({ channels }: { readonly channels: Channels }) {
  const w = useWords(said);
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
            <dt>{each.url ? <a href={each.url}>{named(each.name, language)}</a> : named(each.name, language)}</dt>
            <dd>{named(each.guidance, language)}</dd>
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
