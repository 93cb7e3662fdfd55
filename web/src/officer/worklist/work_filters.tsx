import { defineWords, useLanguage, useWords } from "../../lib/language";
import { useStore } from "../../lib/store";
import { session } from "../../session/session";
import { SearchBox } from "../../ui/search_box";
import type { When } from "../shared/due";
import type { Names } from "../shared/names";
import type { Filters } from "./filters";

const words = defineWords(
  {
    text: "Tên người nộp hoặc mã hồ sơ",
    procedure: "Thủ tục",
    procedures: "Mọi thủ tục",
    when: "Hạn",
    whens: "Mọi hạn",
    overdue: "● Quá hạn",
    today: "◐ Hạn hôm nay",
    later: "○ Còn hạn",
    undated: "– Không có hạn",
    holder: "Người thụ lý",
    holders: "Mọi người thụ lý",
    mine: "Của tôi",
    nobody: "Chưa phân công",
    capacity: "Tư cách nộp",
    capacities: "Mọi tư cách nộp",
    related: "Người có liên quan nộp",
  },
  {
    text: "Applicant's name, or code",
    procedure: "Procedure",
    procedures: "Every procedure",
    when: "Due",
    whens: "Any due date",
    overdue: "● Overdue",
    today: "◐ Due today",
    later: "○ Later",
    undated: "– No time limit",
    holder: "In charge",
    holders: "Anybody in charge",
    mine: "Me",
    nobody: "Not assigned",
    capacity: "Capacity",
    capacities: "Every capacity",
    related: "Filed in a related interest",
  },
);

interface WorkFiltersProps {
  readonly filters: Filters;
  readonly names: Names;
  readonly onChange: (next: Partial<Filters>) => void;
}

/** One line of filters, each named by its value. The server answers the name and the filters. */
export function WorkFilters({ filters, names, onChange }: WorkFiltersProps) {
  const w = useWords(words);
  const language = useLanguage();
  const capacities = useStore(session).me?.capacities ?? [];
  const procedures = [...names.procedures.values()].map((each) => ({ value: each.id, text: each.name[language] }));
  return (
    <search class="filters">
      <SearchBox id="w-text" label={w.text} value={filters.text} onInput={(text) => onChange({ text })} />
      <Choice
        id="w-when"
        label={w.when}
        all={w.whens}
        value={filters.when}
        options={(["overdue", "today", "later", "undated"] as const).map((value) => ({ value, text: w[value] }))}
        onChoose={(when) => onChange({ when: when as When | "" })}
      />
      <Choice
        id="w-procedure"
        label={w.procedure}
        all={w.procedures}
        value={filters.procedure}
        options={procedures}
        onChoose={(procedure) => onChange({ procedure })}
      />
      <Choice
        id="w-holder"
        label={w.holder}
        all={w.holders}
        value={filters.holder}
        options={(["mine", "nobody"] as const).map((value) => ({ value, text: w[value] }))}
        onChoose={(holder) => onChange({ holder })}
      />
      {(capacities.length > 0 || filters.capacity) && (
        <Choice
          id="w-capacity"
          label={w.capacity}
          all={w.capacities}
          value={filters.capacity}
          options={[{ value: "related_interest", text: w.related }]}
          onChoose={(capacity) => onChange({ capacity: capacity as Filters["capacity"] })}
        />
      )}
    </search>
  );
}

interface ChoiceProps {
  readonly id: string;
  readonly label: string;
  readonly all: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly text: string }[];
  readonly onChoose: (value: string) => void;
}

function Choice({ id, label, all, value, options, onChoose }: ChoiceProps) {
  return (
    <div class="filter">
      <label for={id} class="hidden">
        {label}
      </label>
      <select id={id} class="input" value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        <option value="">{all}</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
    </div>
  );
}
