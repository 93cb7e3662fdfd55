import { useState } from "preact/hooks";
import { api, got } from "../../api/client";
import { useAct, useLoad } from "../../api/use";
import type { components } from "../../generated/api";
import { dateTime } from "../../lib/format";
import { useLanguage, useWords, words } from "../../lib/language";
import { Button } from "../../ui/button";
import { Ready } from "../../ui/loading";
import { Notice, Tag } from "../../ui/notice";
import { Page } from "../../ui/page";

const said = words(
  {
    title: "Thông báo",
    settings: "Chọn nơi và cách nhận thông báo",
    empty: "Chưa có thông báo. Tin về hồ sơ của bạn sẽ hiện ở đây.",
    unread: "Chưa đọc",
    official: "Văn bản bắt buộc",
    read: "Đánh dấu đã đọc",
    reading: "Đang lưu…",
    open: "Mở hồ sơ",
    supplement: "Bổ sung hồ sơ",
    pay: "Xem khoản cần nộp",
    more: "Xem thông báo cũ hơn",
    fetching: "Đang tải…",
  },
  {
    title: "Messages",
    settings: "Choose where and how you are told",
    empty: "No messages. News about your dossiers appears here.",
    unread: "Unread",
    official: "Official notice",
    read: "Mark as read",
    reading: "Saving…",
    open: "Open the dossier",
    supplement: "Add what is missing",
    pay: "See what to pay",
    more: "Show older messages",
    fetching: "Loading…",
  },
);

type Message = components["schemas"]["MessageView"];
type MessagePage = components["schemas"]["MessagePage"];

const ask = (cursor: string | null) => got(api.GET("/api/inbox", { params: { query: { limit: 50, cursor } } }));

export default function InboxPage() {
  const w = useWords(said);
  const loaded = useLoad(() => ask(null), []);
  return (
    <Page title={w.title}>
      <p>
        <a href="/settings">{w.settings}</a>
      </p>
      <Ready from={loaded}>{(first) => <Messages first={first} />}</Ready>
    </Page>
  );
}

function Messages({ first }: { readonly first: MessagePage }) {
  const w = useWords(said);
  const language = useLanguage();
  const [{ items, cursor }, setShown] = useState(first);
  const more = useAct<string>(async (from) => {
    const next = await ask(from);
    setShown((shown) => ({ items: [...shown.items, ...next.items], cursor: next.cursor }));
  });
  if (!items.length) return <p>{w.empty}</p>;
  return (
    <>
      <ul class="cards">
        {items.map((each) => (
          <Card
            key={each.id}
            message={each}
            onRead={(read) =>
              setShown((shown) => ({ ...shown, items: shown.items.map((one) => (one.id === read.id ? read : one)) }))
            }
          />
        ))}
      </ul>
      {more.problem && (
        <Notice tone="bad" role="alert">
          <p>{more.problem.text(language)}</p>
        </Notice>
      )}
      {cursor && (
        <p class="buttons">
          <Button kind="secondary" busy={more.busy} busyText={w.fetching} onPress={() => void more.run(cursor)}>
            {w.more}
          </Button>
        </p>
      )}
    </>
  );
}

function Card({ message: m, onRead }: { readonly message: Message; readonly onRead: (read: Message) => void }) {
  const w = useWords(said);
  const language = useLanguage();
  const read = useAct<string>(async (message_id) => {
    onRead(await got(api.POST("/api/inbox/{message_id}/read", { params: { path: { message_id } } })));
  });
  const { to, name } = wayOn(m);
  const title = `m-${m.id}`;
  return (
    <li class={m.read_at ? "card" : "card card-unread"}>
      <h2 class="card-title" id={title}>
        {m[language].subject}
      </h2>
      <p class="muted small">
        {!m.read_at && <Tag tone="info">{w.unread}</Tag>} {m.official && <Tag tone="act">{w.official}</Tag>}{" "}
        {dateTime(m.at)}
      </p>
      <p class="lines">{m[language].body.trim()}</p>
      {read.problem && (
        <Notice tone="bad" role="alert">
          <p>{read.problem.text(language)}</p>
        </Notice>
      )}
      <p class="buttons buttons-close">
        {/* Who follows the link has read the message: no second press for that. */}
        <a href={to} aria-describedby={title} onClick={() => !m.read_at && void read.run(m.id)}>
          {w[name]}
        </a>
        {!m.read_at && (
          <Button
            kind="plain"
            describedBy={title}
            busy={read.busy}
            busyText={w.reading}
            onPress={() => void read.run(m.id)}
          >
            {w.read}
          </Button>
        )}
      </p>
    </li>
  );
}

/** Where what the message asks for is done. */
function wayOn(m: Message): { readonly to: string; readonly name: "supplement" | "pay" | "open" } {
  const dossier = `/dossiers/${m.dossier_id}`;
  if (m.notice.startsWith("supplement_requested.")) return { to: `${dossier}/supplement`, name: "supplement" };
  return { to: dossier, name: m.notice.startsWith("payment_requested") ? "pay" : "open" };
}
