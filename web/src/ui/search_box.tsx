interface SearchBoxProps {
  readonly id: string;
  /** Shown in the empty box, and read out. */
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
}

/** The box that narrows a list; the key of the search moves to it. */
export function SearchBox({ id, label, value, onInput }: SearchBoxProps) {
  return (
    <div class="filter filter-text">
      <label for={id} class="hidden">
        {label}
      </label>
      <input
        id={id}
        data-search
        class="input"
        type="search"
        autocomplete="off"
        placeholder={label}
        value={value}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    </div>
  );
}
