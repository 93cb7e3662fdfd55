import { useState } from "preact/hooks";
import { procedures } from "../../api/catalogue";
import { useLoad } from "../../api/use";
import { say } from "../../app/router";
import type { PageProps } from "../../app/routes";
import { named, useLanguage, useWords, words } from "../../lib/language";
import { ProcedureSearch } from "../../procedures/search";
import { Page } from "../../ui/page";

const said = words(
  { title: "Thủ tục hành chính", fields: "Xem theo lĩnh vực", all: "Tất cả lĩnh vực" },
  { title: "Administrative procedures", fields: "Browse by topic", all: "All topics" },
);

export default function Procedures({ query }: PageProps) {
  const w = useWords(said);
  const language = useLanguage();
  const [field, setField] = useState(query.get("field") ?? "");
  const fields = useLoad(async () => (await procedures()).fields, []);
  function choose(code: string) {
    setField(code);
    say(code ? `/procedures?field=${encodeURIComponent(code)}` : "/procedures");
  }
  return (
    <Page title={w.title}>
      <ProcedureSearch initial={query.get("q") ?? ""} field={field} everything />
      {/* When they cannot be had the search above says so: it asks for the same. */}
      {fields.state === "done" && (
        <nav aria-label={w.fields}>
          <h2>{w.fields}</h2>
          <ul class="topics">
            <li>
              <button type="button" class="link" aria-pressed={field === ""} onClick={() => choose("")}>
                {w.all}
              </button>
            </li>
            {fields.data.map((each) => (
              <li key={each.code}>
                <button type="button" class="link" aria-pressed={field === each.code} onClick={() => choose(each.code)}>
                  {named(each.name, language)}
                </button>
              </li>
            ))}
          </ul>
        </nav>
      )}
    </Page>
  );
}
