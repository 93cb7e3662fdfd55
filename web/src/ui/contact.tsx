import type { Config } from "../lib/config";
import { defineWords, useLanguage, useWords } from "../lib/language";
import { Icon } from "./icons";

const words = defineWords(
  { address: "Địa chỉ", hotline: "Đường dây nóng", email: "Thư điện tử" },
  { address: "Address", hotline: "Hotline", email: "E-mail" },
);

/** Contact details of the service's operator: only those that the province has given. */
export function Contact({ site }: { readonly site: Config }) {
  const w = useWords(words);
  const hours = useLanguage() === "vi" ? site.hours_vi : site.hours_en;
  return (
    <ul class="plain contact">
      {site.address && (
        <li>
          <Icon name="place" />
          <span>
            {w.address}: <span lang="vi">{site.address}</span>
          </span>
        </li>
      )}
      {site.hotline && (
        <li>
          <Icon name="phone" />
          <span>
            {w.hotline}: <a href={`tel:${site.hotline.replace(/[^\d+]/g, "")}`}>{site.hotline}</a>
            {hours && `, ${hours}`}
          </span>
        </li>
      )}
      {site.email && (
        <li>
          <Icon name="post" />
          <span>
            {w.email}: <a href={`mailto:${site.email}`}>{site.email}</a>
          </span>
        </li>
      )}
    </ul>
  );
}
