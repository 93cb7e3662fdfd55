import { useState } from "preact/hooks";
import { api, ifMatch, unwrap } from "../../api/client";
import { useAct, useLoad } from "../../api/use_load";
import type { PageProps } from "../../app/route";
import { go } from "../../app/router";
import { type DossierView, loadDossier } from "../../dossier/load";
import { makeIdLookup, useAttempts } from "../../filing/attempts";
import { chooseName, defineWords, useLanguage, useWords } from "../../lib/language";
import { Button } from "../../ui/button";
import { ErrorSummary } from "../../ui/error_summary";
import { TextField } from "../../ui/inputs";
import { ReadyPage } from "../../ui/loading";
import { Notice } from "../../ui/notice";
import { Page } from "../../ui/page";

const words = defineWords(
  {
    title: "Rút hồ sơ này?",
    what: "Cơ quan sẽ không giải quyết tiếp. Sau khi rút không khôi phục được; nếu vẫn có nhu cầu, hãy nộp hồ sơ mới.",
    approve: "Hồ sơ đã được tiếp nhận, nên việc rút có hiệu lực khi cơ quan xác nhận.",
    reason: "Lý do",
    keep: "Không rút, quay lại",
    go: "Rút hồ sơ",
    going: "Đang gửi yêu cầu…",
    not: "Hồ sơ này không rút được ở bước hiện tại.",
  },
  {
    title: "Withdraw this dossier?",
    what: "The agency stops working on it. This cannot be undone; file a new dossier if needed.",
    approve: "It has been accepted, so the withdrawal takes effect when the agency confirms it.",
    reason: "Reason",
    keep: "Do not withdraw, go back",
    go: "Withdraw the dossier",
    going: "Sending…",
    not: "This dossier cannot be withdrawn at its present step.",
  },
);

export default function WithdrawPage({ params }: PageProps) {
  const loaded = useLoad(() => loadDossier(params.id ?? ""), [params.id]);
  return (
    <ReadyPage from={loaded} title={useWords(words).title}>
      {(whole) => <Withdraw whole={whole} />}
    </ReadyPage>
  );
}

function Withdraw({ whole }: { readonly whole: DossierView }) {
  const w = useWords(words);
  const language = useLanguage();
  const { dossier: d } = whole;
  const [reason, setReason] = useState("");
  const back = `/dossiers/${d.id}`;
  const act = useAct<{ reason: string | null }>(async (body, key) => {
    const params = { path: { dossier_id: d.id }, header: { "Idempotency-Key": key, ...ifMatch(d.version) } };
    await unwrap(api.POST("/api/dossiers/{dossier_id}/withdraw", { params, body }));
    await go(back, { replace: true });
  });
  async function send() {
    if (!(await act.run({ reason: reason.trim() || null }))) attempts.show([]);
  }
  const attempts = useAttempts();
  const found = attempts.withRefused(act.problem, makeIdLookup());
  const may = d.allowed.includes("withdraw");
  return (
    <Page title={w.title} above={`${d.code ?? d.receipt_no} · ${chooseName(d.procedure, language)}`}>
      <ErrorSummary faults={found.faults} problem={act.problem} attempt={attempts.attempt} />
      <Notice tone="act">
        <p>{may ? w.what : w.not}</p>
        {may && d.received_at && <p>{w.approve}</p>}
      </Notice>
      {may && (
        <TextField
          id="reason"
          label={w.reason}
          value={reason}
          fault={found.byField.reason}
          onInput={setReason}
          rows={3}
          optional
        />
      )}
      <p class="buttons">
        <a class="button button-secondary" href={back}>
          {w.keep}
        </a>
        {may && (
          <Button kind="danger" busy={act.busy} busyText={w.going} onPress={() => void send()}>
            {w.go}
          </Button>
        )}
      </p>
    </Page>
  );
}
