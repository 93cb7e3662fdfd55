import { useState } from "preact/hooks";
import { api, unwrap } from "../api/client";
import { useLoad } from "../api/use_load";
import { chooseName, defineWords, useLanguage, useWords } from "../lib/language";
import { foldText } from "../lib/text";
import { CALL_BACK_PATH } from "../matters/matter_paths";
import { TextField } from "../ui/inputs";
import { Ready } from "../ui/loading";
import { type UnitContact, UnitContactLines } from "./unit_contact";

const words = defineWords(
  {
    title: "Gọi người hỗ trợ",
    others: "Số điện thoại của Bộ phận Một cửa khác",
    callBack: "Không gọi được lúc này? Hẹn cơ quan gọi lại",
    find: "Tìm đơn vị",
    findHelp: "Gõ tên xã, phường, có dấu hay không dấu đều được.",
    shown: (n: number, all: number) => `Hiện ${n} trên ${all} đơn vị; gõ thêm để thu hẹp.`,
    none: "Không có đơn vị nào có tên như vậy.",
    basis: "Căn cứ",
  },
  {
    title: "Call for help",
    others: "Telephone numbers of other one-stop units",
    callBack: "Cannot call now? Ask to be called back",
    find: "Find a unit",
    findHelp: "Type the name of a commune or ward, with or without accents.",
    shown: (n, all) => `${n} of ${all} units; type more to narrow it down.`,
    none: "No unit has such a name.",
    basis: "Basis",
  },
);

const MOST_SHOWN = 10;

/** Whom to call: the province's centre, and every other one-stop unit by name. */
export function Contacts() {
  const w = useWords(words);
  const loaded = useLoad(() => unwrap(api.GET("/api/help/contacts")), []);
  return (
    <section aria-labelledby="contacts">
      <h2 id="contacts">{w.title}</h2>
      <Ready from={loaded}>
        {({ items, article }) => (
          <>
            {items.slice(0, 1).map((each) => (
              <OneUnit key={each.id} contact={each} />
            ))}
            <p>
              <a href={CALL_BACK_PATH}>{w.callBack}</a>
            </p>
            <details>
              <summary>{w.others}</summary>
              <OtherUnits units={items.slice(1)} />
            </details>
            {article && (
              <p class="muted small">
                {w.basis}: <span lang="vi">{article}</span>
              </p>
            )}
          </>
        )}
      </Ready>
    </section>
  );
}

function OneUnit({ contact }: { readonly contact: UnitContact }) {
  const language = useLanguage();
  return (
    <>
      <p>
        <strong>{chooseName(contact.name, language)}</strong>
      </p>
      <UnitContactLines contact={contact} />
    </>
  );
}

function OtherUnits({ units }: { readonly units: readonly UnitContact[] }) {
  const w = useWords(words);
  const [typed, setTyped] = useState("");
  const wanted = foldText(typed);
  const found = units.filter((each) => [each.name.vi, each.name.en].some((text) => foldText(text).includes(wanted)));
  return (
    <>
      <TextField id="find-contact" label={w.find} help={w.findHelp} value={typed} onInput={setTyped} type="search" />
      <p class="muted small" role="status">
        {found.length === 0 ? w.none : w.shown(Math.min(MOST_SHOWN, found.length), found.length)}
      </p>
      {found.slice(0, MOST_SHOWN).map((each) => (
        <OneUnit key={each.id} contact={each} />
      ))}
    </>
  );
}
