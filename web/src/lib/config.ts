import { useLayoutEffect, useState } from "preact/hooks";

/** Content of /config.json: settings of the deployment that serves the pages. */
export interface Config {
  readonly stage: string;
  readonly province: string;
  readonly province_vi: string;
  readonly province_en: string;
  /** The province's own colours; empty where it has none. */
  readonly action: string;
  readonly action_hover: string;
  readonly action_dark: string;
  readonly action_dark_hover: string;
  /** Address of the province's own mark; empty where it has none. */
  readonly mark: string;
  /** Operator of the service and its contact details; each empty where the province has none. */
  readonly operator_vi: string;
  readonly operator_en: string;
  readonly hotline: string;
  readonly hours_vi: string;
  readonly hours_en: string;
  readonly address: string;
  readonly email: string;
  readonly issuer: string;
  readonly client_id: string;
  readonly bucket_origin: string;
}

let known: Promise<Config> | null = null;
let read: Config | null = null;

/** The same once it has been read, for parts that are drawn at once. */
export const readConfig = (): Config | null => read;

/** The same for a page; null until it has been read. */
export function useConfig(): Config | null {
  const [known, setKnown] = useState(readConfig);
  useLayoutEffect(() => {
    loadConfig().then(setKnown, () => undefined);
  }, []);
  return known;
}

/** Asked once; a failed answer is asked for again the next time. */
export function loadConfig(): Promise<Config> {
  known ??= fetch("/config.json").then(async (answer) => {
    if (!answer.ok) throw new Error(`config.json: ${answer.status}`);
    read = (await answer.json()) as Config;
    applyColours(read);
    return read;
  });
  known.catch(() => {
    known = null;
  });
  return known;
}

/** Give the pages the province's own colours. */
function applyColours(site: Config): void {
  for (const name of ["action", "action_hover", "action_dark", "action_dark_hover"] as const) {
    if (site[name]) document.documentElement.style.setProperty(`--own-${name.replaceAll("_", "-")}`, site[name]);
  }
}
