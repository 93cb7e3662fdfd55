import { useState } from "preact/hooks";
import { api, ifMatch, unwrap } from "../../api/client";
import { useAct, useLoad } from "../../api/use_load";
import { makeIdLookup, useAttempts } from "../../filing/attempts";
import type { components } from "../../generated/api";
import { writeDateTime } from "../../lib/format";
import { chooseName, defineWords, useLanguage, useWords } from "../../lib/language";
import { signOut } from "../../session/session";
import { Button } from "../../ui/button";
import { type Column, DataTable } from "../../ui/data_table";
import { ErrorSummary } from "../../ui/error_summary";
import { Check } from "../../ui/inputs";
import { Ready } from "../../ui/loading";
import { Notice, type Tone } from "../../ui/notice";
import { Page } from "../../ui/page";

type Account = components["schemas"]["OwnAccountView"];
type Entry = components["schemas"]["AccountEntryView"];
type OwnAct = Account["acts"][number];

const words = defineWords(
  {
    title: "Trạng thái tài khoản",
    state: (t: string) => `Tài khoản ${t}`,
    since: (t: string) => `Từ ${t}.`,
    reason: "Lý do",
    stays:
      "Khi tài khoản không hoạt động, bạn vẫn xem được hồ sơ, thông báo và dữ liệu của mình; các việc khác không làm được.",
    sessions: "Phiên đăng nhập và thiết bị",
    applications: "Ứng dụng đã đăng ký",
    loss: "Báo mất, lộ tài khoản",
    lossTo: (t: string) => `Nơi tiếp nhận: ${t}.`,
    acts: "Tạm dừng, hủy",
    basis: "Căn cứ",
    pause: "Tạm dừng tài khoản",
    pauseWhat: "Không ai dùng được tài khoản đến khi bạn đăng nhập và mở lại. Mọi phiên đăng nhập kết thúc ngay.",
    resume: "Mở lại tài khoản",
    resumeWhat: "Tài khoản dùng được như trước.",
    cancel: "Hủy tài khoản",
    cancelWhat:
      "Hồ sơ đã nộp vẫn được giải quyết; kết quả trả đúng cách bạn đã chọn. Sau này vẫn mở lại được bằng định danh điện tử.",
    understood: "Tôi biết: hồ sơ đã nộp vẫn được giải quyết và trả kết quả",
    sending: "Đang ghi…",
    history: "Lịch sử",
    none: "Chưa có thay đổi nào.",
    at: "Thời điểm",
    what: "Trạng thái",
    who: "Ai thay đổi",
    own: "Bạn",
    office: "Cơ quan",
  },
  {
    title: "State of the account",
    state: (t) => `The account is ${t}`,
    since: (t) => `Since ${t}.`,
    reason: "Reason",
    stays: "While the account is closed you still read your dossiers, messages and data. You can do nothing else.",
    sessions: "Sessions and devices",
    applications: "Registered applications",
    loss: "Report a lost or misused account",
    lossTo: (t) => `Reports go to ${t}.`,
    acts: "Suspend or cancel",
    basis: "Legal basis",
    pause: "Suspend the account",
    pauseWhat: "Nobody can use it until you sign in and open it again. Every session ends at once.",
    resume: "Open the account again",
    resumeWhat: "It can be used as before.",
    cancel: "Cancel the account",
    cancelWhat:
      "Dossiers you filed are still settled, and results are given the way you chose. You can open it again later with your electronic identity.",
    understood: "I know: dossiers I filed are still settled, and their results are given to me",
    sending: "Saving…",
    history: "History",
    none: "Nothing has changed yet.",
    at: "When",
    what: "State",
    who: "Changed by",
    own: "You",
    office: "An office",
  },
);

const TONES: Readonly<Record<Entry["standing"], Tone>> = {
  open: "done",
  paused: "wait",
  suspended: "bad",
  locked: "bad",
  cancelled: "bad",
  idle: "wait",
};

/** The state of the person's account, and what they may do with it. */
export default function AccountPage() {
  const w = useWords(words);
  const loaded = useLoad(() => unwrap(api.GET("/api/me/account", {})), []);
  return (
    <Page title={w.title}>
      <Ready from={loaded}>{(at) => <Account at={at} />}</Ready>
    </Page>
  );
}

function Account({ at }: { readonly at: Account }) {
  const w = useWords(words);
  const language = useLanguage();
  const [account, setAccount] = useState(at);
  const { now } = account;
  return (
    <>
      <Notice tone={TONES[now.standing]} title={w.state(chooseName(now.words, language))} role="status">
        {now.since && <p>{w.since(writeDateTime(now.since))}</p>}
        {now.reason && (
          <p>
            {w.reason}: {now.reason}
          </p>
        )}
        {now.standing !== "open" && <p>{w.stays}</p>}
      </Notice>
      <p>
        <a href="/tai-khoan/thiet-bi">{w.sessions}</a> · <a href="/tai-khoan/ung-dung">{w.applications}</a> ·{" "}
        <a href="/bao-mat-tai-khoan">{w.loss}</a>{" "}
        <span class="muted small">{w.lossTo(chooseName(account.loss_to, language))}</span>
      </p>
      {account.acts.length > 0 && <OwnActs account={account} onDone={setAccount} />}
      <h2>{w.history}</h2>
      <History entries={account.history} />
    </>
  );
}

function OwnActs({ account, onDone }: { readonly account: Account; readonly onDone: (next: Account) => void }) {
  const w = useWords(words);
  const [understood, setUnderstood] = useState(false);
  const attempts = useAttempts();
  const act = useAct<{ act: OwnAct; understood: boolean }>(async (body, key) => {
    const header = { "Idempotency-Key": key, ...ifMatch(account.version) };
    const next = await unwrap(api.POST("/api/me/account", { params: { header }, body }));
    onDone(next);
    // Every session ended with it.
    if (next.now.standing !== "open") await signOut(false);
  });
  async function send(word: OwnAct) {
    if (!(await act.run({ act: word, understood: word === "cancel" && understood }))) attempts.show([]);
  }
  const found = attempts.withRefused(act.problem, makeIdLookup());
  const what = { pause: w.pauseWhat, resume: w.resumeWhat, cancel: w.cancelWhat };
  return (
    <section aria-labelledby="acts">
      <h2 id="acts">{w.acts}</h2>
      <ErrorSummary faults={found.faults} problem={act.problem} attempt={attempts.attempt} />
      {account.acts.map((word) => (
        <div key={word}>
          <p>{what[word]}</p>
          {word === "cancel" && (
            <Check
              id="understood"
              label={w.understood}
              checked={understood}
              fault={found.byField.understood}
              onChange={setUnderstood}
            />
          )}
          <p class="buttons">
            <Button
              kind={word === "cancel" ? "danger" : "secondary"}
              busy={act.busy}
              busyText={w.sending}
              onPress={() => void send(word)}
            >
              {w[word]}
            </Button>
          </p>
        </div>
      ))}
      {account.article && (
        <p class="muted small">
          {w.basis}: <span lang="vi">{account.article}</span>
        </p>
      )}
    </section>
  );
}

function History({ entries }: { readonly entries: readonly Entry[] }) {
  const w = useWords(words);
  const language = useLanguage();
  const columns: readonly Column<Entry>[] = [
    { head: w.at, show: (each) => (each.since ? writeDateTime(each.since) : "") },
    { head: w.what, show: (each) => chooseName(each.words, language), names: true },
    { head: w.who, show: (each) => (each.own ? w.own : w.office) },
    { head: w.reason, show: (each) => each.reason },
    { head: w.basis, show: (each) => <span lang="vi">{each.article}</span> },
  ];
  return (
    <DataTable
      label={w.history}
      columns={columns}
      rows={entries}
      rowKey={(each) => `${each.standing}${each.since}`}
      empty={w.none}
    />
  );
}
