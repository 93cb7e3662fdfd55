/** Pictures that the API does not take are made into JPEG files of a size it takes, apart from the page. */
import { CannotConvert, type Why } from "./convert_faults";
import type { PictureKind } from "./picture";

export type Stage = "waiting" | "opening" | "reading" | "writing";

/** Request to the worker. */
export interface Order {
  readonly file: File;
  readonly kind: PictureKind;
}

/** Progress messages and result of the worker. */
export type Answer = { readonly stage: Stage } | { readonly picture: Blob } | { readonly why: Why };

/** The part of a worker that is used. */
export interface Converter {
  onmessage: ((event: MessageEvent<Answer>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  postMessage(order: Order): void;
  terminate(): void;
}

export interface Options {
  readonly signal: AbortSignal;
  readonly onStage: (stage: Stage) => void;
  readonly start?: () => Converter;
  /** The longest time without a word from the worker, in milliseconds. */
  readonly longest?: number;
}

/** A picture of 48 million pixels takes an old telephone the better part of a minute. */
const LONGEST_MS = 180_000;

const startWorker = (): Converter => new Worker(new URL("./convert_worker.ts", import.meta.url), { type: "module" });

let last: Promise<unknown> = Promise.resolve();

/**
 * The picture as a JPEG. Pictures are converted one after another, since two at once need twice the memory.
 * Throws CannotConvert, or the signal's reason when it is aborted.
 */
export function convertPicture(order: Order, options: Options): Promise<Blob> {
  options.onStage("waiting");
  const turn = last.then(() => convertNow(order, options));
  last = turn.catch(() => undefined);
  return turn;
}

function convertNow(order: Order, options: Options): Promise<Blob> {
  const { signal, onStage, start = startWorker, longest = LONGEST_MS } = options;
  signal.throwIfAborted();
  const worker = start();
  return new Promise<Blob>((resolve, reject) => {
    let answered = false;
    let timer = setTimeout(stop, longest, "slow");
    function stop(why: Why) {
      finish(() => reject(new CannotConvert(why)));
    }
    const abort = () => finish(() => reject(signal.reason));
    function finish(settle: () => void) {
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
      // Its memory is given back at once.
      worker.terminate();
      settle();
    }
    signal.addEventListener("abort", abort);
    worker.onmessage = ({ data }) => {
      answered = true;
      if ("picture" in data) return finish(() => resolve(data.picture));
      if ("why" in data) return stop(data.why);
      clearTimeout(timer);
      timer = setTimeout(stop, longest, "slow");
      onStage(data.stage);
    };
    // A worker that has never answered was not loaded; one that breaks off later has run out of memory.
    worker.onerror = () => stop(answered ? "memory" : "reader");
    worker.postMessage(order);
  });
}
