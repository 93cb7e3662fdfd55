import { useState } from "preact/hooks";
import { api, ifMatch, unwrap } from "../api/client";
import { useAct } from "../api/use_load";
import { DateField } from "../eform/date_field";
import { makeIdLookup, useAttempts } from "../filing/attempts";
import type { components } from "../generated/api";
import { defineWords, useWords, writeInBoth } from "../lib/language";
import { ErrorSummary } from "../ui/error_summary";
import { FormButtons } from "../ui/form_buttons";
import { Radios, TextField } from "../ui/inputs";
import { type Profile, profileWords } from "./profile_words";

type Body = Required<components["schemas"]["ProfileBody"]>;

const words = defineWords(
  {
    save: "Lưu thông tin",
    saving: "Đang lưu…",
    need: (name: string) => `Nhập ${name.charAt(0).toLowerCase()}${name.slice(1)}`,
    country: "Hai chữ cái, ví dụ VN",
    number: "12 chữ số trên thẻ căn cước; người chưa có thì ghi số hộ chiếu",
    old: "Ghi nếu giấy tờ của bạn còn địa chỉ cũ",
  },
  {
    save: "Save",
    saving: "Saving…",
    need: (name) => `Enter: ${name.charAt(0).toLowerCase()}${name.slice(1)}`,
    country: "Two letters, such as VN",
    number: "12 digits on the identity card; without one, the passport number",
    old: "If your papers still have the old address",
  },
);

interface ProfileFormProps {
  readonly profile: Profile;
  readonly onSaved: (profile: Profile) => void;
  readonly onCancel: () => void;
}

/** Changes what the holder may change. Proven parts are not asked: they change only by a new proof. */
export function ProfileForm({ profile, onSaved, onCancel }: ProfileFormProps) {
  const w = useWords(words);
  const labels = useWords(profileWords);
  const open = new Map(profile.parts.filter((part) => part.changeable).map((part) => [part.name, part.value]));
  const asksNumber = !profile.identifiers.some((each) => !each.until);
  const [typed, setTyped] = useState<Body>(() => ({
    full_name: open.get("full_name") ?? "",
    id_number: "",
    birth_date: open.get("birth_date") ?? "",
    sex: (open.get("sex") ?? "") as Body["sex"],
    nationality: open.get("nationality") ?? "",
    address: open.get("address") ?? "",
    commune: open.get("commune") ?? "",
    province: open.get("province") ?? "",
    old_address: open.get("old_address") ?? "",
  }));
  const attempts = useAttempts();
  const act = useAct<Body>(async (body) => {
    const header = ifMatch(profile.version);
    onSaved(await unwrap(api.PUT("/api/me/profile", { params: { header }, body })));
  });
  const person = profile.kind !== "organisation";
  const needed = (
    [
      open.has("full_name") && "full_name",
      asksNumber && "id_number",
      person && open.has("birth_date") && "birth_date",
      person && open.has("sex") && "sex",
      profile.kind === "foreigner" && open.has("nationality") && "nationality",
      "address",
      "commune",
      "province",
    ] as const
  ).filter((name) => name !== false);
  async function save(event: Event) {
    event.preventDefault();
    const empty = needed.filter((name) => !typed[name].trim());
    const faults = empty.map((name) => ({
      at: `p-${name}`,
      text: writeInBoth(words, (s, language) => s.need(profileWords[language][name])),
    }));
    if (!attempts.show(faults)) return;
    if (!(await act.run(typed))) attempts.show([]);
  }
  const found = attempts.withRefused(act.problem, makeIdLookup("p-"));
  const makeField = (name: keyof Body) => ({
    id: `p-${name}`,
    label: labels[name],
    value: typed[name],
    fault: found.byField[`p-${name}`],
    onInput: (text: string) => setTyped({ ...typed, [name]: text }),
  });
  return (
    <form novalidate onSubmit={(event) => void save(event)}>
      <ErrorSummary faults={found.faults} problem={act.problem} attempt={attempts.attempt} />
      {open.has("full_name") && <TextField {...makeField("full_name")} autocomplete="name" />}
      {asksNumber && <TextField {...makeField("id_number")} help={w.number} width="medium" />}
      {person && open.has("birth_date") && <DateField {...makeField("birth_date")} birthday />}
      {person && open.has("sex") && (
        <Radios
          id="p-sex"
          label={labels.sex}
          fault={found.byField["p-sex"]}
          value={typed.sex}
          options={[
            { value: "female", text: labels.female },
            { value: "male", text: labels.male },
          ]}
          onChoose={(sex) => setTyped({ ...typed, sex: sex as Body["sex"] })}
        />
      )}
      {person && open.has("nationality") && (
        <TextField
          {...makeField("nationality")}
          help={w.country}
          width="short"
          optional={profile.kind !== "foreigner"}
          onInput={(text) => setTyped({ ...typed, nationality: text.trim().toUpperCase() })}
        />
      )}
      <TextField {...makeField("address")} autocomplete="street-address" />
      <TextField {...makeField("commune")} autocomplete="address-level3" />
      <TextField {...makeField("province")} autocomplete="address-level1" />
      <TextField {...makeField("old_address")} help={w.old} rows={2} optional />
      <FormButtons submit={w.save} busy={act.busy} busyText={w.saving} onCancel={onCancel} />
    </form>
  );
}
