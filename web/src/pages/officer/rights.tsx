import { useState } from "preact/hooks";
import { api, unwrap } from "../../api/client";
import { useLoad } from "../../api/use_load";
import type { PageProps } from "../../app/route";
import { replaceUrl } from "../../app/router";
import { useAttempts } from "../../filing/attempts";
import { defineWords, useWords, writeInBoth } from "../../lib/language";
import { OfficerPage } from "../../officer/layout/officer_page";
import { ChangeRights } from "../../officer/people/change_rights";
import { HeldRights } from "../../officer/people/held_rights";
import { Recovery } from "../../officer/people/recovery";
import type { OfficerRecord } from "../../officer/people/rights";
import { loadNames, type Names } from "../../officer/shared/names";
import { readAccountId } from "../../officer/shared/typed_ids";
import { Button } from "../../ui/button";
import { ErrorSummary } from "../../ui/error_summary";
import { TextField } from "../../ui/inputs";
import { Ready } from "../../ui/loading";

const words = defineWords(
  {
    title: "Quyền của công chức, viên chức",
    account: "Mã tài khoản",
    accountHelp: "Mã này hiện trong trang Cài đặt của người đó.",
    noAccount: "Nhập mã tài khoản: chữ không dấu, chữ số và dấu gạch ngang, như trong trang Cài đặt của người đó",
    find: "Xem quyền",
    new: "Tài khoản này chưa có quyền nào.",
    saved: "Đã ghi. Quyền có hiệu lực trong một phút.",
    recorded: "Đã ghi.",
    byRequest: "Tại tỉnh này, quyền chỉ thay đổi theo văn bản đề nghị của đơn vị.",
    requests: "Mở các đề nghị cấp tài khoản, phân quyền",
    others: "Bạn xem được hồ sơ này; quy định của tỉnh giao việc cấp, thu hồi quyền cho nơi khác.",
  },
  {
    title: "Officers' rights",
    account: "Account ID",
    accountHelp: "The person finds it on the Settings page.",
    noAccount: "Enter the account ID: letters, digits and dashes, as on the person's Settings page",
    find: "Show rights",
    new: "This account has no rights yet.",
    saved: "Saved. Rights take effect within a minute.",
    recorded: "Saved.",
    byRequest: "In this province rights change by the unit's written request alone.",
    requests: "Open the account requests",
    others: "You may read this record; the rules of the province assign granting and revoking rights to others.",
  },
);

/** Granting, changing and revoking the rights of one account, for whom the law of the province lets do it (LC-17.3.b). */
export default function RightsPage({ query }: PageProps) {
  const w = useWords(words);
  const [typed, setTyped] = useState(query.get("account") ?? "");
  const [sub, setSub] = useState(typed);
  const loaded = useLoad(loadNames, []);
  const attempts = useAttempts();
  function find(event: Event) {
    event.preventDefault();
    const account = readAccountId(typed);
    if (!attempts.show(account ? [] : [{ at: "account", text: writeInBoth(words, (s) => s.noAccount) }]) || !account)
      return;
    setSub(account);
    replaceUrl(`/officer/rights?account=${account}`);
  }
  return (
    <OfficerPage title={w.title}>
      <form class="narrow" novalidate onSubmit={find}>
        <ErrorSummary faults={attempts.faults} attempt={attempts.attempt} />
        <TextField
          id="account"
          label={w.account}
          help={w.accountHelp}
          value={typed}
          fault={attempts.byField().account}
          onInput={setTyped}
        />
        <p class="buttons">
          <Button type="submit" kind="secondary">
            {w.find}
          </Button>
        </p>
      </form>
      {sub && <Ready from={loaded}>{(known) => <One key={sub} sub={sub} names={known} />}</Ready>}
    </OfficerPage>
  );
}

function One({ sub, names: known }: { readonly sub: string; readonly names: Names }) {
  const w = useWords(words);
  const [message, setMessage] = useState("");
  const loaded = useLoad(() => unwrap(api.GET("/api/officers/{sub}", { params: { path: { sub } } })), [sub]);
  return (
    <>
      <p role="status" class="report">
        {message}
      </p>
      <Ready from={loaded}>
        {(record) => (
          <>
            <Rights
              key={record.version}
              record={record}
              names={known}
              onDone={() => {
                setMessage(w.saved);
                loaded.reload();
              }}
            />
            {record.version > 0 && (
              <Recovery
                record={record}
                onDone={() => {
                  setMessage(w.recorded);
                  loaded.reload();
                }}
              />
            )}
          </>
        )}
      </Ready>
    </>
  );
}

interface RightsProps {
  readonly record: OfficerRecord;
  readonly names: Names;
  readonly onDone: () => void;
}

function Rights({ record, names: known, onDone }: RightsProps) {
  const w = useWords(words);
  const changes = record.may_change && !record.by_request;
  const [revoked, setRevoked] = useState<ReadonlySet<number>>(new Set());
  function choose(at: number, on: boolean) {
    setRevoked((all) => new Set([...all].filter((each) => each !== at).concat(on ? [at] : [])));
  }
  return (
    <>
      {record.version === 0 && <p class="empty">{w.new}</p>}
      {record.assignments.length > 0 && (
        <HeldRights record={record} names={known} revoked={revoked} onChoose={changes ? choose : null} />
      )}
      {changes ? (
        <ChangeRights record={record} names={known} revoked={revoked} onDone={onDone} />
      ) : (
        <p class="muted">{record.by_request ? w.byRequest : w.others}</p>
      )}
      {record.by_request && (
        <p>
          <a href="/officer/matters?kind=account-requests">{w.requests}</a>
        </p>
      )}
    </>
  );
}
