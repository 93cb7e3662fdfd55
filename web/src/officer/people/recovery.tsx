import { useState } from "preact/hooks";
import { api, ifMatch, unwrap } from "../../api/client";
import { useAct } from "../../api/use_load";
import { useAttempts } from "../../filing/attempts";
import { writeDateTime } from "../../lib/format";
import { defineWords, useWords, writeInBoth } from "../../lib/language";
import { Button } from "../../ui/button";
import { ErrorSummary } from "../../ui/error_summary";
import { FormButtons } from "../../ui/form_buttons";
import { TextField } from "../../ui/inputs";
import type { OfficerRecord } from "./rights";

const words = defineWords(
  {
    title: "Mất điện thoại lấy mã xác thực",
    why: "Đề nghị cấp lại tài khoản khi người này mất hoặc đổi điện thoại. Người thứ hai có thẩm quyền phải xác nhận. Khi đó các phiên đăng nhập của tài khoản kết thúc, mật khẩu mới gửi đến thư điện tử công vụ, và người này đăng ký lại điện thoại.",
    request: "Số, ngày văn bản đề nghị cấp lại",
    missing: "Điền số, ngày văn bản đề nghị cấp lại",
    ask: "Đề nghị cấp lại tài khoản",
    asking: "Đang gửi…",
    asked: (who: string, at: string, ref: string) => `${who} đã đề nghị cấp lại tài khoản lúc ${at}, theo ${ref}.`,
    wait: "Chờ người thứ hai có thẩm quyền xác nhận.",
    check: "Gặp trực tiếp hoặc gọi số điện thoại công vụ để chắc chắn đúng người trước khi xác nhận.",
    agree: "Xác nhận cấp lại",
    again: "Hoàn tất việc cấp lại",
    refuse: "Không đồng ý",
    deciding: "Đang ghi…",
  },
  {
    title: "Lost telephone",
    why: "Ask for a new account when this person has lost or replaced their telephone. A second person who grants rights must agree. All sessions of the account then end, a new password goes to the official e-mail address, and the person registers a telephone again.",
    request: "Number and date of the request for a new account",
    missing: "Fill in: number and date of the request for a new account",
    ask: "Ask for a new account",
    asking: "Sending…",
    asked: (who, at, ref) => `${who} asked for a new account on ${at}, on the request ${ref}.`,
    wait: "A second person who grants rights must agree.",
    check: "Meet the person, or call their office telephone, before you agree.",
    agree: "Agree to the new account",
    again: "Complete the new account",
    refuse: "Refuse",
    deciding: "Saving…",
  },
);

interface RecoveryProps {
  readonly record: OfficerRecord;
  readonly onDone: () => void;
}

/** A new account for an officer whose telephone is lost: one person asks, another agrees. */
export function Recovery({ record, onDone }: RecoveryProps) {
  const w = useWords(words);
  const waiting = record.recovery;
  if (!record.may_change) return null;
  return (
    <section aria-labelledby="recovery">
      <h2 id="recovery">{w.title}</h2>
      {waiting ? (
        <>
          <p>
            {w.asked(waiting.asked_by_name || waiting.asked_by, writeDateTime(waiting.asked_at), waiting.request_ref)}
          </p>
          {waiting.may_decide ? <Decide record={record} onDone={onDone} /> : <p>{w.wait}</p>}
        </>
      ) : (
        <Ask record={record} onDone={onDone} />
      )}
    </section>
  );
}

function Ask({ record, onDone }: RecoveryProps) {
  const w = useWords(words);
  const [request, setRequest] = useState("");
  const attempts = useAttempts();
  const act = useAct(async (request_ref: string) => {
    const params = { path: { sub: record.sub }, header: ifMatch(record.version) };
    await unwrap(api.POST("/api/officers/{sub}/recovery", { params, body: { request_ref } }));
  });
  async function send(event: Event) {
    event.preventDefault();
    const missing = request.trim() ? [] : [{ at: "recovery-request", text: writeInBoth(words, (s) => s.missing) }];
    if (!attempts.show(missing)) return;
    if (await act.run(request.trim())) return onDone();
    attempts.show([]);
  }
  return (
    <form class="narrow" novalidate onSubmit={(event) => void send(event)}>
      <ErrorSummary faults={attempts.faults} problem={act.problem} attempt={attempts.attempt} />
      <p>{w.why}</p>
      <TextField
        id="recovery-request"
        label={w.request}
        value={request}
        fault={attempts.byField()["recovery-request"]}
        onInput={setRequest}
      />
      <FormButtons submit={w.ask} busy={act.busy} busyText={w.asking} />
    </form>
  );
}

function Decide({ record, onDone }: RecoveryProps) {
  const w = useWords(words);
  const [attempt, setAttempt] = useState(0);
  const act = useAct(async (agree: boolean) => {
    const params = { path: { sub: record.sub }, header: ifMatch(record.version) };
    await unwrap(api.POST("/api/officers/{sub}/recovery/decision", { params, body: { agree } }));
  });
  async function decide(agree: boolean) {
    if (await act.run(agree)) return onDone();
    setAttempt((n) => n + 1);
  }
  const cutShort = record.recovery?.agreed ?? false;
  return (
    <>
      <ErrorSummary faults={[]} problem={act.problem} attempt={attempt} />
      <p>{w.check}</p>
      <p class="buttons">
        <Button busy={act.busy} busyText={w.deciding} onPress={() => void decide(true)}>
          {cutShort ? w.again : w.agree}
        </Button>
        {!cutShort && (
          <Button kind="secondary" busy={act.busy} busyText={w.deciding} onPress={() => void decide(false)}>
            {w.refuse}
          </Button>
        )}
      </p>
    </>
  );
}
