import { useState } from "preact/hooks";
import { useLoad } from "../../api/use_load";
import type { SpecialField } from "../../eform/fields";
import { defineWords, useWords } from "../../lib/language";
import { useTyped } from "../../ui/use_typed";
import { readAccountId } from "../shared/typed_ids";
import { type FoundOfficer, findOfficers } from "./found_officers";
import { writeSignature } from "./people";
import { PersonBox } from "./person_box";

const words = defineWords(
  {
    nobody: "Không tìm thấy ai. Người của đơn vị khác: gõ cả thư điện tử công vụ. Người mới: gõ mã tài khoản.",
    hint: "Gõ vài chữ của tên hoặc thư điện tử công vụ; ↑ ↓ rồi Enter để chọn.",
    account: "Dùng mã tài khoản này",
  },
  {
    nobody: "Nobody is found. For people of other units type the whole office e-mail; for somebody new the account ID.",
    hint: "Type some letters of the name or the office e-mail; ↑ ↓ and Enter to choose.",
    account: "Use this account ID",
  },
);

const LEAST_TYPED = 2;

/** An officer, found by name or office address; somebody who has no record yet by the account. */
export function OfficerPicker(given: SpecialField) {
  const w = useWords(words);
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState<FoundOfficer | null>(null);
  const asked = useTyped(typed.trim());
  const loaded = useLoad(async () => (asked.length < LEAST_TYPED ? [] : findOfficers(asked)), [asked]);
  const found = loaded.state === "done" ? loaded.data : [];
  const account = readAccountId(typed);
  const own = account && !found.length ? [{ sub: account, name: account, title: "", email: "" }] : [];
  const value = String(given.value ?? "");
  const name = chosen?.sub === value ? writeSignature(chosen) : value;
  const looked = loaded.state === "done" && asked === typed.trim() && asked.length >= LEAST_TYPED;
  return (
    <PersonBox
      {...given}
      help={given.help ?? w.hint}
      found={looked ? [...found, ...own] : []}
      typed={typed}
      chosen={name}
      empty={looked ? w.nobody : ""}
      onType={setTyped}
      onChoose={(person) => {
        setChosen(person);
        given.onAnswer(person?.sub);
      }}
      showPerson={(each) => (
        <>
          <span>{writeSignature(each)}</span>
          <span class="muted small">{each.email || (each.name === each.sub && w.account)}</span>
        </>
      )}
    />
  );
}
