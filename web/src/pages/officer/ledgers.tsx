import { useState } from "preact/hooks";
import { go } from "../../app/router";
import { useAttempts } from "../../filing/attempts";
import { inBoth, useWords, words } from "../../lib/language";
import { OfficerPage } from "../../officer/frame";
import { readDossierId } from "../../officer/typed_ids";
import { Button } from "../../ui/button";
import { ErrorSummary } from "../../ui/error_summary";
import { TextField } from "../../ui/inputs";

const said = words(
  {
    title: "Nhật ký hồ sơ",
    what: "Mỗi việc trên hồ sơ là một sự kiện nối vào nhật ký, mang theo mã băm của sự kiện trước. Mở một hồ sơ để kiểm tra chuỗi ngay trên máy này.",
    id: "Định danh hồ sơ",
    help: "26 ký tự, có trong địa chỉ trang hồ sơ và trong bản xuất nhật ký.",
    missing: "Nhập định danh hồ sơ, 26 chữ và số",
    open: "Mở nhật ký",
  },
  {
    title: "Ledgers",
    what: "Each act on a dossier is a fact that joins its ledger with the hash of the fact before. Open a dossier to check the chain on this machine.",
    id: "Dossier ID",
    help: "26 characters; it stands in the address of the dossier's page and in exports.",
    missing: "Enter the dossier ID, 26 letters and digits",
    open: "Open the ledger",
  },
);

export default function LedgersPage() {
  const w = useWords(said);
  const [id, setId] = useState("");
  const attempts = useAttempts();
  function open(event: Event) {
    event.preventDefault();
    const wanted = readDossierId(id);
    const faults = wanted ? [] : [{ at: "ledger-id", text: inBoth(said, (s) => s.missing) }];
    if (attempts.show(faults)) void go(`/officer/ledger/${wanted}`);
  }
  return (
    <OfficerPage title={w.title} failed={attempts.faults.length > 0}>
      <ErrorSummary faults={attempts.faults} attempt={attempts.attempt} />
      <p class="narrow">{w.what}</p>
      <form class="narrow" novalidate onSubmit={open}>
        <TextField
          id="ledger-id"
          label={w.id}
          help={w.help}
          value={id}
          onInput={setId}
          fault={attempts.byField()["ledger-id"]}
          width="medium"
        />
        <p class="buttons">
          <Button type="submit">{w.open}</Button>
        </p>
      </form>
    </OfficerPage>
  );
}
