import { useLayoutEffect, useMemo } from "preact/hooks";
import { form, procedure } from "../api/catalogue";
import { api, got } from "../api/client";
import { asProblem } from "../api/problem";
import type { Dossier, Draft, Person, Procedure } from "../api/types";
import { type Loaded, useLoad } from "../api/use";
import { beforeLeaving, go, place } from "../app/router";
import type { FormSchema } from "../eform/schema";
import { useStore } from "../lib/store";
import { session } from "../session/session";
import { Keeper, type Kept } from "./keeper";
import { withProven } from "./proven";
import { forgetUploads } from "./upload";

export interface Filing {
  readonly keeper: Keeper;
  readonly procedure: Procedure;
  readonly form: FormSchema;
}

/** Drafts of this visit, so that moving between the sections of a filing asks for nothing again. */
const keepers = new Map<string, Keeper>();

/** Longest that a move waits for the draft to be saved; what is typed stays in memory anyway. */
const LONGEST_SAVE_MS = 3000;

async function load(id: string): Promise<Filing> {
  const read = keepers.get(id)?.store.get().draft ?? (await readDraft(id));
  const [found, schema] = await Promise.all([procedure(read.procedure), form(read.procedure)]);
  const keeper = keepers.get(id) ?? new Keeper(read, schema);
  keepers.set(id, keeper);
  const { draft, body } = keeper.store.get();
  // Data typed at a counter are about another person than the signed-in one.
  const own = draft.channel === "own_portal";
  if (own && Object.keys(body.applicant ?? {}).every((name) => !body.applicant?.[name as keyof Person])) {
    const known = await knownApplicant();
    if (Object.keys(known).length) keeper.edit({ applicant: { ...body.applicant, ...known } });
  }
  if (own) {
    const applicant = withProven(keeper.store.get().body.applicant ?? {}, session.get().me?.identity ?? null);
    if (applicant) keeper.edit({ applicant });
  }
  return { keeper, procedure: found, form: schema };
}

/** The draft; a sent one continues at its dossier, since Back from the receipt would find nothing. */
async function readDraft(id: string): Promise<Draft> {
  const params = { path: { dossier_id: id } };
  try {
    return await got(api.GET("/api/dossiers/{dossier_id}/draft", { params }));
  } catch (thrown) {
    if (asProblem(thrown).status !== 404 || !(await isFiled(id))) throw thrown;
    const side = place.get().path.startsWith("/officer/") ? "/officer" : "";
    await go(`${side}/dossiers/${id}`, { replace: true, force: true });
    return new Promise<never>(() => {});
  }
}

async function isFiled(id: string): Promise<boolean> {
  const { response } = await api.GET("/api/dossiers/{dossier_id}", { params: { path: { dossier_id: id } } });
  return response.ok;
}

/** The filer's data from the account or the last dossier: nothing is asked twice. */
async function knownApplicant(): Promise<Person> {
  const { claims } = session.get();
  const account = { full_name: claims.name, phone: claims.phone_number?.replace(/^\+84/, "0"), email: claims.email };
  const last = await lastApplicant();
  return Object.fromEntries(Object.entries({ ...last, ...account }).filter(([, value]) => value)) as Person;
}

async function lastApplicant(): Promise<Person> {
  try {
    const { items } = await got(api.GET("/api/me/dossiers", { params: { query: { limit: 1 } } }));
    const [newest] = items;
    if (!newest) return {};
    const seen: Dossier = await got(
      api.GET("/api/dossiers/{dossier_id}", { params: { path: { dossier_id: newest.dossier_id } } }),
    );
    return (seen.parts?.find((part) => part.name === "applicant" && !part.superseded)?.value ?? {}) as Person;
  } catch (thrown) {
    // Only a convenience: the person can type it. Anything but a refusal or a lost call is a fault of ours.
    if (asProblem(thrown).code === "client_fault") throw thrown;
    return {};
  }
}

export function useFiling(id: string): Loaded<Filing> & { reload(): void } {
  const loaded = useLoad(() => load(id), [id]);
  const keeper = loaded.state === "done" ? loaded.data.keeper : null;
  useLayoutEffect(() => {
    if (!keeper) return;
    const unsaved = () => keeper.store.get().saving !== "saved";
    const hide = () => document.visibilityState === "hidden" && void keeper.save();
    const warn = (event: BeforeUnloadEvent) => unsaved() && event.preventDefault();
    const again = () => unsaved() && void keeper.save();
    addEventListener("visibilitychange", hide);
    addEventListener("beforeunload", warn);
    addEventListener("online", again);
    const stop = beforeLeaving(async () => {
      await Promise.race([keeper.save(), new Promise((wait) => setTimeout(wait, LONGEST_SAVE_MS))]);
      return true;
    });
    return () => {
      removeEventListener("visibilitychange", hide);
      removeEventListener("beforeunload", warn);
      removeEventListener("online", again);
      stop();
    };
  }, [keeper]);
  return loaded;
}

export function useKept(keeper: Keeper): Kept {
  return useStore(useMemo(() => keeper.store, [keeper]));
}

/** The draft is sent or thrown away: nothing of it stays in this page's memory. */
export function forgetFiling(id: string): void {
  keepers.delete(id);
  forgetUploads(id);
}
