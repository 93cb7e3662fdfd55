/** Address of the page that prints the confirmation of a recorded payment. */
export const makeReceiptPath = (dossier: string, unit: string, number: string): string =>
  `/officer/cashier/${dossier}/receipt?${new URLSearchParams({ unit, number })}`;
