import { useState } from "preact/hooks";
import { loadAgencies, nameAgency } from "../../api/catalogue";
import type { Agency } from "../../api/types";
import { useLoad } from "../../api/use_load";
import { type Message, type MessageLink, Messages, readInbox } from "../../inbox/messages";
import { defineWords, useLanguage, useWords } from "../../lib/language";
import { useStore } from "../../lib/store";
import { makeWorkPath } from "../../matters/matter_paths";
import { ManualContacts } from "../../officer/intake/manual_contacts";
import { OfficerPage } from "../../officer/layout/officer_page";
import { type Desk, listDesks, listRoles, listSections } from "../../officer/people/units";
import { roleWords } from "../../officer/steps/step_words";
import { session } from "../../session/session";
import { Ready } from "../../ui/loading";

const words = defineWords(
  {
    title: "Thông báo công việc",
    desk: "Đơn vị, vai trò",
    messages: "Thông báo",
    own: "Thông báo gửi riêng cho bạn",
    open: "Mở hồ sơ",
    matter: "Mở nội dung",
    board: "Mở bảng theo dõi giải quyết hồ sơ",
    nowhere: "Bạn chưa có việc ở đơn vị nào.",
  },
  {
    title: "Work notices",
    desk: "Unit and role",
    messages: "Messages",
    own: "Notices to you personally",
    open: "Open the dossier",
    matter: "Open it",
    board: "Open the board",
    nowhere: "You belong to no unit now.",
  },
);

export default function DeskInboxPage() {
  const w = useWords(words);
  const { me } = useStore(session);
  const loaded = useLoad(loadAgencies, []);
  const desks = listDesks(me);
  return (
    <OfficerPage title={w.title}>
      <p>
        <a href="/inbox">{w.own}</a>
      </p>
      {desks.length === 0 && <p>{w.nowhere}</p>}
      {desks.length > 0 && <Ready from={loaded}>{(known) => <Desks desks={desks} known={known} />}</Ready>}
    </OfficerPage>
  );
}

const CALLERS = ["one_stop_officer", "head_of_one_stop"];
const OVERSEERS = ["provincial_office", "auditor"];

function Desks({ desks, known }: { readonly desks: readonly Desk[]; readonly known: readonly Agency[] }) {
  const w = useWords(words);
  const roles = useWords(roleWords);
  const language = useLanguage();
  const { me } = useStore(session);
  const [at, setAt] = useState(0);
  const desk = desks[at] ?? desks[0];
  if (!desk) return null;
  const held = listRoles(me, desk.unit);
  const acts = held.some((role) => CALLERS.includes(role));
  // Who acts for the whole province has no unit to name.
  const writeText = (each: Desk) =>
    [roles[each.role], nameAgency(known, each.unit, language)].filter(Boolean).join(" · ");
  return (
    <>
      {desks.length < 2 ? (
        <p class="muted">{writeText(desk)}</p>
      ) : (
        <div class="filter filter-wide">
          <label for="desk">{w.desk}</label>
          <select id="desk" class="input" value={at} onChange={(event) => setAt(Number(event.currentTarget.value))}>
            {desks.map((each, count) => (
              <option key={writeText(each)} value={count}>
                {writeText(each)}
              </option>
            ))}
          </select>
        </div>
      )}
      {(acts || held.some((role) => OVERSEERS.includes(role))) && (
        <ManualContacts key={desk.unit} unit={desk.unit} acts={acts} />
      )}
      <DeskMessages key={`${desk.unit} ${desk.role}`} desk={desk} />
    </>
  );
}

function DeskMessages({ desk }: { readonly desk: Desk }) {
  const w = useWords(words);
  const whose = { unit: desk.unit, role: desk.role };
  const loaded = useLoad(() => readInbox(whose, null), []);
  const board = listSections(useStore(session).me).some(({ place }) => place === "board");
  function makeLink(message: Message): MessageLink | null {
    if (message.about && message.dossier_id)
      return { to: makeWorkPath(message.about, message.dossier_id), text: w.matter };
    if (message.dossier_id) return { to: `/officer/dossiers/${message.dossier_id}`, text: w.open };
    return board ? { to: `/officer/board?unit=${encodeURIComponent(desk.unit)}`, text: w.board } : null;
  }
  return (
    <section aria-labelledby="messages" data-section tabIndex={-1}>
      <h2 id="messages">{w.messages}</h2>
      <Ready from={loaded}>{(first) => <Messages whose={whose} first={first} wayOn={makeLink} />}</Ready>
    </section>
  );
}
