import { useState } from "preact/hooks";
import { api, ifMatch, unwrap } from "../../api/client";
import { useAct, useLoad } from "../../api/use_load";
import { FACTS, nameFact } from "../../dossier/timeline_words";
import type { components } from "../../generated/api";
import { writeDateTime } from "../../lib/format";
import { defineWords, useLanguage, useWords } from "../../lib/language";
import { Button } from "../../ui/button";
import { Ready } from "../../ui/loading";
import { Notice } from "../../ui/notice";
import { Pager } from "../../ui/pager";

const words = defineWords(
  {
    title: "Cần gọi điện hoặc gửi thư",
    what: "Các thông báo bắt buộc này không đến được người nộp. Thông báo trực tiếp rồi ghi lại cách đã thông báo.",
    none: "Không có người nộp nào cần thông báo trực tiếp.",
    since: (t: string) => `Không gửi được từ ${t}`,
    noContact: "chưa có thư điện tử hay số điện thoại",
    gaveUp: "gửi nhiều lần không được",
    bounced: "địa chỉ hoặc số không nhận",
    phone: "Đã gọi điện",
    letter: "Đã gửi thư",
    counter: "Đã thông báo tại quầy",
    saving: "Đang lưu…",
    done: (n: string) => `Đã ghi: người nộp hồ sơ ${n} đã được thông báo.`,
  },
  {
    title: "Telephone or write",
    what: "These official notices did not reach the applicant. Notify the applicant directly, then record how.",
    none: "No applicant needs to be contacted in person.",
    since: (t) => `Not delivered since ${t}`,
    noContact: "no e-mail address or telephone number",
    gaveUp: "sent many times without success",
    bounced: "the address or number does not take it",
    phone: "Telephoned",
    letter: "Wrote a letter",
    counter: "Notified at the counter",
    saving: "Saving…",
    done: (n) => `Recorded: the applicant of dossier ${n} was notified.`,
  },
);

type ManualContactTask = components["schemas"]["ErrandView"];
type Way = components["schemas"]["ErrandDoneBody"]["way"];

const WAYS: readonly Way[] = ["phone", "letter", "counter"];

interface ManualContactsProps {
  readonly unit: string;
  /** Whether the person may record that somebody was informed: the one-stop unit's own people. */
  readonly acts: boolean;
}

/** Official notices that reached nobody: the unit must give them by telephone, by letter or at the counter. */
export function ManualContacts({ unit, acts }: ManualContactsProps) {
  const w = useWords(words);
  const [cursor, setCursor] = useState<string | null>(null);
  const [message, setMessage] = useState("");
  const loaded = useLoad(
    () => unwrap(api.GET("/api/errands", { params: { query: { unit, limit: 50, cursor } } })),
    [unit, cursor],
  );
  return (
    <section aria-labelledby="errands" data-section tabIndex={-1}>
      <h2 id="errands">{w.title}</h2>
      <p role="status" class="report">
        {message && w.done(message)}
      </p>
      <Ready from={loaded}>
        {({ items, cursor: following }) => (
          <>
            <p class="muted">{items.length ? w.what : w.none}</p>
            <ul class="cards">
              {items.map((each) => (
                <ManualContact
                  key={each.id}
                  errand={each}
                  acts={acts}
                  onDone={() => {
                    setMessage(each.number);
                    loaded.reload();
                  }}
                />
              ))}
            </ul>
            <Pager cursor={cursor} following={following} onTurn={setCursor} />
          </>
        )}
      </Ready>
    </section>
  );
}

interface ManualContactProps {
  readonly errand: ManualContactTask;
  readonly acts: boolean;
  readonly onDone: () => void;
}

function ManualContact({ errand, acts, onDone }: ManualContactProps) {
  const w = useWords(words);
  const language = useLanguage();
  const act = useAct<Way>(async (way) => {
    const params = { path: { errand_id: errand.id }, header: ifMatch(errand.version) };
    await unwrap(api.POST("/api/errands/{errand_id}/done", { params, body: { way } }));
    onDone();
  });
  const title = `errand-${errand.id.replace(/\W/g, "-")}`;
  const known: Readonly<Record<string, string>> = { no_contact: w.noContact, gave_up: w.gaveUp };
  const why = known[errand.reason] ?? w.bounced;
  return (
    <li class="card">
      <h3 id={title}>
        <a href={`/officer/dossiers/${errand.dossier_id}`}>{errand.number}</a> ·{" "}
        {nameFact(FACTS, errand.notice.split(".")[0] ?? "", language)}
      </h3>
      <p class="muted small">
        {w.since(writeDateTime(errand.opened_at))}: {why}
      </p>
      {act.problem && (
        <Notice tone="bad" role="alert">
          <p>{act.problem.text(language)}</p>
        </Notice>
      )}
      {acts && (
        <p class="buttons buttons-close">
          {WAYS.map((way) => (
            <Button
              key={way}
              kind="secondary"
              describedBy={title}
              busy={act.busy}
              busyText={w.saving}
              onPress={() => void act.run(way)}
            >
              {w[way]}
            </Button>
          ))}
        </p>
      )}
    </li>
  );
}
