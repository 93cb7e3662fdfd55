import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Answer, type Converter, convertPicture, type Order, type Stage } from "../src/filing/convert";
import { CannotConvert, mayRetry, type Why, writeFault } from "../src/filing/convert_faults";
import { lendUrl } from "../src/lib/object_url";

/** Stands in for the worker: it answers as the test sets. */
class Fake implements Converter {
  static running = 0;
  static most = 0;
  onmessage: Converter["onmessage"] = null;
  onerror: Converter["onerror"] = null;
  asked: Order | null = null;
  ended = false;

  constructor() {
    Fake.running += 1;
    Fake.most = Math.max(Fake.most, Fake.running);
  }
  postMessage(order: Order) {
    this.asked = order;
  }
  terminate() {
    if (!this.ended) Fake.running -= 1;
    this.ended = true;
  }
  say(data: Answer) {
    this.onmessage?.({ data } as MessageEvent<Answer>);
  }
  crash() {
    this.onerror?.({} as ErrorEvent);
  }
}

const order = (name: string): Order => ({ file: new File(["x"], name), kind: "heic" });

function begin(name = "a.heic", longest = 1000) {
  const stages: Stage[] = [];
  const made: Fake[] = [];
  const stop = new AbortController();
  const outcome = convertPicture(order(name), {
    signal: stop.signal,
    onStage: (stage) => stages.push(stage),
    longest,
    start: () => {
      made.push(new Fake());
      return made[0] as Fake;
    },
  });
  const settled = outcome.then(
    () => "done",
    (thrown) => (thrown instanceof CannotConvert ? thrown.why : thrown.name),
  );
  return { outcome, settled, stages, stop, worker: async () => await vi.waitFor(() => made[0] ?? Promise.reject()) };
}

describe("a picture on its way through the worker", () => {
  beforeEach(() => {
    Fake.running = 0;
    Fake.most = 0;
  });

  it("comes back with its stages reported, and the worker's memory is given back", async () => {
    const it = begin();
    const worker = await it.worker();
    expect(worker.asked?.file.name).toBe("a.heic");
    for (const stage of ["opening", "reading", "writing"] as const) worker.say({ stage });
    worker.say({ picture: new Blob(["jpeg"]) });
    expect(await (await it.outcome).text()).toBe("jpeg");
    expect(it.stages).toEqual(["waiting", "opening", "reading", "writing"]);
    expect([worker.ended, Fake.running]).toEqual([true, 0]);
  });

  it("waits for the picture before it, also when that one fails", async () => {
    const [first, second] = [begin("1.heic"), begin("2.heic")];
    (await first.worker()).say({ why: "broken" });
    expect(await first.settled).toBe("broken");
    (await second.worker()).say({ picture: new Blob() });
    expect(await second.settled).toBe("done");
    expect([Fake.most, Fake.running]).toEqual([1, 0]);
  });

  it("says why it fails: what the worker says, what cannot be loaded, what runs out of memory", async () => {
    for (const why of ["broken", "memory", "unsupported", "reader"] as const) {
      const conversion = begin();
      (await conversion.worker()).say({ why });
      expect(await conversion.settled).toBe(why);
    }
    const absent = begin();
    (await absent.worker()).crash();
    expect(await absent.settled).toBe("reader");
    const burst = begin();
    const worker = await burst.worker();
    worker.say({ stage: "reading" });
    worker.crash();
    expect(await burst.settled).toBe("memory");
    expect(Fake.running).toBe(0);
  });

  it("is stopped when it is taken back, while it waits or while it runs", async () => {
    const [running, waiting] = [begin(), begin()];
    const worker = await running.worker();
    waiting.stop.abort();
    running.stop.abort();
    expect([await running.settled, await waiting.settled]).toEqual(["AbortError", "AbortError"]);
    expect([worker.ended, Fake.most, Fake.running]).toEqual([true, 1, 0]);
  });

  it("is stopped when nothing is heard for too long, and a word from the worker gives it more time", async () => {
    vi.useFakeTimers();
    const slow = begin("a.heic", 1000);
    await vi.advanceTimersByTimeAsync(900);
    const worker = await slow.worker();
    worker.say({ stage: "reading" });
    await vi.advanceTimersByTimeAsync(900);
    expect(worker.ended).toBe(false);
    await vi.advanceTimersByTimeAsync(200);
    expect([await slow.settled, worker.ended]).toEqual(["slow", true]);
  });
  afterEach(() => void vi.useRealTimers());

  it("has words for each failure, and another try where that helps", () => {
    const whys: Why[] = ["broken", "memory", "unsupported", "reader", "slow"];
    for (const why of whys) {
      const { vi: vietnamese, en } = writeFault(why, "IMG_1.HEIC");
      expect(vietnamese).toContain("“IMG_1.HEIC”");
      expect(en).toContain("“IMG_1.HEIC”");
      expect(vietnamese.includes("thử lại") || vietnamese.includes("Thử lại"), why).toBe(mayRetry(why));
    }
  });
});

describe("the address of a file that is shown", () => {
  afterEach(() => void vi.restoreAllMocks());

  it("is given back when the file is closed, and never made when it was closed before it came", async () => {
    const made = vi.spyOn(URL, "createObjectURL");
    const back = vi.spyOn(URL, "revokeObjectURL");
    const shown: string[] = [];
    const close = lendUrl(
      async () => new Blob(["x"]),
      "image/png",
      (url) => shown.push(url),
      () => undefined,
    );
    await vi.waitFor(() => expect(shown).toHaveLength(1));
    expect(back).not.toHaveBeenCalled();
    close();
    expect(back.mock.calls).toEqual([[shown[0]]]);
    let come: (file: Blob) => void = () => undefined;
    const early = lendUrl(
      () => new Promise((resolve) => (come = resolve)),
      "image/png",
      (url) => shown.push(url),
      () => undefined,
    );
    early();
    come(new Blob(["x"]));
    await Promise.resolve();
    await Promise.resolve();
    expect([made.mock.calls.length, shown.length]).toEqual([1, 1]);
  });

  it("is not made when the file cannot be read", async () => {
    const failed: unknown[] = [];
    lendUrl(
      () => Promise.reject(new Error("gone")),
      "image/png",
      () => undefined,
      (thrown) => failed.push(thrown),
    );
    await vi.waitFor(() => expect(failed).toHaveLength(1));
  });
});
