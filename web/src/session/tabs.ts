/** What the tabs of this browser report to each other about the session. */
export type TabMessage =
  | { readonly kind: "in"; readonly sub: string; readonly session: string | null }
  | { readonly kind: "taken" | "out" | "used" };

export const tabs = "BroadcastChannel" in globalThis ? new BroadcastChannel("session") : null;

/** Report activity to the other tabs, and listen to theirs. */
export function shareUse(heard: () => void): () => void {
  tabs?.addEventListener("message", ({ data }: MessageEvent<TabMessage>) => data.kind === "used" && heard());
  return () => tabs?.postMessage({ kind: "used" } satisfies TabMessage);
}
