import { useState } from "preact/hooks";
import { api, unwrap } from "../../api/client";
import { useAct } from "../../api/use_load";
import { makeIdLookup, useAttempts } from "../../filing/attempts";
import { defineWords, useWords, writeInBoth } from "../../lib/language";
import { Button } from "../../ui/button";
import { ErrorSummary } from "../../ui/error_summary";
import { TextField } from "../../ui/inputs";
import { Notice } from "../../ui/notice";
import { Page } from "../../ui/page";

const words = defineWords(
  {
    title: "Liên kết tài khoản Cổng Dịch vụ công quốc gia",
    what: "Sau khi liên kết, hồ sơ bạn nộp trên Cổng Dịch vụ công quốc gia hiện trong mục Hồ sơ của tôi. Không sao chép gì khác từ tài khoản đó.",
    where:
      "Cổng cấp hai mã này khi bạn chọn liên kết với tỉnh trong phần tài khoản của Cổng. Mã xác nhận chỉ dùng được một lần, trong vài phút.",
    account: "Mã tài khoản tại Cổng",
    signature: "Mã xác nhận của Cổng",
    noAccount: "Nhập mã tài khoản tại Cổng",
    noSignature: "Nhập mã xác nhận của Cổng",
    link: "Liên kết",
    linking: "Đang liên kết…",
    done: (account: string) => `Đã liên kết với tài khoản ${account}`,
    mine: "Hồ sơ của tôi",
    back: "Cài đặt thông báo",
  },
  {
    title: "Link an account of the national portal",
    what: "Once it is linked, what you file at the national portal shows under My dossiers. Nothing else is copied from that account.",
    where:
      "The portal gives you both codes when you choose to link your account there with this province. The confirmation is valid once, for a few minutes.",
    account: "ID of the account at the portal",
    signature: "The portal's confirmation",
    noAccount: "Enter the ID of your account at the portal",
    noSignature: "Enter the portal's confirmation",
    link: "Link it",
    linking: "Linking…",
    done: (account) => `Linked with the account ${account}`,
    mine: "My dossiers",
    back: "Message settings",
  },
);

/** The portal's statement is after the #, which no server sees: «#account=…&signature=…». */
function readAnswer(name: string): string {
  return new URLSearchParams(location.hash.slice(1)).get(name) ?? "";
}

/** Links the person's account with the one that the national portal says they hold there. */
export default function NationalAccountPage() {
  const w = useWords(words);
  const [account, setAccount] = useState(() => readAnswer("account"));
  const [signature, setSignature] = useState(() => readAnswer("signature"));
  const [linked, setLinked] = useState("");
  const attempts = useAttempts();
  const act = useAct<{ account: string; signature: string }>(async (body) => {
    setLinked((await unwrap(api.POST("/api/me/national-account", { body }))).account);
  });
  async function link(event: Event) {
    event.preventDefault();
    const good = attempts.show([
      ...(account.trim() ? [] : [{ at: "account", text: writeInBoth(words, (s) => s.noAccount) }]),
      ...(signature.trim() ? [] : [{ at: "signature", text: writeInBoth(words, (s) => s.noSignature) }]),
    ]);
    if (!good) return;
    if (!(await act.run({ account: account.trim(), signature: signature.trim() }))) attempts.show([]);
  }
  const found = attempts.withRefused(act.problem, makeIdLookup());
  const faults = found.byField;
  return (
    <Page
      title={w.title}
      above={<a href="/settings">← {w.back}</a>}
      failed={attempts.faults.length > 0 || act.problem !== null}
    >
      {linked ? (
        <Notice tone="done" title={w.done(linked)} role="status">
          <p>
            <a href="/dossiers">{w.mine}</a>
          </p>
        </Notice>
      ) : (
        <>
          <p>{w.what}</p>
          <form novalidate onSubmit={(event) => void link(event)}>
            <ErrorSummary faults={found.faults} problem={act.problem} attempt={attempts.attempt} />
            <p class="muted">{w.where}</p>
            <TextField id="account" label={w.account} value={account} fault={faults.account} onInput={setAccount} />
            <TextField
              id="signature"
              label={w.signature}
              value={signature}
              fault={faults.signature}
              onInput={setSignature}
            />
            <p class="buttons">
              <Button type="submit" busy={act.busy} busyText={w.linking}>
                {w.link}
              </Button>
            </p>
          </form>
        </>
      )}
    </Page>
  );
}
