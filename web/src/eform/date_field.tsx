import { useState } from "preact/hooks";
import { useWords, words } from "../lib/language";
import { describedBy, type FieldGiven, Group } from "../ui/field";

const said = words(
  { day: "Ngày", month: "Tháng", year: "Năm", time: "Giờ (ví dụ 14:30)" },
  { day: "Day", month: "Month", year: "Year", time: "Time (such as 14:30)" },
);

interface Given extends FieldGiven {
  /** YYYY-MM-DD, or what can be made of the parts typed so far. */
  readonly value: string;
  readonly onInput: (value: string) => void;
  /** The day on which the person who types was born: the browser knows it. */
  readonly birthday?: boolean;
}

export interface Parts {
  readonly day: string;
  readonly month: string;
  readonly year: string;
}

const NONE: Parts = { day: "", month: "", year: "" };

export function partsOf(value: string): Parts {
  const [year = "", month = "", day = ""] = value.split("-");
  return { day: day.replace(/^0/, ""), month: month.replace(/^0/, ""), year };
}

export function joined({ day, month, year }: Parts): string {
  return day || month || year ? `${year.trim()}-${month.trim().padStart(2, "0")}-${day.trim().padStart(2, "0")}` : "";
}

/** "27/3/1990", "ngày 27 tháng 3 năm 1990" or "1990-03-27" in any box fills all three. */
export function readWholeDay(text: string): Parts | null {
  const plain = text.normalize("NFC").toLowerCase();
  const found = /^\s*(?:ngày\s+)?(\d{1,2})(?:[\s./-]+|\s*tháng\s*)(\d{1,2})(?:[\s,./-]+|,?\s*năm\s*)(\d{4})\s*$/.exec(
    plain,
  );
  if (found) return { day: found[1] ?? "", month: found[2] ?? "", year: found[3] ?? "" };
  const written = /^\s*(\d{4})-(\d{1,2})-(\d{1,2})\s*$/.exec(plain);
  return written ? { day: written[3] ?? "", month: written[2] ?? "", year: written[1] ?? "" } : null;
}

/** "31/2" left behind in the box of the day fills day and month. */
export function readDayAndMonth(parts: Parts): Parts {
  const found = parts.month ? null : /^\s*(\d{1,2})\s*[./-]\s*(\d{1,2})\s*$/.exec(parts.day);
  return found ? { ...parts, day: found[1] ?? "", month: found[2] ?? "" } : parts;
}

/** "14h30", "14.30" and "9:05" as 14:30 and 09:05; anything else as typed. */
export function readTime(typed: string): string {
  const found = /^\s*(\d{1,2})\s*[:.hg]\s*(\d{2})\s*$/i.exec(typed);
  return found ? `${found[1]?.padStart(2, "0")}:${found[2]}` : typed;
}

/** A day as three boxes: no picker is quicker for a birthday, and every keyboard can type it. */
export function DateField(given: Given) {
  return (
    <Group {...given}>
      <div class="parts">
        <Boxes {...given} />
      </div>
    </Group>
  );
}

function Boxes(given: Given) {
  const w = useWords(said);
  // What was typed stays as it was typed ("3", not "03"); a value from elsewhere replaces it.
  const [typed, setTyped] = useState<Parts>(() => partsOf(given.value));
  const shown = joined(typed) === given.value ? typed : given.value ? partsOf(given.value) : NONE;
  function change(parts: Parts) {
    setTyped(parts);
    given.onInput(joined(parts));
  }
  return (
    <>
      {(["day", "month", "year"] as const).map((part) => (
        <div key={part} class={part === "year" ? "part part-wide" : "part"}>
          <label for={`${given.id}-${part}`}>{w[part]}</label>
          <input
            id={`${given.id}-${part}`}
            class="input"
            inputMode="numeric"
            autocomplete={given.birthday ? `bday-${part}` : "off"}
            maxLength={40}
            value={shown[part]}
            aria-invalid={given.fault ? "true" : undefined}
            aria-describedby={given.fault ? describedBy({ id: given.id, label: "", fault: given.fault }) : undefined}
            onInput={(event) => {
              const text = event.currentTarget.value;
              change(readWholeDay(text) ?? { ...shown, [part]: text });
            }}
            onBlur={() => part === "day" && shown.day !== readDayAndMonth(shown).day && change(readDayAndMonth(shown))}
          />
        </div>
      ))}
    </>
  );
}

/** A day and a time of day, in Vietnamese time. */
export function MomentField(given: Given) {
  const w = useWords(said);
  const [date = "", rest = ""] = given.value.split("T");
  const time = rest.replace(/:00\+07:00$/, "");
  const join = (d: string, t: string) => given.onInput(d || t ? `${d}T${t}:00+07:00` : "");
  return (
    <Group {...given}>
      <div class="parts">
        <Boxes {...given} value={date} onInput={(d) => join(d, time)} />
        <div class="part part-wide">
          <label for={`${given.id}-time`}>{w.time}</label>
          <input
            id={`${given.id}-time`}
            class="input"
            autocomplete="off"
            maxLength={5}
            value={time}
            aria-invalid={given.fault ? "true" : undefined}
            onInput={(event) => join(date, event.currentTarget.value)}
            onBlur={() => time !== readTime(time) && join(date, readTime(time))}
          />
        </div>
      </div>
    </Group>
  );
}
