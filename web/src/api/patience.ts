/** How long a call waits for its answer. */
export const PATIENCE_MS = 45_000;
