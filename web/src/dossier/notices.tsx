import { useState } from "preact/hooks";
import { api, unwrap } from "../api/client";
import { useLoad } from "../api/use_load";
import { writeDateTime } from "../lib/format";
import { defineWords, useLanguage, useWords } from "../lib/language";
import { Ready } from "../ui/loading";
import { Tag } from "../ui/notice";
import { type Delivery, listDeliveryLines } from "./delivery_lines";
import type { DossierView } from "./load";
import { FACTS, nameFact } from "./timeline_words";

const words = defineWords(
  {
    title: "Thông báo đã gửi cho bạn",
    none: "Chưa gửi thông báo nào về hồ sơ này.",
    official: "Thông báo bắt buộc",
    inbox: "Mục Thông báo",
    mail: "Thư điện tử",
    sms: "SMS",
    app: "Ứng dụng",
    queued: "đang gửi",
    sent: "đã gửi đi",
    delivered: "đã đến nơi",
    bounced: "không đến nơi",
    failed: "không gửi được",
    noContact: "chưa có địa chỉ đã xác nhận",
    principal: "Gửi cho người được đại diện",
    settings: "Chọn nơi nhận thông báo",
    here: "Nơi nhận tin của riêng hồ sơ này",
  },
  {
    title: "Notices sent to you",
    none: "No notice about this dossier has been sent yet.",
    official: "Official notice",
    inbox: "Messages",
    mail: "E-mail",
    sms: "SMS",
    app: "App",
    queued: "being sent",
    sent: "sent",
    delivered: "arrived",
    bounced: "did not arrive",
    failed: "could not be sent",
    noContact: "no confirmed address",
    principal: "Sent to the person represented",
    settings: "Choose where notices are sent",
    here: "Contacts for notices on this dossier",
  },
);

interface DossierNoticesProps {
  readonly whole: DossierView;
  /** In a tab of its own, which is as good as opened. */
  readonly alone: boolean;
}

/** Delivery status of each notice by channel; fetched when it is opened. */
export function DossierNotices({ whole, alone }: DossierNoticesProps) {
  const w = useWords(words);
  const [open, setOpen] = useState(false);
  if (alone) {
    return (
      <section aria-labelledby="notices">
        <h2 id="notices">{w.title}</h2>
        <List whole={whole} />
      </section>
    );
  }
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{w.title}</summary>
      {open && <List whole={whole} />}
    </details>
  );
}

function List({ whole }: { readonly whole: DossierView }) {
  const w = useWords(words);
  const language = useLanguage();
  const { id } = whole.dossier;
  const loaded = useLoad(
    () => unwrap(api.GET("/api/dossiers/{dossier_id}/notices", { params: { path: { dossier_id: id } } })),
    [id],
  );
  const kinds = new Map(whole.timeline.map((line) => [line.seq, line.kind]));
  return (
    <Ready from={loaded}>
      {({ items }) => (
        <>
          {items.length === 0 && <p>{w.none}</p>}
          <ul class="plain rows">
            {listDeliveryLines(items).map((each) => (
              <li key={`${each.seq}${each.to}`}>
                <strong>{nameFact(FACTS, kinds.get(each.seq) ?? "", language)}</strong>{" "}
                {each.official && <Tag tone="act">{w.official}</Tag>}
                <br />
                <span class="muted small">
                  {writeDateTime(each.at)}
                  {each.to === "principal" && ` · ${w.principal}`}
                  {each.ways.map((way) => ` · ${w[way.channel]}: ${writeOutcome(way)}`)}
                </span>
              </li>
            ))}
          </ul>
          <p>
            <a href="/settings">{w.settings}</a> · <a href={`/dossiers/${whole.dossier.id}/contacts`}>{w.here}</a>
          </p>
        </>
      )}
    </Ready>
  );
  function writeOutcome(way: Delivery): string {
    return way.reason === "no_contact" ? w.noContact : w[way.state];
  }
}
