import { useState } from "preact/hooks";
import { api, unwrap } from "../../api/client";
import { useAct } from "../../api/use_load";
import { makeIdLookup, useAttempts } from "../../filing/attempts";
import type { components } from "../../generated/api";
import { writeDateTime } from "../../lib/format";
import { chooseName, defineWords, useLanguage, useWords, writeInBoth } from "../../lib/language";
import { Button } from "../../ui/button";
import { ErrorSummary } from "../../ui/error_summary";
import { Radios, TextField } from "../../ui/inputs";
import { Notice } from "../../ui/notice";
import { Page } from "../../ui/page";

type Report = components["schemas"]["LossReportBody"];
type Answer = components["schemas"]["LossReportView"];
type Typed = { readonly [name in "id_number" | "full_name" | "contact" | "words"]: string };

const words = defineWords(
  {
    title: "Báo mất, lộ tài khoản",
    what: "Không cần đăng nhập. Nếu thông tin khớp với tài khoản, tài khoản khóa ngay và mọi thiết bị bị đăng xuất.",
    after:
      "Muốn mở lại, bạn phải xác thực với cơ quan tiếp nhận: mang giấy tờ đến, hoặc đăng nhập lại bằng định danh điện tử rồi báo cơ quan.",
    lost: "Việc gì đã xảy ra",
    phone: "Mất điện thoại, thiết bị đăng nhập",
    password: "Mất, lộ mật khẩu",
    signature: "Mất, lộ chữ ký số",
    misused: "Có người khác dùng tài khoản",
    id_number: "Số định danh của chủ tài khoản",
    full_name: "Họ và tên",
    contact: "Số điện thoại hoặc thư điện tử đã xác nhận ở tài khoản",
    words: "Nói thêm",
    need: (t: string) => `Nhập: ${t}`,
    send: "Báo mất và khóa tài khoản",
    sending: "Đang gửi…",
    done: (t: string) => `Đã nhận báo mất số ${t}`,
    to: (office: string, at: string) => `Nơi tiếp nhận: ${office}, lúc ${at}.`,
    same: "Nếu thông tin không khớp, công chức sẽ kiểm tra và liên hệ. Trang này không cho biết ai có tài khoản.",
  },
  {
    title: "Report a lost or misused account",
    what: "No sign-in is needed. If what you enter matches an account, it is locked at once and signed out on every device.",
    after:
      "To open it again you prove who you are to the office: with your papers, or by a new sign-in with your electronic identity and a word to the office.",
    lost: "What happened",
    phone: "The phone or device I sign in with is lost",
    password: "The password is lost or known to others",
    signature: "The digital signature is lost or known to others",
    misused: "Somebody else uses the account",
    id_number: "The holder's ID number",
    full_name: "Full name",
    contact: "A telephone number or e-mail address confirmed in the account",
    words: "Anything else",
    need: (t) => `Enter: ${t}`,
    send: "Report and lock the account",
    sending: "Sending…",
    done: (t) => `Your report has the number ${t}`,
    to: (office, at) => `It goes to ${office}, at ${at}.`,
    same: "If something does not match, an officer checks it and contacts you. This page does not say who has an account.",
  },
);

const LOSSES = ["phone", "password", "signature", "misused"] as const;
const NEEDED = ["id_number", "full_name", "contact"] as const;

/** Who lost an account reports it here without signing in; the answer is the same for everybody. */
export default function LostAccountPage() {
  const w = useWords(words);
  const language = useLanguage();
  const [typed, setTyped] = useState<Typed>({ id_number: "", full_name: "", contact: "", words: "" });
  const [what, setWhat] = useState<Report["what"]>("phone");
  const [answer, setAnswer] = useState<Answer | null>(null);
  const attempts = useAttempts();
  const act = useAct<Report>(async (body, key) => {
    const params = { header: { "Idempotency-Key": key } };
    setAnswer(await unwrap(api.POST("/api/lost-accounts", { params, body })));
  });
  async function send(event: Event) {
    event.preventDefault();
    const missing = NEEDED.filter((name) => !typed[name].trim());
    const said = (name: (typeof NEEDED)[number]) => writeInBoth(words, (s) => s.need(s[name]));
    if (!attempts.show(missing.map((name) => ({ at: name, text: said(name) })))) return;
    if (!(await act.run({ ...typed, what }))) attempts.show([]);
  }
  const found = attempts.withRefused(act.problem, makeIdLookup());
  const field = (name: keyof Typed) => ({
    id: name,
    label: w[name],
    value: typed[name],
    fault: found.byField[name],
    onInput: (text: string) => setTyped({ ...typed, [name]: text }),
  });
  return (
    <Page title={w.title} failed={attempts.faults.length > 0 || act.problem !== null}>
      {answer ? (
        <Notice tone="done" title={w.done(answer.number)} role="status">
          <p>{w.to(chooseName(answer.office, language), writeDateTime(answer.received_at))}</p>
          <p>{w.same}</p>
          <p>{w.after}</p>
        </Notice>
      ) : (
        <>
          <p>{w.what}</p>
          <p>{w.after}</p>
          <form novalidate onSubmit={(event) => void send(event)}>
            <ErrorSummary faults={found.faults} problem={act.problem} attempt={attempts.attempt} />
            <Radios
              id="what"
              label={w.lost}
              value={what}
              options={LOSSES.map((value) => ({ value, text: w[value] }))}
              onChoose={(value) => setWhat(value as Report["what"])}
            />
            <TextField {...field("id_number")} />
            <TextField {...field("full_name")} />
            <TextField {...field("contact")} />
            <TextField {...field("words")} rows={3} optional />
            <p class="buttons">
              <Button type="submit" kind="danger" busy={act.busy} busyText={w.sending}>
                {w.send}
              </Button>
            </p>
          </form>
        </>
      )}
    </Page>
  );
}
