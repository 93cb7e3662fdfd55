/** One file on its way: converted where the API would not take it, announced, sent straight to the store, checked. */
import { makeLostProblem, Problem, toProblem } from "../api/problem";
import type { Paper, PaperKind } from "../api/types";
import { makeKey } from "../api/use_load";
import type { BilingualText } from "../lib/language";
import { createStore } from "../lib/store";
import { convertPicture, type Stage } from "./convert";
import { CannotConvert, mayRetry, writeFault } from "./convert_faults";
import { checkFile, cleanName, MOST_BYTES, refuseSize } from "./file_check";
import { withLeaveWarning } from "./leave_warning";
import type { PictureKind } from "./picture";
import { findPlace } from "./upload_place";

export interface Upload {
  readonly key: string;
  readonly name: string;
  readonly size: number;
  readonly component: string;
  readonly kind: PaperKind;
  readonly step: "preparing" | "converting" | "sending" | "checking" | "done" | "refused" | "failed";
  /** Progress of a conversion. */
  readonly stage: Stage;
  /** The original kind of a converted picture; null when the file is sent as chosen. */
  readonly from: PictureKind | null;
  /** The type of the sent file; null until it is known. */
  readonly type: string | null;
  /** Share of the bytes that have left, 0 to 1. */
  readonly sent: number;
  readonly paperId: string | null;
  readonly fault: BilingualText | null;
}

const CHECK_EVERY_MS = 1000;
const LONGEST_CHECKS = 120;

/** The uploads of this visit by dossier or other place: they continue while the person moves through the filing. */
const shelves = new Map<string, ReturnType<typeof createStore<readonly Upload[]>>>();
const files = new Map<string, File>();
/** Abort functions of running conversions by file. */
const stops = new Map<string, AbortController>();

export function getUploads(dossier: string) {
  const found = shelves.get(dossier) ?? createStore<readonly Upload[]>([]);
  shelves.set(dossier, found);
  return found;
}

export function startUpload(
  dossier: string,
  kind: PaperKind,
  component: string,
  file: File,
  done: (paper: Paper) => void,
) {
  const key = makeKey();
  files.set(key, file);
  const first: Upload = {
    key,
    name: file.name,
    size: file.size,
    component,
    kind,
    step: "preparing",
    stage: "waiting",
    from: null,
    type: null,
    sent: 0,
    paperId: null,
    fault: null,
  };
  const shelf = getUploads(dossier);
  shelf.set([...shelf.get(), first]);
  void withLeaveWarning(() => run(dossier, first, done));
}

/** Try again with the same key: it is the same paper, however far the first attempt came. */
export function retryUpload(dossier: string, key: string, done: (paper: Paper) => void): void {
  const upload = getUploads(dossier)
    .get()
    .find((each) => each.key === key);
  if (upload) void withLeaveWarning(() => run(dossier, upload, done));
}

export function dropUpload(dossier: string, key: string): void {
  const shelf = getUploads(dossier);
  stops.get(key)?.abort();
  shelf.set(shelf.get().filter((each) => each.key !== key));
  files.delete(key);
}

/** Remove all uploads of a dossier from this page's memory. */
export function forgetUploads(dossier: string): void {
  for (const { key } of getUploads(dossier).get()) dropUpload(dossier, key);
}

/** The file as it is or will be sent, while this page has it. */
export function getFile(key: string): File | undefined {
  return files.get(key);
}

async function run(dossier: string, upload: Upload, done: (paper: Paper) => void): Promise<void> {
  const chosen = files.get(upload.key);
  if (!chosen) return;
  const change = (now: Partial<Upload>) => {
    const shelf = getUploads(dossier);
    shelf.set(shelf.get().map((each) => (each.key === upload.key ? { ...each, ...now } : each)));
  };
  try {
    change({ step: "preparing", fault: null, sent: 0 });
    const checked = await checkFile(chosen);
    if ("fault" in checked) return change({ step: "refused", fault: checked.fault });
    const file =
      "convert" in checked
        ? await convertFile(upload.key, chosen, checked.convert, change)
        : retypeFile(chosen, checked.type);
    if (!file) return;
    if (file.size > MOST_BYTES) return change({ step: "refused", fault: refuseSize(file, MOST_BYTES).fault });
    // Kept as it is sent: another attempt announces the very same bytes.
    files.set(upload.key, file);
    change({ name: file.name, size: file.size, type: file.type });
    const paperId = await announceAndSend(dossier, upload, file, change);
    change({ step: "checking", sent: 1, paperId });
    const paper = await readOutcome(dossier, paperId);
    if (paper.state === "accepted") {
      change({ step: "done" });
      done(paper);
    } else change({ step: "refused", fault: findReason(paper) });
  } catch (thrown) {
    if (thrown instanceof CannotConvert) {
      const step = mayRetry(thrown.why) ? "failed" : "refused";
      return change({ step, fault: writeFault(thrown.why, chosen.name) });
    }
    const problem = toProblem(thrown);
    const { status } = problem;
    const { vi, en } = problem.fields[0] ?? problem;
    change({
      step: status === 422 || status === 413 ? "refused" : "failed",
      fault: status ? { vi, en } : cutName(chosen.name),
    });
  }
}

/** The picture as a JPEG file of its own; null when its upload was taken back meanwhile. */
async function convertFile(key: string, chosen: File, kind: PictureKind, change: Change): Promise<File | null> {
  const stop = new AbortController();
  stops.set(key, stop);
  change({ step: "converting", stage: "waiting" });
  try {
    const onStage = (stage: Stage) => change({ stage });
    const picture = await convertPicture({ file: chosen, kind }, { signal: stop.signal, onStage });
    change({ step: "preparing", from: kind });
    return retypeFile(new File([picture], chosen.name), "image/jpeg");
  } catch (thrown) {
    if (stop.signal.aborted) return null;
    throw thrown;
  } finally {
    stops.delete(key);
  }
}

function retypeFile(file: File, type: string): File {
  const name = cleanName(file.name, type);
  return name === file.name && type === file.type ? file : new File([file], name, { type });
}

type Change = (now: Partial<Upload>) => void;

async function announceAndSend(dossier: string, upload: Upload, file: File, change: Change): Promise<string> {
  const { kind, component } = upload;
  const sha256 = await hashFile(file);
  const announced = { kind, component, name: file.name, size: file.size, sha256, content_type: file.type };
  const made = await findPlace(dossier)
    .announce(announced, upload.key)
    .catch((thrown) => {
      // The attempt before has arrived and was checked; only the answer to it was lost.
      if (upload.paperId && toProblem(thrown).code === "paper_settled") return upload.paperId;
      throw thrown;
    });
  if (typeof made === "string") return made;
  change({ step: "sending", paperId: made.paper.id });
  await put(made.url, made.headers as Record<string, string>, file, (sent) => change({ sent }));
  return made.paper.id;
}

/** `fetch` does not report the bytes that were sent; this does. */
function put(
  url: string,
  headers: Record<string, string>,
  file: File,
  progress: (sent: number) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest();
    call.open("PUT", url);
    for (const [name, value] of Object.entries(headers)) {
      // The browser sets the length itself and refuses to let us.
      if (name.toLowerCase() !== "content-length") call.setRequestHeader(name, value);
    }
    call.upload.onprogress = (event) => progress(event.lengthComputable ? event.loaded / event.total : 0);
    // 412: the bytes are there already, from an attempt whose answer was lost.
    call.onload = () => (call.status < 300 || call.status === 412 ? resolve() : reject(refuseUpload(call.status)));
    call.onerror = () => reject(makeLostProblem());
    call.ontimeout = () => reject(makeLostProblem());
    call.send(file);
  });
}

function refuseUpload(status: number): Problem {
  return new Problem(
    status >= 500 ? status : 503,
    "store_refused",
    "Kho tệp chưa nhận được tệp. Thử lại; phần đã điền vẫn còn",
    "The file store did not take the file. Try again; your answers are safe",
  );
}

async function readOutcome(dossier: string, paperId: string): Promise<Paper> {
  for (let turn = 0; turn < LONGEST_CHECKS; turn += 1) {
    const paper = (await findPlace(dossier).list()).find((each) => each.id === paperId);
    if (paper && paper.state !== "pending") return paper;
    await new Promise((wait) => setTimeout(wait, CHECK_EVERY_MS));
  }
  throw new Problem(
    503,
    "check_slow",
    "Tệp đã tải lên nhưng chưa kiểm tra xong. Thử lại sau ít phút; bạn cứ điền tiếp",
    "The file was uploaded but is not checked yet. Try again in a few minutes; continue meanwhile",
  );
}

async function hashFile(file: File): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function findReason(paper: Paper) {
  return { vi: paper.reason_vi ?? `“${paper.name}”`, en: paper.reason_en ?? `“${paper.name}”` };
}

function cutName(name: string) {
  return {
    vi: `Chưa tải được “${name}”. Thử lại; phần đã điền vẫn còn`,
    en: `“${name}” was not uploaded. Try again; your answers are safe`,
  };
}
