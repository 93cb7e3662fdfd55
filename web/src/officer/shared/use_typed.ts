import { useEffect, useState } from "preact/hooks";

const TYPING_MS = 300;

/** A text once the person has paused in typing it. */
export function useTyped(text: string): string {
  const [typed, setTyped] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setTyped(text), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return typed;
}
