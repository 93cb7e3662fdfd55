/** Effects of a bulk step by dossier, read before anything is done. */
import { asProblem } from "../api/problem";
import type { Dossier, Listed } from "../api/types";
import { money } from "../lib/format";
import { type Both, inBoth, words } from "../lib/language";
import { AT_ONCE } from "./bulk";
import { OFFICER_STATES } from "./state_words";
import type { OfficerStep } from "./take_step";

const said = words(
  {
    other: (state: string) =>
      `Bước này không thực hiện được: hồ sơ đang ở trạng thái “${state}”, hoặc do người khác xử lý`,
    unpaid: (sum: string) => `Còn ${sum} phải nộp khi tiếp nhận; mở hồ sơ để thu tiền hoặc chọn căn cứ cho nộp sau`,
    holder: "Người thụ lý đã thay đổi; tải lại danh sách rồi phân công",
  },
  {
    other: (state) => `Not possible: the dossier is “${state}”, or it is somebody else's`,
    unpaid: (sum) => `${sum} is due at reception; open the dossier to take it, or choose a ground for paying later`,
    holder: "Somebody else is in charge by now; load the list again, then assign",
  },
);

export interface Planned {
  readonly id: string;
  /** The version that was looked at: what has changed by the time of the act is refused. */
  readonly version: number;
  readonly procedure: Both | null;
  /** Why the step is not possible for this dossier; null where it is. */
  readonly why: Both | null;
}

type Seen = Pick<Dossier, "version" | "state" | "allowed" | "hindered" | "obligations" | "tasks" | "procedure">;

/** Why a step cannot be taken on a dossier in bulk, where nothing more is asked than who; null where it can. */
export function whyNot(d: Seen, step: OfficerStep, row: Pick<Listed, "unit" | "holder">): Both | null {
  const hindered = d.hindered?.find((each) => each.step === step);
  if (hindered) return { vi: hindered.vi, en: hindered.en };
  if (!d.allowed.includes(step)) {
    return inBoth(said, (s, language) => s.other(OFFICER_STATES[d.state][language].label));
  }
  if (step === "receive") {
    const due = d.obligations.filter((each) => each.state === "open" && each.due === "reception");
    const sum = due.reduce((total, each) => total + each.amount, 0);
    return sum ? inBoth(said, (s) => s.unpaid(money(sum))) : null;
  }
  if (step === "assign") {
    const task = d.tasks.find((each) => each.unit === row.unit && !each.done_at);
    return (task?.holder ?? "") === (row.holder ?? "") ? null : inBoth(said, (s) => s.holder);
  }
  return null;
}

/** The plan for these rows, a few looked up at a time, in their order; `looked` hears how many are. */
export async function planBulk(
  rows: readonly Listed[],
  step: OfficerStep,
  read: (id: string) => Promise<Seen>,
  looked: (n: number) => void,
): Promise<readonly Planned[]> {
  const plan: Planned[] = [];
  const waiting = rows.entries();
  let n = 0;
  async function worker() {
    for (const [at, row] of waiting) {
      plan[at] = await planOne(row, step, read);
      n += 1;
      looked(n);
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return plan;
}

async function planOne(row: Listed, step: OfficerStep, read: (id: string) => Promise<Seen>): Promise<Planned> {
  const id = row.dossier_id;
  try {
    const seen = await read(id);
    return { id, version: seen.version, procedure: seen.procedure, why: whyNot(seen, step, row) };
  } catch (thrown) {
    return { id, version: 0, procedure: null, why: inText(asProblem(thrown)) };
  }
}

const inText = (problem: ReturnType<typeof asProblem>): Both => ({ vi: problem.text("vi"), en: problem.text("en") });

/** Number of dossiers of a plan by procedure, most first. */
export function countProcedures(plan: readonly Planned[]): readonly { readonly name: Both; readonly n: number }[] {
  const counted = new Map<string, { name: Both; n: number }>();
  for (const { procedure, why } of plan) {
    if (why || !procedure) continue;
    const known = counted.get(procedure.vi) ?? { name: procedure, n: 0 };
    counted.set(procedure.vi, { ...known, n: known.n + 1 });
  }
  return [...counted.values()].sort((a, b) => b.n - a.n);
}
