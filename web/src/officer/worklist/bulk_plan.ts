/** Effects of a bulk step by dossier, read before anything is done. */
import { toProblem } from "../../api/problem";
import type { Dossier, Listed } from "../../api/types";
import { writeMoney } from "../../lib/format";
import { type BilingualText, defineWords, writeInBoth } from "../../lib/language";
import { OFFICER_STATES } from "../shared/state_words";
import type { OfficerStep } from "../steps/take_step";
import { AT_ONCE } from "./bulk";

const words = defineWords(
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
  /** The version that was read: the act is refused when the dossier has changed since. */
  readonly version: number;
  readonly procedure: BilingualText | null;
  /** Why the step is not possible for this dossier; null where it is. */
  readonly why: BilingualText | null;
}

type PlannedDossier = Pick<
  Dossier,
  "version" | "state" | "allowed" | "hindered" | "obligations" | "tasks" | "procedure"
>;

/** Why a step cannot be taken on a dossier in bulk, where only the officer is asked for; null where it can. */
export function findObstacle(
  dossier: PlannedDossier,
  step: OfficerStep,
  row: Pick<Listed, "unit" | "holder">,
): BilingualText | null {
  const hindered = dossier.hindered?.find((each) => each.step === step);
  if (hindered) return { vi: hindered.vi, en: hindered.en };
  if (!dossier.allowed.includes(step)) {
    return writeInBoth(words, (s, language) => s.other(OFFICER_STATES[dossier.state][language].label));
  }
  if (step === "receive") {
    const due = dossier.obligations.filter((each) => each.state === "open" && each.due === "reception");
    const sum = due.reduce((total, each) => total + each.amount, 0);
    return sum ? writeInBoth(words, (s) => s.unpaid(writeMoney(sum))) : null;
  }
  if (step === "assign") {
    const task = dossier.tasks.find((each) => each.unit === row.unit && !each.done_at);
    return (task?.holder ?? "") === (row.holder ?? "") ? null : writeInBoth(words, (s) => s.holder);
  }
  return null;
}

/** The plan for these rows, a few looked up at a time, in their order; `looked` hears how many are. */
export async function planBulk(
  rows: readonly Listed[],
  step: OfficerStep,
  read: (id: string) => Promise<PlannedDossier>,
  looked: (count: number) => void,
): Promise<readonly Planned[]> {
  const plan: Planned[] = [];
  const waiting = rows.entries();
  let n = 0;
  async function workThrough() {
    for (const [at, row] of waiting) {
      plan[at] = await planOne(row, step, read);
      n += 1;
      looked(n);
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, workThrough));
  return plan;
}

async function planOne(
  row: Listed,
  step: OfficerStep,
  read: (id: string) => Promise<PlannedDossier>,
): Promise<Planned> {
  const id = row.dossier_id;
  try {
    const seen = await read(id);
    return { id, version: seen.version, procedure: seen.procedure, why: findObstacle(seen, step, row) };
  } catch (thrown) {
    return { id, version: 0, procedure: null, why: toText(toProblem(thrown)) };
  }
}

const toText = (problem: ReturnType<typeof toProblem>): BilingualText => ({
  vi: problem.text("vi"),
  en: problem.text("en"),
});

/** Number of dossiers of a plan by procedure, most first. */
export function countProcedures(
  plan: readonly Planned[],
): readonly { readonly name: BilingualText; readonly n: number }[] {
  const counted = new Map<string, { name: BilingualText; n: number }>();
  for (const { procedure, why } of plan) {
    if (why || !procedure) continue;
    const known = counted.get(procedure.vi) ?? { name: procedure, n: 0 };
    counted.set(procedure.vi, { ...known, n: known.n + 1 });
  }
  return [...counted.values()].sort((a, b) => b.n - a.n);
}
