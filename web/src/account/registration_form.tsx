import { useState } from "preact/hooks";
import { useAct } from "../api/use_load";
import { DateField } from "../eform/date_field";
import { useAttempts } from "../filing/attempts";
import { useLanguage, useWords } from "../lib/language";
import { beginRegistration, type RegistrationForm as Form, type Registering } from "../session/route";
import { Check, Radios, TextField } from "../ui/inputs";
import { ContactFields, findOwnBlank, idsOfOwn, OwnForm, type Way } from "./own_frame";
import { ownWords } from "./own_words";

type Kind = NonNullable<Registering["kind"]>;
type Delivery = Registering["delivery"];
type Sex = NonNullable<Registering["sex"]>;

const KINDS: readonly Kind[] = ["citizen", "foreigner", "organisation"];
const SEXES: readonly Sex[] = ["female", "male", "other"];

/** What the law of the day asks of who registers. */
export function RegistrationFields({ form, onSent }: { readonly form: Form; readonly onSent: () => void }) {
  const w = useWords(ownWords);
  const language = useLanguage();
  const [kind, setKind] = useState<Kind>("citizen");
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const [way, setWay] = useState<Way>("mail");
  const [delivery, setDelivery] = useState<Delivery>("screen");
  const [agreed, setAgreed] = useState(false);
  const tries = useAttempts();
  const text = (name: string) => typed[name] ?? "";
  const put = (name: string) => (value: string) => setTyped((was) => ({ ...was, [name]: value }));
  const sent: Delivery = way === "mail" ? "email" : "sms";
  const act = useAct(async () => {
    await beginRegistration({
      kind,
      full_name: text("full_name"),
      id_number: text("id_number"),
      birth_date: text("birth_date") || null,
      sex: (text("sex") as Sex) || "",
      address: text("address"),
      channel: way,
      contact: text("contact"),
      delivery: delivery === "screen" ? "screen" : sent,
      terms: form.terms,
      language,
    });
    onSent();
  });
  const { byField } = tries.withRefused(act.problem, idsOfOwn);
  const company = kind === "organisation";
  const shows = (name: string) => form.fields.includes(name);
  const ways = form.deliveries.filter((each) => each === "screen" || each === sent);
  const shown = { screen: w.onScreen, email: w.byMail, sms: w.bySms };
  const numbers = { citizen: w.idNumber, foreigner: w.passport, organisation: w.orgCode };
  function submit() {
    if (tries.show(findOwnBlank(agreed, "own-terms", "noTerms"))) void act.run(undefined);
  }
  return (
    <OwnForm tries={tries} problem={act.problem} busy={act.busy} submit={w.next} onSubmit={submit}>
      <Radios
        id="own-kind"
        label={w.kind}
        value={kind}
        options={KINDS.map((each) => ({ value: each, text: w[each] }))}
        onChoose={(value) => setKind(value as Kind)}
      />
      <TextField
        id="own-full_name"
        label={company ? w.orgName : w.fullName}
        help={company ? undefined : w.fullNameHelp}
        value={text("full_name")}
        fault={byField["own-full_name"]}
        autocomplete={company ? "organization" : "name"}
        onInput={put("full_name")}
      />
      <TextField
        id="own-id_number"
        label={numbers[kind]}
        value={text("id_number")}
        fault={byField["own-id_number"]}
        width="medium"
        onInput={put("id_number")}
      />
      {shows("birth_date") && !company && (
        <DateField
          id="own-birth_date"
          label={w.birthDate}
          value={text("birth_date")}
          fault={byField["own-birth_date"]}
          birthday
          onInput={put("birth_date")}
        />
      )}
      {shows("sex") && !company && (
        <Radios
          id="own-sex"
          label={w.sex}
          value={text("sex")}
          fault={byField["own-sex"]}
          options={SEXES.map((each) => ({ value: each, text: w[each as "male" | "female" | "other"] }))}
          onChoose={put("sex")}
        />
      )}
      {shows("address") && (
        <TextField
          id="own-address"
          label={w.address}
          value={text("address")}
          fault={byField["own-address"]}
          autocomplete="street-address"
          onInput={put("address")}
        />
      )}
      <ContactFields
        way={way}
        contact={text("contact")}
        fault={byField["own-contact"]}
        help={w.wayHelp}
        onWay={setWay}
        onContact={put("contact")}
      />
      <Radios
        id="own-delivery"
        label={w.delivery}
        value={delivery === "screen" ? "screen" : sent}
        fault={byField["own-delivery"]}
        options={ways.map((each) => ({ value: each, text: shown[each] }))}
        onChoose={(value) => setDelivery(value as Delivery)}
      />
      <p>
        <a href="/terms" target="_blank" rel="noopener">
          {w.readTerms}
        </a>
      </p>
      <Check id="own-terms" label={w.terms} checked={agreed} fault={byField["own-terms"]} onChange={setAgreed} />
    </OwnForm>
  );
}
