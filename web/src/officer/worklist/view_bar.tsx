import { useRef, useState } from "preact/hooks";
import { defineWords, useWords } from "../../lib/language";
import { useStore } from "../../lib/store";
import { Button } from "../../ui/button";
import { Check, TextField } from "../../ui/inputs";
import type { Filters } from "./filters";
import { COLUMNS, dropView, isView, savedViews, saveView, showColumn } from "./saved_views";

const words = defineWords(
  {
    views: "Danh sách đã lưu",
    columns: "Cột và danh sách đã lưu",
    shown: "Cột hiển thị",
    applicant: "Người nộp",
    procedure: "Thủ tục",
    state: "Trạng thái",
    filed: "Ngày nộp",
    channel: "Cách nộp",
    holder: "Người thụ lý",
    name: "Tên danh sách",
    nameHelp: "Bộ lọc, cách sắp xếp và cột được lưu trên máy này, không lưu tên người.",
    save: "Lưu danh sách này",
    drop: (name: string) => `Xóa “${name}”`,
  },
  {
    views: "Saved views",
    columns: "Columns and saved views",
    shown: "Columns shown",
    applicant: "Applicant",
    procedure: "Procedure",
    state: "State",
    filed: "Filed",
    channel: "Channel",
    holder: "In charge",
    name: "Name of the view",
    nameHelp: "Filters, order and columns are saved on this computer; names of people are not.",
    save: "Save this view",
    drop: (name) => `Delete “${name}”`,
  },
);

interface ViewBarProps {
  readonly filters: Filters;
  readonly onView: (filters: Partial<Filters>) => void;
}

/** The person's own views, and the columns of the list. */
export function ViewBar({ filters, onView }: ViewBarProps) {
  const w = useWords(words);
  const { columns, views } = useStore(savedViews);
  const [name, setName] = useState("");
  const box = useRef<HTMLDetailsElement>(null);
  function save(event: Event) {
    event.preventDefault();
    if (!name.trim()) return;
    saveView(name.trim(), filters);
    setName("");
    if (box.current) box.current.open = false;
    box.current?.querySelector("summary")?.focus();
  }
  return (
    <div class="views">
      {views.length > 0 && (
        <nav aria-label={w.views}>
          <ul>
            {views.map((view) => (
              <li key={view.name}>
                <button
                  type="button"
                  class="queue"
                  aria-current={isView(view, filters) ? "true" : undefined}
                  onClick={() => onView({ ...view.filters, text: "" })}
                >
                  ★ {view.name}
                </button>
              </li>
            ))}
          </ul>
        </nav>
      )}
      <details class="view-menu" ref={box}>
        <summary>{w.columns}</summary>
        <form noValidate onSubmit={save}>
          <fieldset>
            <legend>{w.shown}</legend>
            {COLUMNS.map((column) => (
              <Check
                key={column}
                id={`column-${column}`}
                label={w[column]}
                checked={columns.includes(column)}
                onChange={(on) => showColumn(column, on)}
              />
            ))}
          </fieldset>
          <TextField id="view-name" label={w.name} help={w.nameHelp} value={name} onInput={setName} />
          <p class="buttons">
            <Button type="submit" kind="secondary">
              {w.save}
            </Button>
            {views.map((view) => (
              <Button key={view.name} kind="plain" onPress={() => dropView(view.name)}>
                {w.drop(view.name)}
              </Button>
            ))}
          </p>
        </form>
      </details>
    </div>
  );
}
