import { useState } from "preact/hooks";
import { api, unwrap } from "../../api/client";
import { useLoad } from "../../api/use_load";
import type { components } from "../../generated/api";
import { defineWords, useWords } from "../../lib/language";
import type { MatterKind } from "../../matters/kinds";
import type { Matter } from "../../matters/matter_calls";
import { Button } from "../../ui/button";
import { Ready } from "../../ui/loading";

type Sheet = components["schemas"]["AnswerSheetView"];

const words = defineWords(
  {
    title: "Văn bản trả lời",
    show: "Xem văn bản để in",
    seen: "Văn bản có dữ liệu cá nhân: mỗi lần xem đều được ghi lại.",
    print: "In văn bản trả lời",
    number: (n: string) => `Số: ${n}`,
    basis: "Căn cứ",
  },
  {
    title: "Written answer",
    show: "Show the paper to print",
    seen: "The paper holds personal data: each look is on record.",
    print: "Print the written answer",
    number: (n) => `Số: ${n}`,
    basis: "Căn cứ",
  },
);

/** Whether a step answered the matter in writing, and it has ended with it. */
export function hasWrittenAnswer(kind: MatterKind, matter: Matter): boolean {
  const written = new Set(kind.steps.flatMap((step) => (step.written ? [step.word] : [])));
  return matter.ended && (matter.course ?? []).some((fact) => written.has(fact.event));
}

/** The written answer to a matter, fetched when it is asked for, and printed by itself. */
export function WrittenAnswer({ id, shown }: { readonly id: string; readonly shown: boolean }) {
  const w = useWords(words);
  const [asked, setAsked] = useState(shown);
  return (
    <section aria-labelledby="written-answer" data-section tabIndex={-1}>
      <h2 id="written-answer">{w.title}</h2>
      {asked ? (
        <FetchedAnswer id={id} />
      ) : (
        <Button kind="secondary" onPress={() => setAsked(true)}>
          {w.show}
        </Button>
      )}
    </section>
  );
}

function FetchedAnswer({ id }: { readonly id: string }) {
  const w = useWords(words);
  const loaded = useLoad(
    () => unwrap(api.GET("/api/matters/answers/{matter_id}", { params: { path: { matter_id: id } } })),
    [id],
  );
  return (
    <Ready from={loaded}>
      {(sheet) => (
        <>
          <p class="muted small screen-only">{w.seen}</p>
          <p class="buttons">
            <Button onPress={() => print()}>{w.print}</Button>
          </p>
          <Paper sheet={sheet} />
        </>
      )}
    </Ready>
  );
}

/** The paper as it is printed. It is in Vietnamese, as official papers are. */
function Paper({ sheet }: { readonly sheet: Sheet }) {
  const w = useWords(words);
  return (
    <article class="sheet alone" lang="vi">
      <p class="sheet-head">
        <span>
          {sheet.authority}
          <br />
          <strong>{sheet.issuer}</strong>
          <br />
          {w.number(sheet.number)}
        </span>
        <span>{sheet.date_line}</span>
      </p>
      <h3 class="sheet-title">{sheet.title}</h3>
      {sheet.mark && (
        <p>
          <strong>{sheet.mark}</strong>
        </p>
      )}
      <p>{sheet.lead}</p>
      <table>
        <tbody>
          {sheet.lines.map((line) => (
            <tr key={line.label}>
              <th scope="row">{line.label}</th>
              <td>
                {line.text.map((each) => (
                  <p key={each}>{each}</p>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {sheet.basis.length > 0 && (
        <p class="small">
          {w.basis}: {sheet.basis.join("; ")}
        </p>
      )}
      <div class="signatures">
        {sheet.signers.map((each) => (
          <p key={each}>
            <strong>{each}</strong>
          </p>
        ))}
      </div>
    </article>
  );
}
