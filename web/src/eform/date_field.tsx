import { useState } from "preact/hooks";
import { defineWords, useWords } from "../lib/language";
import { type FieldProps, Group, listDescriptions } from "../ui/field";
import {
  joinDay,
  joinMoment,
  type Parts,
  readDayAndMonth,
  readTime,
  readWholeDay,
  splitDay,
  splitMoment,
} from "./typed_days";

const words = defineWords(
  { day: "Ngày", month: "Tháng", year: "Năm", time: "Giờ (ví dụ 14:30)" },
  { day: "Day", month: "Month", year: "Year", time: "Time (such as 14:30)" },
);

interface DateFieldProps extends FieldProps {
  /** YYYY-MM-DD, or the parts typed so far in that order. */
  readonly value: string;
  readonly onInput: (value: string) => void;
  /** The birthday of the person at the keyboard: the browser knows it. */
  readonly birthday?: boolean;
}

const NONE: Parts = { day: "", month: "", year: "" };

/** A day as three boxes: no picker is quicker for a birthday, and every keyboard can type it. */
export function DateField(given: DateFieldProps) {
  return (
    <Group {...given}>
      <div class="parts">
        <Boxes {...given} />
      </div>
    </Group>
  );
}

function Boxes(given: DateFieldProps) {
  const w = useWords(words);
  // Typed text stays as typed ("3", not "03"); a value from elsewhere replaces it.
  const [typed, setTyped] = useState<Parts>(() => splitDay(given.value));
  const shown = joinDay(typed) === given.value ? typed : given.value ? splitDay(given.value) : NONE;
  function change(parts: Parts) {
    setTyped(parts);
    given.onInput(joinDay(parts));
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
            aria-describedby={
              given.fault ? listDescriptions({ id: given.id, label: "", fault: given.fault }) : undefined
            }
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
export function MomentField(given: DateFieldProps) {
  const w = useWords(words);
  const [date, time] = splitMoment(given.value);
  const joinParts = (d: string, t: string) => given.onInput(joinMoment(d, t));
  return (
    <Group {...given}>
      <div class="parts">
        <Boxes {...given} value={date} onInput={(d) => joinParts(d, time)} />
        <div class="part part-wide">
          <label for={`${given.id}-time`}>{w.time}</label>
          <input
            id={`${given.id}-time`}
            class="input"
            autocomplete="off"
            maxLength={40}
            value={time}
            aria-invalid={given.fault ? "true" : undefined}
            onInput={(event) => joinParts(date, event.currentTarget.value)}
            onBlur={() => time !== readTime(time) && joinParts(date, readTime(time))}
          />
        </div>
      </div>
    </Group>
  );
}
