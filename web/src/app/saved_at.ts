import { createStore } from "../lib/store";

/** When the draft on this page was last saved on the server (ISO), for messages about the session. */
export const savedAt = createStore<string | null>(null);
