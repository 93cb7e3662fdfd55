/**
 * Gives a file an address in this page's memory and says it to `show`. What is returned takes the address back,
 * and is called when the file is no longer shown; a file that comes after that gets none.
 */
export function lendUrl(
  read: () => Promise<Blob>,
  type: string,
  show: (url: string) => void,
  fail: (thrown: unknown) => void,
): () => void {
  let url: string | null = null;
  let wanted = true;
  read().then(
    (file) => {
      if (!wanted) return;
      url = URL.createObjectURL(new Blob([file], { type }));
      show(url);
    },
    (thrown) => wanted && fail(thrown),
  );
  return () => {
    wanted = false;
    if (url) URL.revokeObjectURL(url);
  };
}
