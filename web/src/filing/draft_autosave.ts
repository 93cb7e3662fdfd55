/** The draft on this page and on the server: typed here, saved there on every move, never lost in between. */
import { api, ifMatch, unwrap, unwrapWithVersion } from "../api/client";
import { connection } from "../api/network";
import { type Problem, toProblem } from "../api/problem";
import type { Draft, DraftBody, Person } from "../api/types";
import { savedAt } from "../app/saved_at";
import { updateKnownAnswers } from "../eform/known";
import type { FormSchema } from "../eform/schema";
import { createStore } from "../lib/store";
import { type Clash, merge } from "./merge";

export interface DraftState {
  readonly draft: Draft;
  /** Typed data, saved or not. */
  readonly body: DraftBody;
  readonly saving: "saved" | "typing" | "saving" | "failed";
  readonly problem: Problem | null;
  /** Fields that were changed elsewhere at the same time: ours are kept, theirs are offered. */
  readonly clashes: readonly Clash[];
}

const PAUSE_MS = 1500;
/** Delay before an automatic retry of a save that did not reach the server. */
const RETRY_MS = 5000;

export class DraftSession {
  readonly store;
  private base: DraftBody;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: Promise<boolean> | null = null;

  constructor(
    draft: Draft,
    private readonly form: FormSchema,
  ) {
    this.base = makeBody(draft);
    this.store = createStore<DraftState>({ draft, body: this.base, saving: "saved", problem: null, clashes: [] });
    // An older draft: its form was not yet filled in from the applicant's data.
    const answers = updateKnownAnswers(form, this.base.answers ?? {}, {}, this.base);
    if (!isSame(answers, this.base.answers)) this.edit({ answers: { ...answers } });
  }

  get id(): string {
    return this.store.get().draft.id;
  }

  edit(change: Partial<DraftBody>): void {
    const kept = this.store.get();
    const body = { ...kept.body, ...change };
    if (change.applicant !== undefined || change.on_behalf !== undefined) {
      body.answers = { ...updateKnownAnswers(this.form, body.answers ?? {}, kept.body, body) };
    }
    this.store.set({ ...kept, body, saving: "typing" });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.save(), PAUSE_MS);
  }

  answer(key: string, value: unknown): void {
    this.edit({ answers: { ...this.store.get().body.answers, [key]: value } });
  }

  editApplicant(name: keyof Person, value: string): void {
    const { applicant } = this.store.get().body;
    this.edit({ applicant: { ...applicant, [name]: value || null } });
  }

  /** Save all typed data to the server; returns whether everything is saved. */
  save(): Promise<boolean> {
    clearTimeout(this.timer);
    this.running ??= this.saveAll().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  /** Save typed text on the server; with nothing to save and the network gone, check whether it is back.
   * Answers whether the server was reached and has all of it. */
  async reach(): Promise<boolean> {
    const idle = isSame(this.store.get().body, this.base);
    if (!(await this.save())) return false;
    if (!idle || connection.get() !== "gone") return true;
    try {
      await unwrap(api.GET("/api/dossiers/{dossier_id}/draft", { params: { path: { dossier_id: this.id } } }));
    } catch (thrown) {
      // Any answer proves the network; its content is for the page that opens next.
      return !toProblem(thrown).isLost;
    }
    return true;
  }

  takeTheirs(): void {
    const { clashes, body } = this.store.get();
    const taken = clashes.reduce((now, clash) => clash.takeTheirs(now), body);
    this.store.set({ ...this.store.get(), clashes: [] });
    this.edit(taken);
  }

  keepMine(): void {
    this.store.set({ ...this.store.get(), clashes: [] });
  }

  private async saveAll(): Promise<boolean> {
    while (!isSame(this.store.get().body, this.base)) {
      this.store.set({ ...this.store.get(), saving: "saving", problem: null });
      const sent = this.store.get().body;
      try {
        await this.put(sent);
      } catch (thrown) {
        const problem = toProblem(thrown);
        this.store.set({ ...this.store.get(), saving: "failed", problem });
        const pause = findPause(problem);
        if (pause !== null) this.timer = setTimeout(() => void this.save(), pause);
        return false;
      }
    }
    this.store.set({ ...this.store.get(), saving: "saved", problem: null });
    return true;
  }

  private async put(sent: DraftBody): Promise<void> {
    const path = { dossier_id: this.id };
    const { draft } = this.store.get();
    try {
      const header = ifMatch(draft.version);
      const { data } = await unwrapWithVersion(
        api.PUT("/api/dossiers/{dossier_id}/draft", { params: { path, header }, body: cleanBody(sent) }),
      );
      this.base = sent;
      savedAt.set(data.updated_at);
      this.store.set({ ...this.store.get(), draft: data });
    } catch (thrown) {
      if (toProblem(thrown).status !== 412) throw thrown;
      // Saved from elsewhere, or by our own earlier attempt whose answer was lost: read the present draft.
      const theirs = await unwrap(api.GET("/api/dossiers/{dossier_id}/draft", { params: { path } }));
      const { body, clashes } = merge(this.base, this.store.get().body, makeBody(theirs));
      this.base = makeBody(theirs);
      this.store.set({ ...this.store.get(), draft: theirs, body, clashes });
    }
  }
}

/** Delay before an automatic retry of a failed save; null when a retry is useless. */
function findPause(problem: Problem): number | null {
  if (problem.isLost) return RETRY_MS;
  return problem.status === 429 && problem.retryAfter !== null ? problem.retryAfter * 1000 : null;
}

export function makeBody(draft: Draft): DraftBody {
  const { answers, applicant, on_behalf, claims, exemption, papers, handover_record, efiling, held, authority } = draft;
  return {
    answers,
    applicant: applicant as Person,
    on_behalf: on_behalf as Person | null,
    claims,
    exemption: exemption as DraftBody["exemption"],
    papers,
    return_way: draft.return_way as DraftBody["return_way"],
    return_address: draft.return_address,
    handover_record: handover_record as DraftBody["handover_record"],
    efiling: efiling as DraftBody["efiling"],
    held,
    authority,
    account: draft.account?.person ?? null,
    capacity: draft.capacity,
  } as DraftBody;
}

/** Return the answers without emptied ones: the API has no "undefined". */
function cleanBody(body: DraftBody): DraftBody {
  return JSON.parse(JSON.stringify(body)) as DraftBody;
}

function isSame(first: unknown, second: unknown): boolean {
  return JSON.stringify(first) === JSON.stringify(second);
}
