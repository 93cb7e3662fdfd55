import { useState } from "preact/hooks";
import { useAct } from "../api/use_load";
import { writeDay } from "../lib/format";
import { defineWords, useLanguage, useWords } from "../lib/language";
import { Button } from "../ui/button";
import { Notice } from "../ui/notice";
import { type ExternalChannel, readPhone } from "./contact_check";
import { type ContactCalls, ContactEditor, OWN_CONTACTS, type Reach } from "./contact_editor";
import { NoticePreferences } from "./notice_preferences";

const words = defineWords(
  {
    mail: "Thư điện tử",
    sms: "Tin nhắn SMS",
    none: "Chưa có.",
    proven: (t: string) => `Xác nhận ngày ${t}`,
    add: "Thêm",
    replace: "Đổi",
    forget: "Xóa",
    forgetting: "Đang xóa…",
  },
  {
    mail: "E-mail",
    sms: "SMS",
    none: "None yet.",
    proven: (t) => `Confirmed on ${t}`,
    add: "Add",
    replace: "Change",
    forget: "Remove",
    forgetting: "Removing…",
  },
);

const CHANNELS: readonly ExternalChannel[] = ["mail", "sms"];

/** Settings of contacts and notices: read, prove, replace and delete. */
export function ReachSettings({ at, calls = OWN_CONTACTS }: { readonly at: Reach; readonly calls?: ContactCalls }) {
  const [reach, setReach] = useState(at);
  // One at a time: a page has one summary of errors.
  const [editing, setEditing] = useState<ExternalChannel | null>(null);
  return (
    <>
      {CHANNELS.map((channel) => (
        <ContactOf
          key={channel}
          calls={calls}
          channel={channel}
          reach={reach}
          editing={editing === channel}
          onEdit={() => setEditing(channel)}
          onDone={(next) => {
            setEditing(null);
            if (next) setReach(next);
          }}
        />
      ))}
      <NoticePreferences calls={calls} reach={reach} onChange={setReach} />
    </>
  );
}

interface ContactOfProps {
  readonly calls: ContactCalls;
  readonly channel: ExternalChannel;
  readonly reach: Reach;
  readonly editing: boolean;
  readonly onEdit: () => void;
  readonly onDone: (reach: Reach | null) => void;
}

function ContactOf({ calls, channel, reach, editing, onEdit, onDone }: ContactOfProps) {
  const w = useWords(words);
  const language = useLanguage();
  const contact = reach[channel];
  const forget = useAct<Record<string, never>>(async () => {
    await calls.forget(channel);
    onDone({ ...reach, [channel]: null });
  });
  return (
    <section aria-labelledby={channel}>
      <h2 id={channel}>{w[channel]}</h2>
      {forget.problem && (
        <Notice tone="bad" role="alert">
          <p>{forget.problem.text(language)}</p>
        </Notice>
      )}
      <p>
        {contact ? (
          <>
            <strong class="address">{channel === "sms" ? readPhone(contact.address) : contact.address}</strong>{" "}
            <span class="muted small">{w.proven(writeDay(contact.verified_at))}</span>
          </>
        ) : (
          w.none
        )}
      </p>
      {editing ? (
        <ContactEditor calls={calls} channel={channel} onProven={onDone} onCancel={() => onDone(null)} />
      ) : (
        <p class="buttons">
          <Button kind="secondary" hidden={w[channel]} onPress={onEdit}>
            {contact ? w.replace : w.add}
          </Button>
          {contact && (
            <Button
              kind="plain"
              hidden={w[channel]}
              busy={forget.busy}
              busyText={w.forgetting}
              onPress={() => void forget.run({})}
            >
              {w.forget}
            </Button>
          )}
        </p>
      )}
    </section>
  );
}
