/** One step for many dossiers: each is its own act with its own result, and a failure of one stops no other. */
import { type Problem, toProblem } from "../../api/problem";

export interface Result {
  readonly id: string;
  readonly done: boolean;
  readonly problem: Problem | null;
}

/** At a time: enough to hide the network, few enough that the service's limits are not met. */
export const AT_ONCE = 3;

/** Act on each id, a few at a time; `report` gets each result as it comes. Results are in the order of the ids. */
export async function actOnEach(
  ids: readonly string[],
  act: (id: string) => Promise<void>,
  report: (result: Result) => void,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const waiting = [...new Set(ids)].entries();
  async function workThrough() {
    for (const [at, id] of waiting) {
      let result: Result = { id, done: true, problem: null };
      try {
        await act(id);
      } catch (thrown) {
        result = { id, done: false, problem: toProblem(thrown) };
      }
      results[at] = result;
      report(result);
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, workThrough));
  return results;
}
