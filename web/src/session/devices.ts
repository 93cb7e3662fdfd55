/** Where the person is signed in: their sessions on all devices. */
import { type Device, type Devices, endOneDevice, fetchDevices } from "./route";
import { findSessionId } from "./session";

/** Where the person is signed in, and when all of that was ended for them. Throws the Problem. */
export const listDevices = (): Promise<Devices> => fetchDevices(findSessionId());

/** End the session of another device; the ones that are left. Throws the Problem. */
export const endDevice = (id: string): Promise<readonly Device[]> => endOneDevice(findSessionId(), id);
