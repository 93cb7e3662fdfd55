/** Whether other people use this computer too: then nothing of a person outlives the page. */
const SHARED_KEY = "shared";
const KIOSK_KEY = "kiosk";

/** A computer that others use too, as a kiosk's start page (`/?kiosk`) or the person has set. */
export function isShared(): boolean {
  return sessionStorage.getItem(SHARED_KEY) === "yes";
}

/** A machine at a reception point, as its start page has set. */
export function isKiosk(): boolean {
  return sessionStorage.getItem(KIOSK_KEY) === "yes";
}

/** The start page of a machine at a reception point says so. */
export function markKiosk(): void {
  sessionStorage.setItem(SHARED_KEY, "yes");
  sessionStorage.setItem(KIOSK_KEY, "yes");
}

/** Record whether others use this computer too: then nothing outlives the page. */
export function markShared(others: boolean): void {
  if (others) sessionStorage.setItem(SHARED_KEY, "yes");
  else if (!isKiosk()) sessionStorage.removeItem(SHARED_KEY);
}
