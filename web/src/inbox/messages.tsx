import { useState } from "preact/hooks";
import { api, unwrap } from "../api/client";
import { useAct } from "../api/use_load";
import type { components } from "../generated/api";
import { writeDateTime } from "../lib/format";
import { defineWords, useLanguage, useWords } from "../lib/language";
import { Button } from "../ui/button";
import { Notice, Tag } from "../ui/notice";
import { Unbroken } from "../ui/unbroken";

const words = defineWords(
  {
    empty: "Chưa có thông báo. Tin về hồ sơ sẽ hiện ở đây.",
    unread: "Chưa đọc",
    official: "Thông báo bắt buộc",
    read: "Đánh dấu đã đọc",
    reading: "Đang lưu…",
    more: "Xem thông báo cũ hơn",
    fetching: "Đang tải…",
  },
  {
    empty: "No messages. Notices about dossiers appear here.",
    unread: "Unread",
    official: "Official notice",
    read: "Mark as read",
    reading: "Saving…",
    more: "Show older messages",
    fetching: "Loading…",
  },
);

export type Message = components["schemas"]["MessageView"];
export type MessagePage = components["schemas"]["MessagePage"];

/** The inbox: one's own, or that of one's desk. */
export interface InboxOwner {
  readonly unit?: string;
  readonly role?: string;
}

/** Text of the link to a message's task. */
export interface MessageLink {
  readonly to: string;
  readonly text: string;
}

export const readInbox = (whose: InboxOwner, cursor: string | null): Promise<MessagePage> =>
  unwrap(api.GET("/api/inbox", { params: { query: { ...whose, limit: 50, cursor } } }));

interface MessagesProps {
  readonly whose: InboxOwner;
  readonly first: MessagePage;
  readonly wayOn: (message: Message) => MessageLink | null;
}

/** An inbox: newest first, more on request, each to be marked as read. */
export function Messages({ whose, first, wayOn }: MessagesProps) {
  const w = useWords(words);
  const language = useLanguage();
  const [{ items, cursor }, setShown] = useState(first);
  const more = useAct<string>(async (from) => {
    const next = await readInbox(whose, from);
    setShown((shown) => ({ items: [...shown.items, ...next.items], cursor: next.cursor }));
  });
  if (!items.length) return <p>{w.empty}</p>;
  return (
    <>
      <ul class="cards">
        {items.map((each) => (
          <Card
            key={each.id}
            whose={whose}
            message={each}
            wayOn={wayOn(each)}
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

interface CardProps {
  readonly whose: InboxOwner;
  readonly message: Message;
  readonly wayOn: MessageLink | null;
  readonly onRead: (read: Message) => void;
}

function Card({ whose, message: m, wayOn, onRead }: CardProps) {
  const w = useWords(words);
  const language = useLanguage();
  const read = useAct<string>(async (message_id) => {
    const params = { path: { message_id }, query: whose };
    onRead(await unwrap(api.POST("/api/inbox/{message_id}/read", { params })));
  });
  const title = `m-${m.id}`;
  return (
    <li class={m.read_at ? "card" : "card card-unread"}>
      <h2 class="card-title" id={title}>
        <Unbroken text={m[language].subject} />
      </h2>
      <p class="muted small">
        {!m.read_at && <Tag tone="info">{w.unread}</Tag>} {m.official && <Tag tone="act">{w.official}</Tag>}{" "}
        {writeDateTime(m.at)}
      </p>
      <p class="lines">{m[language].body.trim()}</p>
      {read.problem && (
        <Notice tone="bad" role="alert">
          <p>{read.problem.text(language)}</p>
        </Notice>
      )}
      <p class="buttons buttons-close">
        {/* Following the link marks the message as read. */}
        {wayOn && (
          <a href={wayOn.to} aria-describedby={title} onClick={() => !m.read_at && void read.run(m.id)}>
            {wayOn.text}
          </a>
        )}
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
