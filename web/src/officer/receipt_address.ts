/** Where the confirmation of a recorded payment is printed. */
export const receiptAddress = (dossier: string, unit: string, number: string): string =>
  `/officer/cashier/${dossier}/receipt?${new URLSearchParams({ unit, number })}`;
