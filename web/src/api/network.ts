import { createStore } from "../lib/store";

/** State of the connection for the banner: slow calls, or no network. */
export type Connection = "good" | "slow" | "gone";

const SLOW_MS = 4000;
export const connection = createStore<Connection>("good");

/** A call has begun; the answer says that it has ended. */
export function beginCall(): () => void {
  const timer = setTimeout(() => {
    if (connection.get() === "good") connection.set("slow");
  }, SLOW_MS);
  return () => clearTimeout(timer);
}

export function markReached(): void {
  connection.set("good");
}

export function markUnreached(): void {
  connection.set("gone");
}

export function watchConnection(): void {
  addEventListener("offline", markUnreached);
  addEventListener("online", markReached);
}
