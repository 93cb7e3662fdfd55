import { useEffect, useState } from "preact/hooks";

/** No indicator is shown for work shorter than this time. */
const MOMENT_MS = 300;

/** True once `running` has lasted longer than a moment. */
export function useDelayed(running: boolean): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!running) return setLate(false);
    const timer = setTimeout(() => setLate(true), MOMENT_MS);
    return () => clearTimeout(timer);
  }, [running]);
  return running && late;
}
