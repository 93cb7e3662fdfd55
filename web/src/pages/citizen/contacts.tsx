import { useMemo, useState } from "preact/hooks";
import { api, unwrap } from "../../api/client";
import { useLoad } from "../../api/use_load";
import type { PageProps } from "../../app/route";
import type { ContactCalls } from "../../contacts/contact_editor";
import { ReachSettings } from "../../contacts/reach_settings";
import { defineWords, useWords } from "../../lib/language";
import { ChoiceTabs } from "../../ui/choice_tabs";
import { Ready } from "../../ui/loading";
import { Page } from "../../ui/page";

const words = defineWords(
  {
    title: "Nơi nhận tin của hồ sơ này",
    what: "Chỉ dùng cho hồ sơ này. Không ghi gì ở đây thì tin gửi đến nơi nhận của tài khoản người nộp.",
    party: "Người nhận tin",
    filer: "Người nộp",
    principal: "Người được nộp thay",
    back: "Hồ sơ",
  },
  {
    title: "Contacts for notices on this dossier",
    what: "For this dossier only. If left empty, notices go to the contacts of the filer's account.",
    party: "Recipient",
    filer: "Who filed",
    principal: "Represented person",
    back: "The dossier",
  },
);

type Party = "filer" | "principal";

/** Contacts of a dossier's parties: for its owner, and for the unit that deals with them. */
export default function ContactsPage({ params }: PageProps) {
  const w = useWords(words);
  const id = params.id ?? "";
  const [party, setParty] = useState<Party>("filer");
  return (
    <Page title={w.title} above={<a href={`/dossiers/${id}`}>← {w.back}</a>}>
      <p>{w.what}</p>
      <ChoiceTabs
        label={w.party}
        now={party}
        choices={[
          { key: "filer", text: w.filer },
          { key: "principal", text: w.principal },
        ]}
        onChoose={setParty}
      />
      <OfParty key={party} dossier={id} party={party} />
    </Page>
  );
}

function OfParty({ dossier, party }: { readonly dossier: string; readonly party: Party }) {
  const path = { dossier_id: dossier, party };
  const calls = useMemo((): ContactCalls => {
    const params = { path };
    return {
      declared: true,
      askCode: (body) => unwrap(api.POST("/api/dossiers/{dossier_id}/contacts/{party}/codes", { params, body })),
      confirm: (body) => unwrap(api.POST("/api/dossiers/{dossier_id}/contacts/{party}/confirm", { params, body })),
      choose: (body) => unwrap(api.PUT("/api/dossiers/{dossier_id}/contacts/{party}", { params, body })),
      forget: async (channel) => {
        const of = { path: { ...path, channel } };
        await unwrap(api.DELETE("/api/dossiers/{dossier_id}/contacts/{party}/{channel}", { params: of }));
      },
    };
  }, [dossier, party]);
  const loaded = useLoad(
    () => unwrap(api.GET("/api/dossiers/{dossier_id}/contacts/{party}", { params: { path } })),
    [dossier, party],
  );
  return <Ready from={loaded}>{(reach) => <ReachSettings at={reach} calls={calls} />}</Ready>;
}
