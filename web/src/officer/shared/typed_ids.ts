/** Ids that officers type or paste and that become part of an address: in one form, or null for other text. */
import { cleanText } from "../../lib/text";

/** The id of a dossier, alone or within the address of its page. */
export function readDossierId(typed: string): string | null {
  const found = /(?:^|[^0-9a-z])([0-9a-hjkmnp-tv-z]{26})(?![0-9a-z])/.exec(cleanText(typed).toLowerCase());
  return found?.[1] ?? null;
}

/** The id of an account, as the settings page shows it. */
export function readAccountId(typed: string): string | null {
  return /^[A-Za-z0-9-]{1,64}$/.exec(cleanText(typed).trim())?.[0] ?? null;
}

/** The code of a look-up channel. */
export function readChannelKey(typed: string): string | null {
  return /^[a-z0-9][a-z0-9._-]{0,63}$/.exec(cleanText(typed).trim())?.[0] ?? null;
}
