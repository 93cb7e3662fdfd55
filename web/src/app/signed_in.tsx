import { useEffect, useState } from "preact/hooks";
import { loadAgencies, nameAgency } from "../api/catalogue";
import type { Agency } from "../api/types";
import { defineWords, useLanguage, useWords } from "../lib/language";
import { useStore } from "../lib/store";
import { actFor, acting } from "../session/acting";
import { isOfficer, session } from "../session/session";
import { go } from "./router";

const words = defineWords(
  {
    who: "Người đang đăng nhập:",
    more: (n: number) => `và ${n} đơn vị khác`,
    account: (id: string) => `Tài khoản ${id}`,
    acting: "làm thay",
    stop: "Thôi làm thay",
  },
  {
    who: "Signed in:",
    more: (n) => `and ${n} more`,
    account: (id) => `Account ${id}`,
    acting: "acting for",
    stop: "Act for yourself",
  },
);

/** The signed-in person, on every page and screen; officers with title and unit, since they act in its name. */
export function SignedIn() {
  const w = useWords(words);
  const { me, state, claims } = useStore(session);
  const officer = isOfficer(me);
  const units = useAgencies(officer);
  const language = useLanguage();
  const other = useStore(acting);
  if (state === "out" || !me) return null;
  // An account without a name can at least be distinguished from another one.
  const name = me.name || claims.name || claims.email || claims.phone_number || w.account(me.sub.slice(0, 8));
  const own = [...new Set(me.assignments.filter((each) => each.in_force).map((each) => each.unit))];
  const [first, ...others] = own.filter((unit) => units.some((each) => each.id === unit));
  const place = first ? [nameAgency(units, first, language), others.length ? w.more(others.length) : ""] : [];
  return (
    <p class="who">
      <span class="hidden">{w.who} </span>
      <strong lang="vi">{name}</strong>
      {other && (
        <span>
          {w.acting} <strong lang="vi">{other.full_name}</strong>{" "}
          <button type="button" class="link" onClick={stopActing}>
            {w.stop}
          </button>
        </span>
      )}
      {officer && <span lang="vi">{[me.title, place.filter(Boolean).join(" ")].filter(Boolean).join(" · ")}</span>}
    </p>
  );
}

/** Act for oneself again: what is shown was somebody else's. */
function stopActing() {
  actFor(null);
  void go("/dossiers");
}

/** Names of units, asked for only where somebody has one. */
function useAgencies(wanted: boolean): readonly Agency[] {
  const [known, setKnown] = useState<readonly Agency[]>([]);
  useEffect(() => {
    // Without unit names the person's own name and title are still shown.
    if (wanted) loadAgencies().then(setKnown, () => undefined);
  }, [wanted]);
  return known;
}
