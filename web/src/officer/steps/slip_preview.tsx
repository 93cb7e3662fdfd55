import type { components } from "../../generated/api";
import { defineWords, useWords } from "../../lib/language";
import { CloseDialog } from "../../ui/dialog";

const words = defineWords(
  {
    title: "Văn bản sẽ được lập",
    none: "Bước này không lập văn bản nào.",
    draft: "Bản xem trước: chưa có số, chưa lưu.",
    basis: "Căn cứ",
    open: "chờ ý kiến pháp lý",
    internal: "Lưu hành nội bộ",
  },
  {
    title: "Notices that will be made",
    none: "This step makes no notice.",
    draft: "Preview: not numbered, not saved.",
    basis: "Basis",
    open: "awaits a lawyer's word",
    internal: "Internal",
  },
);

type Slip = components["schemas"]["SlipView"];

/** The papers that a step would make, word by word. They are in Vietnamese: the form of the law is. */
export function SlipPreview({ slips, onClose }: { readonly slips: readonly Slip[]; readonly onClose: () => void }) {
  const w = useWords(words);
  return (
    <CloseDialog id="slips" title={w.title} onClose={onClose}>
      <p class="muted small">{slips.length ? w.draft : w.none}</p>
      {slips.map((slip) => (
        <SlipText key={slip.kind + slip.title} slip={slip} />
      ))}
    </CloseDialog>
  );
}

function SlipText({ slip }: { readonly slip: Slip }) {
  const w = useWords(words);
  return (
    <article class="slip" lang="vi">
      <p class="muted small">
        {slip.authority} · {slip.issuer} {slip.internal && <span>· {w.internal}</span>}
      </p>
      <h3>{slip.title}</h3>
      <p>{slip.lead}</p>
      <ol>
        {slip.lines.map((line) => (
          <li key={line.label}>
            <strong>{line.label}</strong>{" "}
            {line.text.length < 2
              ? line.text
              : line.text.map((each) => (
                  <span key={each} class="line">
                    {each}
                  </span>
                ))}
            {line.table && (
              <ul>
                {line.table.rows.map((row) => (
                  <li key={row.join("|")}>{row.filter(Boolean).join(" · ")}</li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ol>
      {slip.closing.map((text) => (
        <p key={text}>{text}</p>
      ))}
      <p class="muted small">
        {w.basis}: {slip.basis.map((each) => (each.open ? `${each.text} (${w.open})` : each.text)).join("; ")}
      </p>
    </article>
  );
}
