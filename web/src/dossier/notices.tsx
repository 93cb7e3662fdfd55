import { useState } from "preact/hooks";
import { api, got } from "../api/client";
import { useLoad } from "../api/use";
import { dateTime } from "../lib/format";
import { useLanguage, useWords, words } from "../lib/language";
import { Ready } from "../ui/loading";
import { Tag } from "../ui/notice";
import { type Delivery, deliveryLines } from "./delivery_lines";
import type { Whole } from "./load";
import { FACTS, factText } from "./timeline_words";

const said = words(
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

/** Delivery status of each notice by channel; fetched when it is opened. */
export function NoticesOf({ whole }: { readonly whole: Whole }) {
  const w = useWords(said);
  const [open, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{w.title}</summary>
      {open && <List whole={whole} />}
    </details>
  );
}

function List({ whole }: { readonly whole: Whole }) {
  const w = useWords(said);
  const language = useLanguage();
  const { id } = whole.dossier;
  const loaded = useLoad(
    () => got(api.GET("/api/dossiers/{dossier_id}/notices", { params: { path: { dossier_id: id } } })),
    [id],
  );
  const kinds = new Map(whole.timeline.map((line) => [line.seq, line.kind]));
  return (
    <Ready from={loaded}>
      {({ items }) => (
        <>
          {items.length === 0 && <p>{w.none}</p>}
          <ul class="plain rows">
            {deliveryLines(items).map((each) => (
              <li key={`${each.seq}${each.to}`}>
                <strong>{factText(FACTS, kinds.get(each.seq) ?? "", language)}</strong>{" "}
                {each.official && <Tag tone="act">{w.official}</Tag>}
                <br />
                <span class="muted small">
                  {dateTime(each.at)}
                  {each.to === "principal" && ` · ${w.principal}`}
                  {each.ways.map((way) => ` · ${w[way.channel]}: ${fate(way)}`)}
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
  function fate(way: Delivery): string {
    return way.reason === "no_contact" ? w.noContact : w[way.state];
  }
}
