/** The browser asks before a tab is closed while a file is on its way: the file would be lost, nothing else. */

let running = 0;

const warn = (event: BeforeUnloadEvent) => event.preventDefault();

/** Do this; until it is done, leaving the site is asked about. */
export async function withLeaveWarning(act: () => Promise<void>): Promise<void> {
  running += 1;
  if (running === 1) addEventListener("beforeunload", warn);
  try {
    await act();
  } finally {
    running -= 1;
    if (running === 0) removeEventListener("beforeunload", warn);
  }
}
