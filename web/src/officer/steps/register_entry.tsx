import { loadAgencies, nameAgency } from "../../api/catalogue";
import { api, unwrap } from "../../api/client";
import { useLoad } from "../../api/use_load";
import { MomentField } from "../../eform/date_field";
import { writeDateTime } from "../../lib/format";
import { defineWords, useLanguage, useWords } from "../../lib/language";
import { Group } from "../../ui/field";
import { Check, Select, TextField } from "../../ui/inputs";
import { Ready } from "../../ui/loading";
import { EMPTY_LINE, type RegisterLine } from "./register_line";

const words = defineWords(
  {
    check: "Việc này đã làm trên sổ giấy khi hệ thống gián đoạn",
    title: "Theo sổ giấy",
    none: "Chưa có đợt gián đoạn nào được công bố; người vận hành công bố trước.",
    outage: "Đợt gián đoạn",
    choose: "Chọn",
    span: (from: string, to: string, unit: string) => `${from} – ${to}, ${unit}`,
    open: "chưa hết",
    everywhere: "cả tỉnh",
    at: "Đã làm lúc",
    code: "Mã hồ sơ đã ghi trong sổ",
  },
  {
    check: "This was done on paper during an outage",
    title: "From the paper register",
    none: "No outage is declared; an operator declares it first.",
    outage: "Outage",
    choose: "Choose",
    span: (from, to, unit) => `${from} – ${to}, ${unit}`,
    open: "not over",
    everywhere: "the whole province",
    at: "Done at",
    code: "Dossier code in the register",
  },
);

interface RegisterEntryProps {
  readonly id: string;
  readonly value: RegisterLine | null;
  /** Whether the register gave a code: of receptions only. */
  readonly coded?: boolean;
  /** Faults by the id of the control; `id` itself is the whole line. */
  readonly faults?: Readonly<Record<string, string>>;
  readonly onChange: (line: RegisterLine | null) => void;
}

/** Whether a step comes from the paper register, and then the outage and the true time. */
export function RegisterEntry(given: RegisterEntryProps) {
  const w = useWords(words);
  const { id, value, onChange } = given;
  return (
    <>
      <Check
        id={`${id}-on`}
        label={w.check}
        checked={value !== null}
        onChange={(on) => onChange(on ? EMPTY_LINE : null)}
      />
      {value !== null && <Line {...given} value={value} />}
    </>
  );
}

function Line({
  id,
  value,
  coded = false,
  faults = {},
  onChange,
}: RegisterEntryProps & { readonly value: RegisterLine }) {
  const w = useWords(words);
  const language = useLanguage();
  const loaded = useLoad(async () => {
    const [{ items }, units] = await Promise.all([unwrap(api.GET("/api/outages", {})), loadAgencies()]);
    return { items, units };
  }, []);
  return (
    <Group id={id} label={w.title} fault={faults[id]}>
      <Ready from={loaded}>
        {({ items, units }) =>
          items.length === 0 ? (
            <p>{w.none}</p>
          ) : (
            <Select
              id={`${id}-outage`}
              label={w.outage}
              value={value.outage}
              fault={faults[`${id}-outage`]}
              empty={w.choose}
              options={items.map((each) => ({
                value: each.id,
                text: w.span(
                  writeDateTime(each.started_at),
                  each.ended_at ? writeDateTime(each.ended_at) : w.open,
                  each.unit ? nameAgency(units, each.unit, language) : w.everywhere,
                ),
              }))}
              onChoose={(outage) => onChange({ ...value, outage })}
            />
          )
        }
      </Ready>
      <MomentField
        id={`${id}-at`}
        label={w.at}
        value={value.at}
        fault={faults[`${id}-at`]}
        onInput={(at) => onChange({ ...value, at })}
      />
      {coded && (
        <TextField
          id={`${id}-code`}
          label={w.code}
          value={value.code}
          fault={faults[`${id}-code`]}
          onInput={(code) => onChange({ ...value, code })}
          width="medium"
        />
      )}
    </Group>
  );
}
