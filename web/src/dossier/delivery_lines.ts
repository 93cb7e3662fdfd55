/** Delivery status of a dossier's notices, one line for each, newest first. */
import type { components } from "../generated/api";

export type Delivery = components["schemas"]["DeliveryView"];

export interface DeliveryLine {
  readonly seq: number;
  readonly to: string;
  readonly at: string;
  readonly official: boolean;
  readonly ways: readonly Delivery[];
}

const ORDER: readonly Delivery["channel"][] = ["inbox", "mail", "sms", "app"];

/** Deliveries of one notice to one party side by side. A channel for which there is no contact is left out as long as
 * another one was used: nothing went wrong there. */
export function listDeliveryLines(deliveries: readonly Delivery[]): readonly DeliveryLine[] {
  const found = new Map<string, Delivery[]>();
  for (const each of deliveries) {
    const key = `${each.seq}|${each.to}`;
    found.set(key, [...(found.get(key) ?? []), each]);
  }
  return [...found.values()].map(mergeDeliveries).sort((a, b) => b.seq - a.seq);
}

function mergeDeliveries(of: readonly Delivery[]): DeliveryLine {
  const used = of.filter((each) => each.reason !== "no_contact");
  const ways = (used.length ? used : of).toSorted((a, b) => ORDER.indexOf(a.channel) - ORDER.indexOf(b.channel));
  const first = of[0] as Delivery;
  return {
    seq: first.seq,
    to: first.to,
    at: of.map((each) => each.queued_at).sort()[0] ?? first.queued_at,
    official: of.some((each) => each.official),
    ways,
  };
}
