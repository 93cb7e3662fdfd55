import { useState } from "preact/hooks";
import { api, ifMatch, unwrap } from "../api/client";
import type { Dossier } from "../api/types";
import { useAct } from "../api/use_load";
import { defineWords, useLanguage, useWords } from "../lib/language";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Notice } from "../ui/notice";

const words = defineWords(
  {
    go: "Chấm dứt ủy quyền của người nộp thay",
    title: "Chấm dứt ủy quyền?",
    what: "Người nộp thay không xem và không làm tiếp hồ sơ này được nữa. Hồ sơ vẫn là của bạn. Không khôi phục được.",
    keep: "Giữ ủy quyền",
    end: "Chấm dứt",
    going: "Đang gửi…",
  },
  {
    go: "Revoke the filer's authorisation",
    title: "Revoke the authorisation?",
    what: "The person who filed for you no longer sees or continues this dossier. It stays yours. This cannot be undone.",
    keep: "Keep it",
    end: "Revoke",
    going: "Sending…",
  },
);

interface EndAuthorityProps {
  readonly dossier: Dossier;
  readonly reload: () => void;
}

/** The principal ends the paper by which somebody filed for them, after its meaning was read. */
export function EndAuthority({ dossier, reload }: EndAuthorityProps) {
  const w = useWords(words);
  const language = useLanguage();
  const [asked, setAsked] = useState(false);
  const act = useAct<null>(async (_, key) => {
    const header = { "Idempotency-Key": key, ...ifMatch(dossier.version) };
    const params = { path: { dossier_id: dossier.id }, header };
    await unwrap(api.POST("/api/dossiers/{dossier_id}/revoke_authority", { params, body: { reason: null } }));
    setAsked(false);
    reload();
  });
  return (
    <>
      <Button kind="secondary" onPress={() => setAsked(true)}>
        {w.go}
      </Button>
      {asked && (
        <Dialog id="end-authority" title={w.title} onClose={() => setAsked(false)}>
          <p>{w.what}</p>
          {act.problem && (
            <Notice tone="bad" role="alert">
              <p>{act.problem.text(language)}</p>
            </Notice>
          )}
          <p class="buttons">
            <Button kind="secondary" onPress={() => setAsked(false)}>
              {w.keep}
            </Button>
            <Button kind="danger" busy={act.busy} busyText={w.going} onPress={() => void act.run(null)}>
              {w.end}
            </Button>
          </p>
        </Dialog>
      )}
    </>
  );
}
