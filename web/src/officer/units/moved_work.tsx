import { api, unwrap } from "../../api/client";
import { useLoad } from "../../api/use_load";
import { writeDay, writeLongMoment } from "../../lib/format";
import { defineWords, useLanguage, useWords } from "../../lib/language";
import { Ready } from "../../ui/loading";

const words = defineWords(
  {
    title: "Hồ sơ, việc đang mở",
    moves: (moved: string, all: string, to: string) => `Đã chuyển ${moved} trên ${all} cho ${to}.`,
    done: (moved: string, to: string) => `Đã chuyển hết cho ${to}: ${moved}.`,
    none: (to: string) => `Không còn việc nào; mọi việc do ${to} làm.`,
    since: (day: string) => `Đơn vị kế tục làm từ ${day}, trong lúc chuyển cũng vậy.`,
    last: (at: string) => `Lần chuyển gần nhất: ${at}.`,
    decided: "Quyết định thay đổi",
  },
  {
    title: "Open dossiers and matters",
    moves: (moved, all, to) => `${moved} of ${all} moved to ${to}.`,
    done: (moved, to) => `All moved to ${to}: ${moved}.`,
    none: (to) => `Nothing is open; ${to} has the work.`,
    since: (day) => `Its successor has the work since ${day}, while it moves too.`,
    last: (at) => `Last moved: ${at}.`,
    decided: "The decision",
  },
);

/** How far the open work of a unit that ended has moved to its successor. */
export function MovedWork({ unit, successor }: { readonly unit: string; readonly successor: string }) {
  const w = useWords(words);
  const language = useLanguage();
  const loaded = useLoad(() => unwrap(api.GET("/api/unit-effects")), [unit]);
  return (
    <Ready from={loaded}>
      {({ items }) => {
        const found = items.find((each) => each.unit === unit);
        if (!found) return null;
        const moved = String(found.moved);
        const all = String(found.moved + found.left);
        const done = found.moved ? w.done(moved, successor) : w.none(successor);
        return (
          <section aria-labelledby="moved-work">
            <h3 id="moved-work">{w.title}</h3>
            <p>{found.left ? w.moves(moved, all, successor) : done}</p>
            <p class="muted small">
              {w.since(writeDay(found.effective))}
              {found.moved_at && ` ${w.last(writeLongMoment(found.moved_at, language))}`}
            </p>
            {found.change && (
              <p>
                <a href={`/officer/matters/unit-changes/${found.change}`}>{w.decided}</a>
              </p>
            )}
          </section>
        );
      }}
    </Ready>
  );
}
