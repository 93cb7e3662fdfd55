import { useLayoutEffect, useMemo } from "preact/hooks";
import type { Profile } from "../account/profile_words";
import { loadForm, loadProcedure } from "../api/catalogue";
import { api, unwrap } from "../api/client";
import { toProblem } from "../api/problem";
import type { Dossier, Draft, Person, Procedure } from "../api/types";
import { type Loaded, useLoad } from "../api/use_load";
import { beforeLeaving, currentLocation, go } from "../app/router";
import type { FormSchema } from "../eform/schema";
import { useStore } from "../lib/store";
import { session } from "../session/session";
import { DraftSession, type DraftState } from "./draft_autosave";
import { forgetDraftPapers } from "./draft_papers";
import { fillProven, listKnown } from "./proven";
import { forgetUploads } from "./upload";

export interface Filing {
  readonly draftSession: DraftSession;
  readonly procedure: Procedure;
  readonly form: FormSchema;
  /** What the account knows of the filer; null where it was not asked, as for a filing at a counter. */
  readonly profile: Profile | null;
}

/** Drafts of this visit, so that moving between the sections of a filing asks for nothing again. */
const draftSessions = new Map<string, DraftSession>();

/** Longest that a move waits for the draft to be saved; typed text stays in memory anyway. */
const LONGEST_SAVE_MS = 3000;

async function load(id: string): Promise<Filing> {
  const read = draftSessions.get(id)?.store.get().draft ?? (await readDraft(id));
  const [found, schema] = await Promise.all([loadProcedure(read.procedure), loadForm(read.procedure)]);
  const draftSession = draftSessions.get(id) ?? new DraftSession(read, schema);
  draftSessions.set(id, draftSession);
  const { draft, body } = draftSession.store.get();
  // Data typed at a counter are about another person than the signed-in one.
  const own = draft.channel === "own_portal";
  if (own && Object.keys(body.applicant ?? {}).every((name) => !body.applicant?.[name as keyof Person])) {
    const known = await readKnownApplicant(await readProfile());
    if (Object.keys(known).length) draftSession.edit({ applicant: { ...body.applicant, ...known } });
  }
  if (own) {
    const applicant = fillProven(draftSession.store.get().body.applicant ?? {}, session.get().me?.identity ?? null);
    if (applicant) draftSession.edit({ applicant });
  }
  return { draftSession, procedure: found, form: schema, profile: own ? await readProfile() : null };
}

/** The draft; a sent one continues at its dossier, since Back from the receipt would find nothing. */
async function readDraft(id: string): Promise<Draft> {
  const params = { path: { dossier_id: id } };
  try {
    return await unwrap(api.GET("/api/dossiers/{dossier_id}/draft", { params }));
  } catch (thrown) {
    if (toProblem(thrown).status !== 404 || !(await isFiled(id))) throw thrown;
    const side = currentLocation.get().path.startsWith("/officer/") ? "/officer" : "";
    await go(`${side}/dossiers/${id}`, { replace: true, force: true });
    return new Promise<never>(() => {});
  }
}

async function isFiled(id: string): Promise<boolean> {
  const { response } = await api.GET("/api/dossiers/{dossier_id}", { params: { path: { dossier_id: id } } });
  return response.ok;
}

let knownProfile: Promise<Profile | null> | null = null;

/** The account's profile, asked once for a visit. Only a convenience: without it the person types. */
function readProfile(): Promise<Profile | null> {
  knownProfile ??= unwrap(api.GET("/api/me/profile")).catch((thrown: unknown) => {
    if (toProblem(thrown).code === "client_fault") throw thrown;
    knownProfile = null;
    return null;
  });
  return knownProfile;
}

/** The filer's data from the account or the last dossier: nothing is asked twice. */
async function readKnownApplicant(profile: Profile | null): Promise<Person> {
  const { claims } = session.get();
  const account = { full_name: claims.name, phone: claims.phone_number?.replace(/^\+84/, "0"), email: claims.email };
  const last = await loadLastApplicant();
  return Object.fromEntries(
    Object.entries({ ...last, ...account, ...listKnown(profile) }).filter(([, value]) => value),
  ) as Person;
}

async function loadLastApplicant(): Promise<Person> {
  try {
    const { items } = await unwrap(api.GET("/api/me/dossiers", { params: { query: { limit: 1 } } }));
    const [newest] = items;
    if (!newest) return {};
    const seen: Dossier = await unwrap(
      api.GET("/api/dossiers/{dossier_id}", { params: { path: { dossier_id: newest.dossier_id } } }),
    );
    return (seen.parts?.find((part) => part.name === "applicant" && !part.superseded)?.value ?? {}) as Person;
  } catch (thrown) {
    // Only a convenience: the person can type it. Anything but a refusal or a lost call is a fault of ours.
    if (toProblem(thrown).code === "client_fault") throw thrown;
    return {};
  }
}

export function useFiling(id: string): Loaded<Filing> & { reload(): void } {
  const loaded = useLoad(() => load(id), [id]);
  const draftSession = loaded.state === "done" ? loaded.data.draftSession : null;
  useLayoutEffect(() => {
    if (!draftSession) return;
    const unsaved = () => draftSession.store.get().saving !== "saved";
    const hide = () => document.visibilityState === "hidden" && void draftSession.save();
    const warn = (event: BeforeUnloadEvent) => unsaved() && event.preventDefault();
    const again = () => unsaved() && void draftSession.save();
    addEventListener("visibilitychange", hide);
    addEventListener("beforeunload", warn);
    addEventListener("online", again);
    const stop = beforeLeaving(async () => {
      await Promise.race([draftSession.save(), new Promise((wait) => setTimeout(wait, LONGEST_SAVE_MS))]);
      return true;
    });
    return () => {
      removeEventListener("visibilitychange", hide);
      removeEventListener("beforeunload", warn);
      removeEventListener("online", again);
      stop();
    };
  }, [draftSession]);
  return loaded;
}

export function useDraftState(draftSession: DraftSession): DraftState {
  return useStore(useMemo(() => draftSession.store, [draftSession]));
}

/** The draft is sent or thrown away: nothing of it stays in this page's memory. */
export function forgetFiling(id: string): void {
  draftSessions.delete(id);
  forgetDraftPapers(id);
  forgetUploads(id);
}

/** The profile has changed: the next filing reads it again. */
export function forgetProfile(): void {
  knownProfile = null;
}
