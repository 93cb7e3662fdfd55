import "../styles/tables.css";

export interface Choice<Key extends string> {
  readonly key: Key;
  readonly text: string;
}

interface ChoiceTabsProps<Key extends string> {
  readonly label: string;
  readonly choices: readonly Choice<Key>[];
  readonly now: Key;
  readonly onChoose: (key: Key) => void;
}

/** Which part of a list is looked at. */
export function ChoiceTabs<Key extends string>({ label, choices, now, onChoose }: ChoiceTabsProps<Key>) {
  return (
    <nav class="queues" aria-label={label}>
      <ul>
        {choices.map(({ key, text }) => (
          <li key={key}>
            <button
              type="button"
              class="queue"
              aria-current={key === now ? "true" : undefined}
              onClick={() => onChoose(key)}
            >
              {text}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}
