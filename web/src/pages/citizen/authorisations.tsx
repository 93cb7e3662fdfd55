import { useState } from "preact/hooks";
import { loadProcedures } from "../../api/catalogue";
import type { ProcedureLine } from "../../api/types";
import { combineLoads, useLoad } from "../../api/use_load";
import { AuthorisationCard } from "../../authorisations/card";
import { AuthorisationForm } from "../../authorisations/form";
import {
  type Authorisation,
  type Authorisations,
  authorisationWords,
  loadAuthorisations,
} from "../../authorisations/words";
import { defineWords, useWords } from "../../lib/language";
import { Ready } from "../../ui/loading";
import { Notice } from "../../ui/notice";
import { Page } from "../../ui/page";

const words = defineWords({ saved: "Đã lưu." }, { saved: "Saved." });

/** Representatives and consents: those that wait, those in force, those that are over, and the form for a new one. */
export default function AuthorisationsPage() {
  const w = useWords(authorisationWords);
  const said = useWords(words);
  const own = useLoad(loadAuthorisations, []);
  const procedures = useLoad(loadProcedures, []);
  const [saved, setSaved] = useState(false);
  const reload = () => {
    setSaved(true);
    own.reload();
  };
  return (
    <Page title={w.title}>
      <p>{w.what}</p>
      {saved && <p role="status">{said.saved}</p>}
      <Ready from={combineLoads(own, procedures)}>
        {([found, catalogue]) => <Groups found={found} lines={catalogue.items} onDone={reload} />}
      </Ready>
    </Page>
  );
}

interface GroupsProps {
  readonly found: Authorisations;
  readonly lines: readonly ProcedureLine[];
  readonly onDone: () => void;
}

function Groups({ found, lines, onDone }: GroupsProps) {
  const w = useWords(authorisationWords);
  const names = new Map(lines.map((each) => [each.id, each]));
  if (!found.proven) {
    return (
      <Notice tone="act">
        <p>{w.unproven}</p>
      </Notice>
    );
  }
  const waits = (each: Authorisation) => each.standing === "requested";
  const runs = (each: Authorisation) => each.standing === "active";
  const groups: readonly (readonly [string, readonly Authorisation[]])[] = [
    [w.waiting, found.items.filter((each) => waits(each) && each.asked_by !== each.side)],
    [w.held, found.items.filter((each) => runs(each) && each.side === "agent")],
    [w.given, found.items.filter((each) => runs(each) && each.side === "principal")],
    [w.sent, found.items.filter((each) => waits(each) && each.asked_by === each.side)],
    [w.over, found.items.filter((each) => !waits(each) && !runs(each))],
  ];
  return (
    <>
      {found.items.length === 0 && <p>{w.none}</p>}
      {groups
        .filter(([, items]) => items.length > 0)
        .map(([title, items]) => (
          <section key={title}>
            <h2>{title}</h2>
            <ul class="cards">
              {items.map((each) => (
                <AuthorisationCard key={each.id} of={each} names={names} onDone={onDone} />
              ))}
            </ul>
          </section>
        ))}
      <AuthorisationForm lines={lines} months={found.default_months} onDone={onDone} />
    </>
  );
}
