/** The first script of the site: asks for what the page at this address needs while the other scripts are loaded. */
import { keepEarly, listFirstRequests, PUBLIC_REQUESTS } from "../api/first_requests";
import { PATIENCE_MS } from "../api/patience";
import { askForOwnScripts } from "./own_scripts";

const page = location.pathname;
for (const address of listFirstRequests(PUBLIC_REQUESTS, page)) {
  keepEarly(page, address, null, () => fetch(address, { signal: AbortSignal.timeout(PATIENCE_MS) }));
}
askForOwnScripts(page);
