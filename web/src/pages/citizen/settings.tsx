import { useState } from "preact/hooks";
import { api, got } from "../../api/client";
import { useAct, useLoad } from "../../api/use";
import { type Outer, phoneText } from "../../contacts/check";
import { ContactEditor, type Reach } from "../../contacts/contact_editor";
import { Wishes } from "../../contacts/wishes";
import { day } from "../../lib/format";
import { useLanguage, useWords, words } from "../../lib/language";
import { useStore } from "../../lib/store";
import { session } from "../../session/session";
import { Button } from "../../ui/button";
import { Ready } from "../../ui/loading";
import { Notice } from "../../ui/notice";
import { Page } from "../../ui/page";

const said = words(
  {
    title: "Cài đặt thông báo",
    what: "Tin về hồ sơ luôn có trong mục Thông báo. Thêm thư điện tử hoặc số điện thoại để được báo ngay.",
    inbox: "Xem thông báo",
    mail: "Thư điện tử",
    sms: "Tin nhắn SMS",
    none: "Chưa có.",
    proven: (t: string) => `Xác nhận ngày ${t}`,
    add: "Thêm",
    replace: "Đổi",
    forget: "Xoá",
    forgetting: "Đang xoá…",
    account: "Mã tài khoản (nơi cấp quyền cho cán bộ hỏi mã này)",
  },
  {
    title: "Message settings",
    what: "News about your dossiers is always under Messages. Add an e-mail address or a telephone to be told at once.",
    inbox: "See my messages",
    mail: "E-mail",
    sms: "SMS",
    none: "None yet.",
    proven: (t) => `Confirmed on ${t}`,
    add: "Add",
    replace: "Change",
    forget: "Remove",
    forgetting: "Removing…",
    account: "Id of your account (whoever grants officers' rights asks for it)",
  },
);

const CHANNELS: readonly Outer[] = ["mail", "sms"];

export default function SettingsPage() {
  const w = useWords(said);
  const { me } = useStore(session);
  const loaded = useLoad(() => got(api.GET("/api/me/contacts", {})), []);
  return (
    <Page title={w.title}>
      <p>
        {w.what} <a href="/inbox">{w.inbox}</a>
      </p>
      <Ready from={loaded}>{(reach) => <Settings at={reach} />}</Ready>
      {me && (
        <p class="muted small">
          {w.account}: <code>{me.sub}</code>
        </p>
      )}
    </Page>
  );
}

function Settings({ at }: { readonly at: Reach }) {
  const [reach, setReach] = useState(at);
  // One at a time: a page has one summary of errors.
  const [editing, setEditing] = useState<Outer | null>(null);
  return (
    <>
      {CHANNELS.map((channel) => (
        <ContactOf
          key={channel}
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
      <Wishes reach={reach} onChange={setReach} />
    </>
  );
}

interface Given {
  readonly channel: Outer;
  readonly reach: Reach;
  readonly editing: boolean;
  readonly onEdit: () => void;
  readonly onDone: (reach: Reach | null) => void;
}

function ContactOf({ channel, reach, editing, onEdit, onDone }: Given) {
  const w = useWords(said);
  const language = useLanguage();
  const contact = reach[channel];
  const forget = useAct<Record<string, never>>(async () => {
    await got(api.DELETE("/api/me/contacts/{channel}", { params: { path: { channel } } }));
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
            <strong class="address">{channel === "sms" ? phoneText(contact.address) : contact.address}</strong>{" "}
            <span class="muted small">{w.proven(day(contact.verified_at))}</span>
          </>
        ) : (
          w.none
        )}
      </p>
      {editing ? (
        <ContactEditor channel={channel} onProven={onDone} onCancel={() => onDone(null)} />
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
