/**
 * Our own icons: 20 px, lines of 1.5 px in the colour of the text. An icon only helps to find a word that stands next to
 * it, so it is hidden from assistive technology and is never used without that word.
 */

export const ICONS = {
  // The officers' parts.
  work: "M3 11l2.5-7h9L17 11v5H3zM3 11h4l1 2h4l1-2h4",
  matters: "M3 4h9v6H7l-2.5 2.5V10H3zM14 7.5h3v6h-1.5V16L13 13.5H9.5V12",
  inbox: "M5 14V9a5 5 0 0 1 10 0v5l1.5 1.5h-13zM8.5 18h3",
  counter:
    "M10 3a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5M5.5 12.5c.5-2 2-3 4.5-3s4 1 4.5 3M2.5 12.5h15M4.5 12.5V17M15.5 12.5V17",
  search: "M9 3.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11M13 13l4 4",
  register: "M4 4.5c2.5-1 4.5-.8 6 .8 1.5-1.6 3.5-1.8 6-.8v11c-2.5-1-4.5-.8-6 .8-1.5-1.6-3.5-1.8-6-.8zM10 5.3v11",
  cashier: "M2.5 5.5h15v9h-15zM10 7.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4M5 10h.01M15 10h.01",
  reconciliation: "M4 7h12l-3-3M16 13H4l3 3",
  population:
    "M7 4a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5M2.5 15c.4-3 2-4.5 4.5-4.5s4.1 1.5 4.5 4.5M13 6h4M13 9h4M14 12h3",
  technical: "M4 10a6 6 0 0 1 12 0M10 10l3-3M4 13.5h12",
  use: "M4 16V9M8 16V5M12 16v-5M16 16V7",
  approvals: "M4 16l.8-3.3L13.5 4 16 6.5l-8.7 8.7zM11.5 17H16",
  returned: "M7 4L3.5 7.5 7 11M3.5 7.5H12a4.5 4.5 0 0 1 0 9H8",
  board: "M3.5 16.5h13M6 14V9M10 14V4.5M14 14v-3",
  late: "M10 3.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M10 6.5V10l2.5 1.5",
  admin: "M3.5 6H9M11 6h5.5M11 4v4M3.5 14H8M10 14h6.5M8 12v4",
  rights: "M7 8a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7M9.5 9L16 3.5M13 6l2 2",
  channels: "M3.5 4.5h13v9H9l-3.5 3v-3h-2z",
  audit: "M8.5 5h8M8.5 10h8M8.5 15h8M3.5 5l1 1L6 4M3.5 10l1 1L6 9M3.5 15l1 1L6 14",
  applications: "M3.5 3.5h5v5h-5zM11.5 3.5h5v5h-5zM3.5 11.5h5v5h-5zM11.5 14h5M14 11.5v5",
  keys: "M2.5 5.5h15v9h-15zM5.5 8.5h.01M8.5 8.5h.01M11.5 8.5h.01M14.5 8.5h.01M6.5 11.5h7",
  menu: "M3 5.5h14M3 10h14M3 14.5h14",
  close: "M5 5l10 10M15 5L5 15",
  fold: "M12 5l-5 5 5 5",
  unfold: "M8 5l5 5-5 5",
  // Kinds of files.
  paper: "M5 2.5h6.5L15.5 6.5v11H5zM11.5 2.5v4h4",
  picture: "M3 4h14v12H3zM7 7.5h.01M3 14l4.5-4 3 3 2.5-2 4 3.5",
  // Ways of filing.
  own_portal: "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14M3 10h14M10 3c2.5 2 2.5 12 0 14-2.5-2-2.5-12 0-14",
  national_portal: "M3 8l7-4.5L17 8zM5 8v6.5M8.5 8v6.5M11.5 8v6.5M15 8v6.5M3 16.5h14",
  vneid: "M6 2.5h8v15H6zM9 15h2M8.5 6.5h3",
  phone:
    "M4 3h3.5L9 7 7 8.5a9 9 0 0 0 4.5 4.5L13 11l4 1.5V16a1.5 1.5 0 0 1-1.5 1.5A12.5 12.5 0 0 1 2.5 4.5A1.5 1.5 0 0 1 4 3",
  place: "M10 17.5c3.7-4 5.5-7 5.5-9.2a5.5 5.5 0 0 0-11 0c0 2.2 1.8 5.2 5.5 9.2M10 6.5a2 2 0 1 0 0 4 2 2 0 0 0 0-4",
  post: "M2.5 5h15v10h-15zM2.5 5.5L10 11l7.5-5.5",
  agent: "M10 3.5a3 3 0 1 0 0 6 3 3 0 0 0 0-6M4 16.5c.6-3.3 2.6-5 6-5s5.4 1.7 6 5",
  kiosk: "M5 3h10v8H5zM10 11v5.5M7 16.5h6",
  // Events of life.
  birth:
    "M10 4v5.5H4V4.5H2.5M10 4a6 5.5 0 0 1 6 5.5h-6M4 9.5a6 4.5 0 0 0 12 0M7 15.5a1 1 0 1 0 0 2 1 1 0 0 0 0-2M13 15.5a1 1 0 1 0 0 2 1 1 0 0 0 0-2",
  marriage: "M7.3 6a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9M12.7 6a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9",
  single: "M4.5 2.5h11v15h-11zM10 6a1.8 1.8 0 1 0 0 3.6A1.8 1.8 0 0 0 10 6M7 14c.4-1.7 1.4-2.5 3-2.5s2.6.8 3 2.5",
  business:
    "M4 9.5v7h12v-7M2.5 7.5L4 3.5h12l1.5 4c0 2.4-3.7 2.4-3.7 0 0 2.4-3.8 2.4-3.8 0 0 2.4-3.8 2.4-3.8 0 0 2.4-3.7 2.4-3.7 0M8 16.5v-4h4v4",
  copy: "M6.5 6.5h10v11h-10zM13.5 6.5v-4h-10v11h3",
  residence: "M3 9.5l7-6 7 6M5 8v8.5h10V8M8.5 16.5V12h3v4.5",
} as const;

export type IconName = keyof typeof ICONS;

/** Icons of the ways of filing by the catalogue's codes. */
const WAYS: Readonly<Record<string, IconName>> = {
  own_portal: "own_portal",
  national_portal: "national_portal",
  vneid: "vneid",
  desk: "counter",
  post: "post",
  agent: "agent",
  kiosk: "kiosk",
};

/** The icon of a way of filing; none for a way that the catalogue added since. */
export function WayIcon({ way }: { readonly way: string }) {
  const name = WAYS[way];
  return name ? <Icon name={name} /> : null;
}

/** The mark of the service, where the province has none of its own: a door of two strokes. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 40 40" aria-hidden="true" focusable="false">
      <rect class="mark-ground" width="40" height="40" rx="6" />
      <path d="M9 34V7h22v27M15.5 34V12.5l10 3.5v18" />
    </svg>
  );
}

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path d={ICONS[name]} />
    </svg>
  );
}
