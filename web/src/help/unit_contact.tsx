import type { components } from "../generated/api";
import { chooseName, defineWords, useLanguage, useWords } from "../lib/language";
import { Icon } from "../ui/icons";

export type UnitContact = components["schemas"]["UnitContactView"];

const words = defineWords(
  { week: "Giờ làm việc", today: "Hôm nay", closed: "Hôm nay không làm việc", none: "Chưa có số điện thoại" },
  { week: "Office hours", today: "Today", closed: "Closed today", none: "No telephone number yet" },
);

/** How one unit is reached: telephone, the week's hours, and today's. */
export function UnitContactLines({ contact }: { readonly contact: UnitContact }) {
  const w = useWords(words);
  const week = chooseName(contact.week, useLanguage());
  return (
    <ul class="plain contact">
      <li>
        <Icon name="phone" />
        <span>
          {contact.hotline ? <a href={`tel:${contact.hotline.replace(/[^\d+]/g, "")}`}>{contact.hotline}</a> : w.none}
        </span>
      </li>
      {week && (
        <li>
          <Icon name="late" />
          <span>
            {w.week}: {week}. {contact.today.length > 0 ? `${w.today}: ${contact.today.join(", ")}` : w.closed}.
          </span>
        </li>
      )}
    </ul>
  );
}
