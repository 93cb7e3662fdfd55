import { useEffect, useState } from "preact/hooks";
import { api, unwrap } from "../../api/client";
import type { Problem } from "../../api/problem";
import { useAct, useLoad } from "../../api/use_load";
import { useRemembered } from "../../app/use_remembered";
import { TONES } from "../../dossier/tones";
import type { components } from "../../generated/api";
import { type BilingualText, chooseName, defineWords, useLanguage, useWords, writeInBoth } from "../../lib/language";
import { LookupForm } from "../../lookup/form";
import { type LookupQuery, readLookupQuery } from "../../lookup/lookup_query";
import { loadChannels, OtherChannels } from "../../lookup/other_channels";
import { Scanner } from "../../lookup/scanner";
import { Button } from "../../ui/button";
import { ErrorSummary } from "../../ui/error_summary";
import { Loading } from "../../ui/loading";
import { Notice } from "../../ui/notice";
import { Page } from "../../ui/page";

type LookupResult = components["schemas"]["LookupView"];

const words = defineWords(
  {
    title: "Tra cứu hồ sơ",
    intro:
      "Nhập mã trên giấy tiếp nhận hồ sơ và hẹn trả kết quả hoặc quét mã QR. Người có mã chỉ xem được hồ sơ đang ở bước nào.",
    moved: (code: string) => `Mã ${code} không còn giá trị; hồ sơ tiếp tục theo thủ tục đúng với số trên.`,
    refiled: (number: string) => `Mã này không còn giá trị; hồ sơ tiếp tục theo thủ tục đúng với số ${number}.`,
    scan: "Quét mã QR",
    none: "Không tìm thấy hồ sơ có mã này, hoặc bạn không có quyền xem",
    steps: (done: number, of: number) => `Đã hoàn thành ${done}/${of} bước.`,
    progress: (what: string) => `Phần mềm của cơ quan giải quyết báo: ${what}.`,
    hidden: "Tình trạng của hồ sơ này không được công khai.",
    more: "Xem hạn trả, giấy tờ và kết quả sau khi đăng nhập.",
    signIn: "Đăng nhập để xem đầy đủ",
  },
  {
    title: "Look up a dossier",
    intro: "Enter the code on the receipt or scan the QR code. People with the code see only the step it has reached.",
    moved: (code) =>
      `The code ${code} is void; the dossier continues under the correct procedure with the number above.`,
    refiled: (number) => `This code is void; the dossier continues under the correct procedure as ${number}.`,
    scan: "Scan a QR code",
    none: "No dossier with this code, or you may not see it",
    steps: (done, of) => `${done} of ${of} steps done.`,
    progress: (what) => `The system of the agency that settles it reports: ${what}.`,
    hidden: "This dossier does not show its state in public.",
    more: "Due date, papers and results are shown after you sign in.",
    signIn: "Sign in to see all of it",
  },
);

export default function LookupPage() {
  const w = useWords(words);
  const language = useLanguage();
  const [asked, setAsked] = useRemembered<LookupQuery | null>("asked", readLookupQuery(location.hash));
  const [found, setFound] = useRemembered<LookupResult | null>("found", null);
  const [scanning, setScanning] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const channels = useLoad(loadChannels, []);
  const act = useAct<LookupQuery>(async (body) => setFound(await unwrap(api.POST("/api/lookup", { body }))));
  async function look(wanted: LookupQuery) {
    setScanning(false);
    setFound(null);
    setAsked(wanted);
    if (!(await act.run(wanted))) setAttempt((n) => n + 1);
  }
  useEffect(() => {
    if (asked && !found) void look(asked);
  }, []);
  const refused = nameRefusal(act.problem);
  return (
    <Page title={w.title} failed={act.problem !== null}>
      <ErrorSummary
        faults={refused ? [{ at: "lookup-code", text: refused }] : []}
        problem={act.problem}
        attempt={attempt}
      />
      <p>{w.intro}</p>
      {found && (
        <div role="status">
          <Notice
            tone={found.completion ? TONES[found.completion.state] : "info"}
            title={found.completion ? chooseName(found.completion.name, language) : w.hidden}
          >
            <p class="code">{found.code}</p>
            {found.void_code && <p>{w.moved(found.void_code)}</p>}
            {found.refiled_as && <p>{w.refiled(found.refiled_as)}</p>}
            {found.completion && <p>{w.steps(found.completion.done, found.completion.of)}</p>}
            {found.completion?.progress && <p>{w.progress(chooseName(found.completion.progress, language))}</p>}
            <p>
              {w.more} <a href="/dossiers">{w.signIn}</a>
            </p>
          </Notice>
        </div>
      )}
      {act.busy && <Loading />}
      <LookupForm
        main
        code={asked?.code ?? ""}
        example={channels.state === "done" ? channels.data.code_example : ""}
        refused={refused?.[language]}
        onAsk={(wanted) => void look(wanted)}
      />
      <p class="buttons">
        <Button kind="plain" onPress={() => setScanning(!scanning)}>
          {w.scan}
        </Button>
      </p>
      <div class="summary-room">{channels.state === "done" && <OtherChannels channels={channels.data} />}</div>
      {scanning && <Scanner onText={(text) => void look(readLookupQuery(text) ?? { code: text.slice(0, 200) })} />}
    </Page>
  );
}

/** Fault at the code: no such dossier, or the expected format. */
function nameRefusal(problem: Problem | null): BilingualText | null {
  if (problem?.status === 404) return writeInBoth(words, (s) => s.none);
  return problem?.code === "not_a_dossier_code" ? problem : (problem?.fields[0] ?? null);
}
