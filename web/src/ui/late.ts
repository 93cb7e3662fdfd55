import { useEffect, useState } from "preact/hooks";

/** Nothing flickers for what is done within this time. */
const MOMENT_MS = 300;

/** True once `running` has lasted longer than a moment. */
export function useLate(running: boolean): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!running) return setLate(false);
    const timer = setTimeout(() => setLate(true), MOMENT_MS);
    return () => clearTimeout(timer);
  }, [running]);
  return running && late;
}
