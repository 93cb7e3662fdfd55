import { useState } from "preact/hooks";
import { api, unwrap } from "../../api/client";
import { useLoad } from "../../api/use_load";
import { useWords } from "../../lib/language";
import { Verdict } from "../../pages/officer/ledger";
import { Button } from "../../ui/button";
import { Ready } from "../../ui/loading";
import { officerMatterWords } from "./officer_matter_words";

/** The chained ledger of a matter, fetched when it is asked for, checked on this machine and kept as a file. */
export function MatterLedger({ id }: { readonly id: string }) {
  const w = useWords(officerMatterWords);
  const [asked, setAsked] = useState(false);
  return (
    <section aria-labelledby="ledger" data-section tabIndex={-1}>
      <h2 id="ledger">{w.ledger}</h2>
      {asked ? (
        <CheckedLedger id={id} />
      ) : (
        <Button kind="secondary" onPress={() => setAsked(true)}>
          {w.check}
        </Button>
      )}
    </section>
  );
}

function CheckedLedger({ id }: { readonly id: string }) {
  const loaded = useLoad(
    () => unwrap(api.GET("/api/matters/ledger/{matter_id}", { params: { path: { matter_id: id } } })),
    [id],
  );
  return <Ready from={loaded}>{(ledger) => <Verdict ledger={ledger} />}</Ready>;
}
