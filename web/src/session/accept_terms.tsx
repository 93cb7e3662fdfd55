import { useState } from "preact/hooks";
import { useAct, useLoad } from "../api/use_load";
import { writeLongMoment } from "../lib/format";
import { defineWords, useLanguage, useWords } from "../lib/language";
import { Button } from "../ui/button";
import { ErrorSummary } from "../ui/error_summary";
import { Ready } from "../ui/loading";
import { Notice } from "../ui/notice";
import { type Acceptance, acceptTerms, loadAcceptance } from "./terms";

const words = defineWords(
  {
    accept: "Tôi đã đọc và đồng ý",
    accepting: "Đang ghi nhận…",
    accepted: (at: string) => `Bạn đã đồng ý điều khoản này lúc ${at}.`,
    changed: "Điều khoản đã thay đổi từ lần bạn đồng ý trước. Hãy đọc lại.",
    please: "Bạn chưa đồng ý điều khoản sử dụng hiện hành.",
    read: "Đọc và đồng ý",
  },
  {
    accept: "I have read and accept the terms",
    accepting: "Recording…",
    accepted: (at) => `You accepted these terms at ${at}.`,
    changed: "The terms have changed since you accepted them. Read them again.",
    please: "You have not accepted the terms of use in force.",
    read: "Read and accept",
  },
);

/** At the end of the terms: accept them, or when that was done. */
export function AcceptTerms({ version }: { readonly version: string }) {
  const loaded = useLoad(loadAcceptance, []);
  return <Ready from={loaded}>{(found) => <Acceptable version={version} found={found} />}</Ready>;
}

function Acceptable({ version, found }: { readonly version: string; readonly found: Acceptance }) {
  const w = useWords(words);
  const language = useLanguage();
  const [known, setKnown] = useState(found);
  const act = useAct(async () => setKnown(await acceptTerms(version)));
  if (!known.due && known.accepted_at) {
    return (
      <Notice tone="done" role="status">
        <p>{w.accepted(writeLongMoment(known.accepted_at, language))}</p>
      </Notice>
    );
  }
  return (
    <>
      {known.accepted && <p>{w.changed}</p>}
      <ErrorSummary faults={[]} problem={act.problem} attempt={0} />
      <p class="buttons">
        <Button onPress={() => void act.run(undefined)} busy={act.busy} busyText={w.accepting}>
          {w.accept}
        </Button>
      </p>
    </>
  );
}

/** Where a person begins after signing in: the way to terms that they have not accepted yet. */
export function TermsDue({ of }: { readonly of: Acceptance | null }) {
  const w = useWords(words);
  if (!of?.due) return null;
  return (
    <Notice tone="act">
      <p>
        {of.accepted ? w.changed : w.please} <a href="/terms">{w.read}</a>
      </p>
    </Notice>
  );
}
