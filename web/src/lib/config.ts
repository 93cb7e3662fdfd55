/** What /config.json says about the place where the pages are served. */
export interface Config {
  readonly stage: string;
  readonly province: string;
  readonly issuer: string;
  readonly client_id: string;
  readonly bucket_origin: string;
}

let known: Promise<Config> | null = null;
let read: Config | null = null;

/** The same once it has been read, for what is drawn at once. */
export const configNow = (): Config | null => read;

/** Asked once; a failed answer is asked for again the next time. */
export function config(): Promise<Config> {
  known ??= fetch("/config.json").then(async (answer) => {
    if (!answer.ok) throw new Error(`config.json: ${answer.status}`);
    read = (await answer.json()) as Config;
    return read;
  });
  known.catch(() => {
    known = null;
  });
  return known;
}

const PROVINCES: Record<string, string> = {
  hue: "Thành phố Huế",
  "vinh-long": "Tỉnh Vĩnh Long",
  "quang-ngai": "Tỉnh Quảng Ngãi",
  "thai-binh": "Tỉnh Thái Bình",
  "lai-chau": "Tỉnh Lai Châu",
};

/** The province's name as it is written, the same in both languages. */
export function provinceName(key: string): string {
  return PROVINCES[key] ?? key;
}
