import { useState } from "preact/hooks";
import { loadProcedures } from "../../api/catalogue";
import { useLoad } from "../../api/use_load";
import type { PageProps } from "../../app/route";
import { replaceUrl } from "../../app/router";
import { chooseName, defineWords, useLanguage, useWords } from "../../lib/language";
import { ProcedureSearch } from "../../procedures/search";
import { Page } from "../../ui/page";

const words = defineWords(
  {
    title: "Thủ tục hành chính",
    fields: "Xem theo lĩnh vực",
    all: "Tất cả lĩnh vực",
    duty: (article: string) => `Cơ quan phải rút ngắn thời gian giải quyết hồ sơ trực tuyến (${article}).`,
    without: (n: number) => `Chỉ xem ${n} thủ tục chưa có thời gian trực tuyến ngắn hơn`,
  },
  {
    title: "Administrative procedures",
    fields: "Browse by topic",
    all: "All topics",
    duty: (article) => `Agencies must shorten the settlement of online filings (${article}).`,
    without: (n) => `Show only the ${n} procedures without a shorter online time`,
  },
);

export default function Procedures({ query }: PageProps) {
  const w = useWords(words);
  const language = useLanguage();
  const [field, setField] = useState(query.get("field") ?? "");
  const [same, setSame] = useState(query.get("online_time") === "same");
  const fields = useLoad(loadProcedures, []);
  function choose(code: string, without: boolean) {
    setField(code);
    setSame(without);
    const asked = new URLSearchParams({ ...(code && { field: code }), ...(without && { online_time: "same" }) });
    replaceUrl(asked.size ? `/procedures?${asked}` : "/procedures");
  }
  const duty = fields.state === "done" && fields.data.online_time?.duty ? fields.data.online_time : null;
  return (
    <Page title={w.title}>
      <div class="two-columns">
        <div>
          <ProcedureSearch initial={query.get("q") ?? ""} field={field} online={same ? "same" : ""} everything />
          {duty && (
            <p>
              {w.duty(duty.article)}{" "}
              <button type="button" class="link" aria-pressed={same} onClick={() => choose(field, !same)}>
                {w.without(duty.without)}
              </button>
            </p>
          )}
        </div>
        {/* When they cannot be had the search above says so: it asks for the same. */}
        {fields.state === "done" && (
          <nav class="key-facts" aria-label={w.fields}>
            <h2>{w.fields}</h2>
            <ul class="topics">
              <li>
                <button type="button" class="link" aria-pressed={field === ""} onClick={() => choose("", same)}>
                  {w.all}
                </button>
              </li>
              {fields.data.fields.map((each) => (
                <li key={each.code}>
                  <button
                    type="button"
                    class="link"
                    aria-pressed={field === each.code}
                    onClick={() => choose(each.code, same)}
                  >
                    {chooseName(each.name, language)}
                  </button>
                </li>
              ))}
            </ul>
          </nav>
        )}
      </div>
    </Page>
  );
}
