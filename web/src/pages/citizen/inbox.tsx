import { useLoad } from "../../api/use";
import { type Message, Messages, readInbox, type WayOn } from "../../inbox/messages";
import { useWords, words } from "../../lib/language";
import { Ready } from "../../ui/loading";
import { Page } from "../../ui/page";

const said = words(
  {
    title: "Thông báo",
    settings: "Chọn nơi và cách nhận thông báo",
    open: "Mở hồ sơ",
    supplement: "Bổ sung hồ sơ",
    pay: "Xem khoản cần nộp",
  },
  {
    title: "Messages",
    settings: "Choose where and how notices are sent",
    open: "Open the dossier",
    supplement: "Add what is missing",
    pay: "See what to pay",
  },
);

const OWN = {};

export default function InboxPage() {
  const w = useWords(said);
  const loaded = useLoad(() => readInbox(OWN, null), []);
  function wayOn(m: Message): WayOn | null {
    const dossier = `/dossiers/${m.dossier_id}`;
    if (!m.dossier_id) return null;
    if (m.notice.startsWith("supplement_requested.")) return { to: `${dossier}/supplement`, text: w.supplement };
    return { to: dossier, text: m.notice.startsWith("payment_requested") ? w.pay : w.open };
  }
  return (
    <Page title={w.title}>
      <p>
        <a href="/settings">{w.settings}</a>
      </p>
      <Ready from={loaded}>{(first) => <Messages whose={OWN} first={first} wayOn={wayOn} />}</Ready>
    </Page>
  );
}
