import { beforeEach, describe, expect, it, vi } from "vitest";
import { Problem } from "../src/api/problem";
import type { Agency } from "../src/api/types";
import type { Answers, FormSchema } from "../src/eform/schema";
import { validate } from "../src/eform/validate";
import type { Upload } from "../src/filing/upload";
import {
  listOwnResultKeys,
  listResultKeys,
  listRetold,
  makeStepAnswers,
  readLatestAnswers,
  readOpeningAnswers,
} from "../src/matters/course";
import { beginWithProven, markProven, needsEidentity } from "../src/matters/eidentity";
import {
  completeForm,
  listPlainSteps,
  listPublicKeys,
  listQuestions,
  listSharedSteps,
  type MatterKind,
  nameOpened,
  nameOpening,
} from "../src/matters/kinds";
import { makeMatterBody } from "../src/matters/matter_body";
import type { Matter } from "../src/matters/matter_calls";
import { findFilesFault } from "../src/matters/matter_files";
import { makePublicPath, makeWorkPath } from "../src/matters/matter_paths";
import { matterWords } from "../src/matters/matter_words";
import {
  findNameKey,
  findStateBeforePublic,
  isPublicKind,
  listReaderQuestions,
  namePublic,
  type PublicMatter,
} from "../src/matters/public_calls";
import { listNamesToConfirm } from "../src/matters/second_look";
import { storeText, takeStoredText } from "../src/matters/stored_text";
import { makeMattersPath, readMatterFilters } from "../src/officer/matters/matter_filters";
import { officerMatterWords } from "../src/officer/matters/officer_matter_words";
import { copyAnswer, nameLine, readNumber } from "../src/officer/matters/other_matter";
import { explainNone } from "../src/officer/matters/published_sources";
import { matterActWords, nameMatterAct } from "../src/officer/operations/matter_acts";
import { readListKey } from "../src/officer/worklist/list_keys";
import type { Me } from "../src/session/session";

const LINE = "^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]*$";
const line = (title: string) => ({ type: "string", title, "x-title-en": title, pattern: LINE, maxLength: 200 });
const text = (title: string) => ({ type: "string", title, "x-title-en": title, format: "textarea", maxLength: 5000 });
const words = (each: string) => ({ vi: each, en: each });

/** A kind that no page knows: everything about it is in its table. */
const PROPOSALS: MatterKind = {
  name: "proposal",
  plural: "proposals",
  words: words("Đề xuất"),
  title: words("Đề xuất cải tiến"),
  empty: words("Chưa có đề xuất."),
  about: words("Gửi đề xuất."),
  label: null,
  subject: "subject",
  states: [
    { key: "sent", name: words("Đã gửi"), ended: false, public: false },
    { key: "shown", name: words("Đã đăng"), ended: true, public: true },
  ],
  clocks: { reply: words("Trả lời") },
  opened_by: ["applicant"],
  read_by: ["provincial_office", "auditor"],
  taken_in_at: "",
  notes: [],
  asker: null,
  opening: {
    form: {
      properties: { subject: line("Tiêu đề"), body: text("Nội dung"), unit: line("Cơ quan") },
      required: ["subject", "unit"],
    },
    fields: { subject: "reporter", body: "reporter", unit: "public" },
    units: ["unit"],
    procedures: [],
    papers: false,
  },
  steps: [
    {
      word: "show",
      name: words("Đăng"),
      articles: ["Điều 1"],
      reporter_only: false,
      erases: false,
      form: {
        properties: {
          public_subject: line("Tiêu đề đăng"),
          answer: text("Trả lời"),
          answered_by: line("Người trả lời"),
          code: {
            type: "string",
            title: "Mã",
            enum: ["a", "b"],
            "x-enum-labels": { a: words("A"), b: words("B") },
          },
          note: text("Ghi chú"),
        },
        required: ["answer"],
      },
      fields: { public_subject: "public", answer: "public", answered_by: "public", code: "public", note: "units" },
      units: [],
      procedures: [],
      papers: true,
    },
  ],
  codes: { code: ["b"] },
};
const [SHOW] = PROPOSALS.steps;
const UNITS = [
  { id: "u1", name: { vi: "Phường Một", en: "Ward 1" } },
  { id: "u2", name: { vi: "Phường Hai", en: "Ward 2" } },
] as unknown as readonly Agency[];

const fact = (seq: number, event: string, more: Answers) =>
  ({ seq, event, values: {}, texts: more, hints: [], due: {}, articles: [] }) as unknown as Matter["course"];
const matter = (...course: readonly (readonly [string, Answers])[]) =>
  ({ course: course.map(([event, texts], seq) => fact(seq, event, texts)) }) as unknown as Matter;

describe("the form of a step", () => {
  it("offers the province's units, without the one that is responsible", () => {
    const form = completeForm(PROPOSALS, PROPOSALS.opening, UNITS, "u1");
    expect(form.questions.find((each) => each.key === "unit")?.choices).toEqual([
      { value: "u2", vi: "Phường Hai", en: "Ward 2" },
    ]);
  });
  it("offers the codes of today alone", () => {
    const code = completeForm(PROPOSALS, SHOW as never, UNITS).questions.find((each) => each.key === "code");
    expect(code?.choices.map((each) => each.value)).toEqual(["b"]);
  });
  it("names what is missing before anything is sent", () => {
    const form = completeForm(PROPOSALS, PROPOSALS.opening, UNITS);
    expect(validate(form, { subject: "Đèn đường" }, "").map((each) => each.key)).toEqual(["unit"]);
  });
  it("sends what was answered, tidied, and what its author confirms", () => {
    const form = completeForm(PROPOSALS, PROPOSALS.opening, UNITS);
    expect(makeMatterBody(form, { subject: "  Đèn  đường ", body: "", unit: "u1" }, ["writing"])).toEqual({
      values: { subject: "Đèn đường", unit: "u1" },
      confirmed: ["writing"],
    });
  });
  it("begins with the public text of the opening, the last answer, and the officer's own name", () => {
    const latest = readLatestAnswers(
      matter(["open", { subject: "Đèn" }], ["show", { answer: "Cũ", note: "riêng" }], ["show", { answer: "Mới" }]),
    );
    const form = completeForm(PROPOSALS, SHOW as never, UNITS);
    const begun = makeStepAnswers(form, SHOW?.fields ?? {}, latest, { answered_by: "Lê Văn Tư", answered_title: "" });
    expect(begun).toEqual({ public_subject: "Đèn", answer: "Mới", answered_by: "Lê Văn Tư" });
  });
});

describe("the course", () => {
  it("distinguishes what was sent from what was answered", () => {
    const both = matter(["open", { subject: "Đèn" }], ["show", { subject: "Khác", answer: "Có" }]);
    expect(readOpeningAnswers(both)).toEqual({ subject: "Đèn" });
    expect(listResultKeys(PROPOSALS)).toEqual(["public_subject", "answer", "answered_by", "code"]);
    expect(listPublicKeys(PROPOSALS)[0]).toBe("unit");
  });
  it("shows its sender no published form of what they read in their own words", () => {
    expect(listRetold(PROPOSALS)).toEqual(["public_subject"]);
    expect(listOwnResultKeys(PROPOSALS, { answer: "Có" })).toEqual(["answer", "answered_by", "code"]);
    const fields = { answer: "reporter", public_answer: "public" };
    const shown = { ...PROPOSALS, steps: [{ ...SHOW, fields } as MatterKind["steps"][number]] };
    expect(listOwnResultKeys(shown, { answer: "Có", public_answer: "Có" })).toEqual(["answer"]);
    expect(listOwnResultKeys(shown, { public_answer: "Có" })).toEqual(["public_answer"]);
  });
});

describe("a second look", () => {
  const refuse = (code: string, allowed: readonly string[]) => new Problem(422, code, "", "", [], allowed);
  it("is confirmed by the name that the refusal gives", () => {
    expect(listNamesToConfirm(refuse("second_look_needed", ["personal_data"]))).toEqual(["personal_data"]);
  });
  it("is asked for by no other refusal", () => {
    expect(listNamesToConfirm(refuse("wrong_moment", ["take"]))).toEqual([]);
    expect(listNamesToConfirm(null)).toEqual([]);
  });
});

describe("opening a matter", () => {
  it("is sending for people, and drafting where officers alone open it", () => {
    expect(nameOpening(PROPOSALS, matterWords.vi, "vi")).toBe("Gửi đề xuất");
    expect(nameOpening({ ...PROPOSALS, opened_by: ["case_officer"] }, matterWords.vi, "vi")).toBe("Soạn đề xuất");
  });
  it("was sending too, and the first state of what officers alone open", () => {
    expect(nameOpened(PROPOSALS, "sent", "Gửi", "vi")).toBe("Gửi");
    expect(nameOpened({ ...PROPOSALS, opened_by: ["case_officer"] }, "shown", "Gửi", "vi")).toBe("Đã đăng");
  });
  it("needs an e-identity where the law of the day asks for it, of those who have not shown theirs", () => {
    const asked = { ...PROPOSALS, asker: "e_identity" };
    const proven = { identity: { level: 2 } } as unknown as Me;
    expect([needsEidentity(asked, null), needsEidentity(asked, proven)]).toEqual([true, false]);
    expect(needsEidentity(PROPOSALS, null)).toBe(false);
  });
});

describe("text typed before the sign-in", () => {
  const kept = new Map<string, string>();
  beforeEach(() => {
    kept.clear();
    vi.stubGlobal("sessionStorage", {
      getItem: (name: string) => kept.get(name) ?? null,
      setItem: (name: string, value: string) => kept.set(name, value),
      removeItem: (name: string) => kept.delete(name),
    });
    return () => vi.unstubAllGlobals();
  });
  it("is there after it, once", () => {
    storeText("proposals", { subject: "Đèn" }, 0);
    expect(takeStoredText("proposals", 60_000)).toEqual({ subject: "Đèn" });
    expect(takeStoredText("proposals", 60_000)).toEqual({});
  });
  it("is gone after a while, for another kind, and on a shared computer", () => {
    storeText("proposals", { subject: "Đèn" }, 0);
    expect(takeStoredText("proposals", 16 * 60_000)).toEqual({});
    storeText("proposals", { subject: "Đèn" }, 0);
    expect(takeStoredText("questions", 1)).toEqual({});
    kept.set("shared", "yes");
    storeText("proposals", { subject: "Đèn" }, 0);
    expect(takeStoredText("proposals", 1)).toEqual({});
  });
});

describe("what everybody reads", () => {
  const shown = { number: "DX-1", values: {}, texts: { public_subject: "Đèn đường" } } as unknown as PublicMatter;
  it("is called by its public line, else by its number", () => {
    const questions = listQuestions(PROPOSALS, UNITS);
    expect(namePublic(PROPOSALS, questions, shown)).toBe("Đèn đường");
    expect(namePublic(PROPOSALS, questions, { ...shown, texts: {} })).toBe("DX-1");
  });
  it("is under the words of the form that people filled in", () => {
    const questions = listReaderQuestions(PROPOSALS, UNITS);
    expect(questions.get("public_subject")?.vi).toBe("Tiêu đề");
    expect(questions.get("answer")?.vi).toBe("Trả lời");
    expect(findNameKey(PROPOSALS, questions, shown)).toBe("public_subject");
  });
  it("is at the kind's own address, a survey where it is answered", () => {
    expect(makePublicPath("proposals", "m1")).toBe("/viec/proposals/da-dang/m1");
    expect(makePublicPath("surveys", "m1")).toBe("/khao-sat/m1");
  });
  it("waits in an ended state only where the table ends the matter first", () => {
    const [sent, posted] = PROPOSALS.states;
    const answered = { ...sent, key: "answered", ended: true } as MatterKind["states"][number];
    expect(findStateBeforePublic(PROPOSALS)).toBeUndefined();
    expect(findStateBeforePublic({ ...PROPOSALS, states: [answered, posted as never] })?.key).toBe("answered");
  });
  it("exists for kinds with a public state", () => {
    expect(isPublicKind(PROPOSALS)).toBe(true);
    expect(isPublicKind({ ...PROPOSALS, states: PROPOSALS.states.slice(0, 1) })).toBe(false);
  });
});

describe("the officers' list", () => {
  const read = (query: string) => readMatterFilters(new URLSearchParams(query), [PROPOSALS], () => ["u1", "u2"]);
  it("is wholly in its address", () => {
    const filters = { plural: "proposals", unit: "u2", ended: true, state: "shown" };
    expect(read(makeMattersPath(filters).split("?")[1] ?? "")).toEqual(filters);
    expect(makeWorkPath("proposals", "m1")).toBe("/officer/matters/proposals/m1");
  });
  it("takes nothing that it does not know", () => {
    expect(read("kind=other&unit=u9&state=shown")).toEqual({
      plural: "proposals",
      unit: "u1",
      ended: false,
      state: "",
    });
  });
  it("moves by letters as by arrows", () => {
    expect([readListKey("j", 0, 3), readListKey("k", 2, 3)]).toEqual([{ move: 1 }, { move: 1 }]);
  });
});

describe("the name that an identity proved", () => {
  const form = { questions: [{ key: "subject" }, { key: "full_name" }] } as unknown as FormSchema;
  const name = "Nguyễn Thị Minh Khai";

  it("begins the form, unless another was typed, and says where it comes from", () => {
    expect(beginWithProven(form, name, {})).toEqual({ full_name: name });
    expect(beginWithProven(form, name, { full_name: "Khai" })).toEqual({ full_name: "Khai" });
    expect(beginWithProven({ ...form, questions: form.questions.slice(0, 1) }, name, {})).toEqual({});
    expect(markProven(form, name, { vi: "Lấy từ", en: "From" }).questions[1]).toMatchObject({ helpVi: "Lấy từ" });
    expect(markProven(form, "", { vi: "Lấy từ", en: "From" })).toBe(form);
  });
});

describe("a step on several matters", () => {
  it("is one of officers that asks for nothing", () => {
    const plain = { ...SHOW, word: "urge", form: { properties: {} } } as MatterKind["steps"][number];
    const kind = {
      ...PROPOSALS,
      steps: [
        ...PROPOSALS.steps,
        plain,
        { ...plain, word: "withdraw", reporter_only: true },
        { ...plain, word: "order", erases: true },
      ],
    };
    expect(listPlainSteps(kind).map((each) => each.word)).toEqual(["urge"]);
    const list = (...rows: { steps: string[] }[]) => listSharedSteps([plain], rows).map((each) => each.word);
    expect(list({ steps: ["urge"] }, { steps: ["urge", "answer"] })).toEqual(["urge"]);
    expect(list({ steps: ["urge"] }, { steps: ["answer"] })).toEqual([]);
  });
});

describe("the security log", () => {
  it("names the operations of a kind by its table", () => {
    const name = (act: string) => nameMatterAct(act, [PROPOSALS], matterActWords.vi, "vi");
    expect(name("step_proposal")).toBe("Thực hiện bước: Đề xuất");
    expect(name("list_proposals")).toBe("Xem danh sách: Đề xuất cải tiến");
    expect(name("public_matters")).toBe("Tìm nội dung đã đăng công khai");
    expect(name("receive")).toBeNull();
  });
});

describe("another matter that a step names", () => {
  it.each([
    ["HD-2026-00002", "HD-2026-00002"],
    [" hd-2026-00002 ", "HD-2026-00002"],
    ["HD-2026", ""],
    ["giấy khai sinh", ""],
    ["HD-2026-00002; DROP", ""],
  ])("reads a whole number of %s", (typed, number) => {
    expect(readNumber(typed)).toBe(number);
  });
  it("is called by its subject, as far as that may be read", () => {
    const line = { number: "HD-2026-00002", subject: "Khai sinh" } as Parameters<typeof nameLine>[0];
    expect(nameLine(line)).toBe("Khai sinh (HD-2026-00002)");
    expect(nameLine({ ...line, subject: null })).toBe("HD-2026-00002");
  });
  it("says whether nothing was found, it is still looked for, or it could not be read", () => {
    const none = (loaded: Parameters<typeof explainNone>[0]) => explainNone(loaded, (words) => words.noOther).helpVi;
    const busy = new Problem(503, "busy", "Hệ thống đang bận.", "Busy.");
    const { noOther, finding } = officerMatterWords.vi;
    expect(none({ state: "done", data: [] })).toBe(noOther);
    expect(none({ state: "loading" })).toBe(finding);
    expect(none({ state: "failed", problem: busy })).toBe(busy.text("vi"));
    expect(new Set([noOther, finding, busy.text("vi")]).size).toBe(3);
  });
  it("gives its answer to a form that asks for one, and to no other", () => {
    const course = [{ values: {}, texts: { answer: "Tại xã." } }];
    const leading = { course } as unknown as Matter;
    const asking = (key: string) => ({ questions: [{ key }] }) as unknown as Parameters<typeof copyAnswer>[0];
    expect(copyAnswer(asking("answer"), leading)).toEqual({ answer: "Tại xã." });
    expect(copyAnswer(asking("reason"), leading)).toEqual({});
    expect(copyAnswer(asking("answer"), null)).toEqual({});
    expect(copyAnswer(asking("answer"), { ...leading, course: [] })).toEqual({});
  });
});

describe("files that come with a matter", () => {
  const upload = (step: Upload["step"]) => ({ step }) as Upload;
  it("are sent once each has been taken, and a refused one is removed first", () => {
    expect(findFilesFault([])).toBeNull();
    expect(findFilesFault([upload("done")])).toBeNull();
    for (const step of ["preparing", "converting", "sending", "checking"] as const)
      expect(findFilesFault([upload("done"), upload(step)])?.en).toContain("still on its way");
    for (const step of ["refused", "failed"] as const)
      expect(findFilesFault([upload("checking"), upload(step)])?.en).toContain("not taken");
  });
});
