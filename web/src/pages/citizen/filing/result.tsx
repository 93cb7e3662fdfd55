import { useState } from "preact/hooks";
import type { DraftBody, Paper } from "../../../api/types";
import { combineLoads, useLoad } from "../../../api/use_load";
import type { PageProps } from "../../../app/route";
import { returnWords } from "../../../dossier/return_words";
import { useAttempts } from "../../../filing/attempts";
import { loadDraftPapers, noteDraftPaper } from "../../../filing/draft_papers";
import { PaperSlot } from "../../../filing/paper_slot";
import { findReturnAddressFault } from "../../../filing/person_faults";
import { sectionWords } from "../../../filing/section_list";
import { SectionPage } from "../../../filing/section_page";
import { lacksAddress } from "../../../filing/sections";
import { type Filing, useDraftState, useFiling } from "../../../filing/use_filing";
import { chooseName, defineWords, useLanguage, useWords, writeInBoth } from "../../../lib/language";
import { Tariff } from "../../../procedures/tariff";
import { Radios, TextField } from "../../../ui/inputs";
import { ReadyPage } from "../../../ui/loading";

const words = defineWords(
  {
    way: "Bạn muốn nhận kết quả bằng cách nào?",
    noWay: "Chọn nơi nhận kết quả",
    address: "Địa chỉ nhận kết quả",
    noAddress: "Nhập địa chỉ nhận kết quả",
    fees: "Phí và lệ phí",
    exemption: "Bạn có thuộc diện được miễn không?",
    exemptionHelp: "Công chức kiểm tra giấy tờ chứng minh trước khi miễn.",
    none: "Không",
    proof: "Giấy tờ chứng minh được miễn",
    noProof: "Tải lên giấy tờ chứng minh được miễn",
  },
  {
    way: "How do you want to get the result?",
    noWay: "Choose where to get the result",
    address: "Delivery address for the result",
    noAddress: "Enter the delivery address for the result",
    fees: "Fees",
    exemption: "Are you exempt from the fee?",
    exemptionHelp: "An officer checks the proof before you are exempted.",
    none: "No",
    proof: "Proof of the exemption",
    noProof: "Upload the proof of the exemption",
  },
);

const WAYS = { online: "online", direct: "counter", postal: "post" } as const;

export default function ResultPage({ params }: PageProps) {
  const filing = useFiling(params.id ?? "");
  const papers = useLoad(() => loadDraftPapers(params.id ?? ""), [params.id]);
  return (
    <ReadyPage from={combineLoads(filing, papers)} title={useWords(sectionWords).result}>
      {([data, list]) => <Result filing={data} uploaded={list} />}
    </ReadyPage>
  );
}

function Result({ filing, uploaded }: { readonly filing: Filing; readonly uploaded: readonly Paper[] }) {
  const w = useWords(words);
  const ways = useWords(returnWords);
  const language = useLanguage();
  const { draftSession, procedure } = filing;
  const { body } = useDraftState(draftSession);
  const [group, setGroup] = useState(body.exemption?.group ?? "");
  const [known, setKnown] = useState(uploaded);
  const attempts = useAttempts();
  const faults = attempts.byField();
  const offered = procedure.delivery.flatMap((way) => WAYS[way as keyof typeof WAYS] ?? []);
  const proof = known.filter((paper) => paper.id === body.exemption?.paper_id);

  function choose(code: string) {
    setGroup(code);
    const paper = body.exemption?.paper_id;
    draftSession.edit({ exemption: code && paper ? { group: code, paper_id: paper } : null });
  }
  function prove(paper: Paper) {
    noteDraftPaper(draftSession.id, paper);
    setKnown((all) => [...all, paper]);
    const others = (draftSession.store.get().body.papers ?? []).filter((id) => id !== body.exemption?.paper_id);
    draftSession.edit({ exemption: { group, paper_id: paper.id }, papers: [...others, paper.id] });
  }
  function dropProof(id: string) {
    draftSession.edit({ exemption: null, papers: (body.papers ?? []).filter((each) => each !== id) });
  }
  const wrongAddress = body.return_way === "post" ? findReturnAddressFault(body.return_address ?? "") : null;
  const check = () =>
    attempts.show([
      ...(body.return_way ? [] : [{ at: "r-way", text: writeInBoth(words, (s) => s.noWay) }]),
      ...(lacksAddress(body) ? [{ at: "r-address", text: writeInBoth(words, (s) => s.noAddress) }] : []),
      ...(wrongAddress ? [{ at: "r-address", text: wrongAddress }] : []),
      ...(group && !body.exemption ? [{ at: "r-proof", text: writeInBoth(words, (s) => s.noProof) }] : []),
    ]);
  return (
    <SectionPage filing={filing} section="result" faults={attempts.faults} attempt={attempts.attempt} onNext={check}>
      <Radios
        id="r-way"
        label={w.way}
        fault={faults["r-way"]}
        value={body.return_way ?? ""}
        options={offered.map((way) => ({ value: way, text: ways[way] }))}
        onChoose={(way) => {
          // The applicant's address is filled in and can be changed.
          const home = way === "post" && !body.return_address ? body.applicant?.address : null;
          draftSession.edit({
            return_way: way as NonNullable<DraftBody["return_way"]>,
            ...(home ? { return_address: home } : {}),
          });
        }}
      />
      {body.return_way === "post" && (
        <TextField
          id="r-address"
          label={w.address}
          fault={faults["r-address"]}
          value={body.return_address ?? ""}
          onInput={(text) => draftSession.edit({ return_address: text || null })}
          autocomplete="street-address"
        />
      )}
      <h2>{w.fees}</h2>
      <Tariff found={procedure} online />
      {procedure.exemptions.length > 0 && (
        <Radios
          id="r-exemption"
          label={w.exemption}
          help={w.exemptionHelp}
          value={group}
          options={[
            { value: "", text: w.none },
            ...procedure.exemptions.map((each) => ({ value: each.code, text: chooseName(each.name, language) })),
          ]}
          onChoose={choose}
        />
      )}
      {group && (
        <PaperSlot
          id="r-proof"
          dossier={draftSession.id}
          kind="exemption_proof"
          component=""
          label={w.proof}
          fault={faults["r-proof"]}
          papers={proof}
          onPaper={prove}
          onRemove={dropProof}
        />
      )}
    </SectionPage>
  );
}
