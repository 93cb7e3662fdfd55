import { useLoad } from "../../api/use_load";
import { type Message, type MessageLink, Messages, readInbox } from "../../inbox/messages";
import { defineWords, useWords } from "../../lib/language";
import { makeMatterPath } from "../../matters/matter_paths";
import { Ready } from "../../ui/loading";
import { Page } from "../../ui/page";

const words = defineWords(
  {
    title: "Thông báo",
    settings: "Chọn nơi và cách nhận thông báo",
    open: "Mở hồ sơ",
    matter: "Mở nội dung",
    supplement: "Bổ sung hồ sơ",
    pay: "Xem khoản cần nộp",
  },
  {
    title: "Messages",
    settings: "Choose where and how notices are sent",
    open: "Open the dossier",
    matter: "Open it",
    supplement: "Add what is missing",
    pay: "See what to pay",
  },
);

const OWN = {};

export default function InboxPage() {
  const w = useWords(words);
  const loaded = useLoad(() => readInbox(OWN, null), []);
  function makeLink(message: Message): MessageLink | null {
    const dossier = `/dossiers/${message.dossier_id}`;
    if (message.about === "authorisations") return { to: "/uy-quyen", text: w.matter };
    if (!message.dossier_id) return null;
    if (message.about) return { to: makeMatterPath(message.about, message.dossier_id), text: w.matter };
    if (message.notice.startsWith("supplement_requested.")) return { to: `${dossier}/supplement`, text: w.supplement };
    return { to: dossier, text: message.notice.startsWith("payment_requested") ? w.pay : w.open };
  }
  return (
    <Page title={w.title}>
      <p>
        <a href="/settings">{w.settings}</a>
      </p>
      <Ready from={loaded}>{(first) => <Messages whose={OWN} first={first} wayOn={makeLink} />}</Ready>
    </Page>
  );
}
