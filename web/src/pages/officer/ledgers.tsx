import { useState } from "preact/hooks";
import { api, unwrap } from "../../api/client";
import { useAct, useLoad } from "../../api/use_load";
import { go } from "../../app/router";
import { useAttempts } from "../../filing/attempts";
import { defineWords, useWords, writeInBoth } from "../../lib/language";
import { useStore } from "../../lib/store";
import { useCodeHelp } from "../../lookup/code_help";
import { loadChannels } from "../../lookup/other_channels";
import { OfficerPage } from "../../officer/layout/officer_page";
import { findUnits, findWorkUnits } from "../../officer/people/units";
import { readDossierId } from "../../officer/shared/typed_ids";
import { session } from "../../session/session";
import { Button } from "../../ui/button";
import { ErrorSummary, type Fault } from "../../ui/error_summary";
import { TextField } from "../../ui/inputs";

const words = defineWords(
  {
    title: "Nhật ký hồ sơ",
    what: "Mỗi việc trên hồ sơ là một sự kiện nối vào nhật ký, mang theo mã băm của sự kiện trước. Mở một hồ sơ để kiểm tra chuỗi ngay trên máy này.",
    code: "Mã hồ sơ hoặc số xác nhận nộp hồ sơ",
    id: "Cũng nhận định danh 26 ký tự trong bản xuất nhật ký. Mỗi lần tra cứu được ghi lại.",
    missing: "Nhập mã hồ sơ hoặc số xác nhận nộp hồ sơ",
    unknown: "Không tìm thấy hồ sơ có mã này, hoặc bạn không có quyền xem",
    open: "Mở nhật ký",
    opening: "Đang tìm hồ sơ…",
  },
  {
    title: "Ledgers",
    what: "Each act on a dossier is a fact that joins its ledger with the hash of the fact before. Open a dossier to check the chain on this machine.",
    code: "Dossier code or number of the filing",
    id: "The ID of 26 characters in an exported ledger is taken, too. Each search is put on record.",
    missing: "Enter the dossier code or the number of the filing",
    unknown: "There is no dossier with this code, or you may not see it",
    open: "Open the ledger",
    opening: "Looking for the dossier…",
  },
);

const AT = "ledger-code";

export default function LedgersPage() {
  const w = useWords(words);
  const { me } = useStore(session);
  const [typed, setTyped] = useState("");
  const attempts = useAttempts();
  const channels = useLoad(loadChannels, []);
  const help = useCodeHelp(channels.state === "done" ? channels.data.code_example : "");
  const makeFault = (key: "missing" | "unknown"): Fault => ({ at: AT, text: writeInBoth(words, (s) => s[key]) });
  // Supervisors of the province have no unit to search in.
  const unit = findUnits(me, ["auditor", "provincial_office"]).length ? null : (findWorkUnits(me)[0] ?? null);
  const find = useAct<string>(async (text) => {
    const body = { unit, by: "code", text, purpose: "inspection" } as const;
    const [found] = (await unwrap(api.POST("/api/search", { body }))).items;
    if (attempts.show(found ? [] : [makeFault("unknown")])) void go(`/officer/ledger/${found?.dossier_id}`);
  });
  async function open(event: Event) {
    event.preventDefault();
    const wanted = typed.trim();
    if (!attempts.show(wanted.length > 1 ? [] : [makeFault("missing")])) return;
    const id = readDossierId(wanted);
    if (id) void go(`/officer/ledger/${id}`);
    else if (!(await find.run(wanted))) attempts.show([]);
  }
  return (
    <OfficerPage title={w.title} failed={attempts.faults.length > 0 || find.problem !== null}>
      <ErrorSummary faults={attempts.faults} problem={find.problem} attempt={attempts.attempt} />
      <p class="narrow">{w.what}</p>
      <form class="narrow" novalidate onSubmit={(event) => void open(event)}>
        <TextField
          id={AT}
          label={w.code}
          help={`${help} ${w.id}`}
          value={typed}
          onInput={setTyped}
          fault={attempts.byField()[AT]}
          width="medium"
        />
        <p class="buttons">
          <Button type="submit" busy={find.busy} busyText={w.opening}>
            {w.open}
          </Button>
        </p>
      </form>
    </OfficerPage>
  );
}
