/** The faults of a filing at the desk, each at the control that mends it. */
import type { Draft, DraftBody, Paper, Procedure } from "../../api/types";
import { makeFieldId } from "../../eform/fields";
import type { FormSchema } from "../../eform/schema";
import { validate } from "../../eform/validate";
import type { IdsOf } from "../../filing/attempts";
import { listAuthorityFaults } from "../../filing/authority_words";
import { listCapacityFaults } from "../../filing/capacity_words";
import { findPersonFaults, findReturnAddressFault } from "../../filing/person_faults";
import { findApplicantFaults, findMissingPapers, lacksAddress } from "../../filing/sections";
import { getUploads } from "../../filing/upload";
import { chooseName, writeInBoth } from "../../lib/language";
import { readServerTime } from "../../session/clock";
import type { Fault } from "../../ui/error_summary";
import { findOfficerDayFault, NO_MOMENT } from "../shared/days";
import { isComplete, type RegisterLine } from "../steps/register_line";
import { intakeWords } from "./intake_words";

/** The sections of a filing, by how the ids of their controls begin. */
const SECTIONS: Readonly<Record<string, string>> = {
  applicant: "a-",
  on_behalf: "b-",
  authority: "u-",
  capacity: "k-",
  answers: makeFieldId(""),
  components: "p-",
};
const CONTROLS: Readonly<Record<string, string>> = {
  handover_record: "c-record",
  "handover_record number": "c-record",
  "handover_record signed_at": "c-signed",
  efiling: "c-efiling",
  account: "ap-number",
  return_way: "r-way",
  return_address: "r-address",
  declared_true: "declared",
  "paper_register outage": "register-outage",
  "paper_register filed_at": "register-at",
};

/** The ids of the controls that may show a fault of the server at this path, the nearest first. */
export const findControlIds: IdsOf = ([part = "", ...more]) => [
  ...(part in SECTIONS ? [`${SECTIONS[part]}${more[0]}`] : []),
  CONTROLS[[part, ...more].join(" ")] ?? part,
];

interface Intake {
  readonly procedure: Procedure;
  readonly draft: Draft;
  readonly body: DraftBody;
  /** The questions that are asked on this page. */
  readonly asked: FormSchema;
  readonly papers: readonly Paper[];
  readonly declared: boolean;
  /** The line of the paper register, for a filing of an outage. */
  readonly line: RegisterLine | null;
}

/** The faults in the order of the page. */
export function listIntakeFaults({ procedure, draft, body, asked, papers, declared, line }: Intake): Fault[] {
  const lacking = findMissingPapers(procedure, draft.channel, body, {
    components: new Map(papers.map((p) => [p.id, p.component])),
  });
  const busy = getUploads(draft.id)
    .get()
    .some((each) => each.step !== "done");
  const record = draft.wants.includes("handover_record") ? (body.handover_record ?? {}) : null;
  const signed = record && findOfficerDayFault("handover_signed", record.signed_at || NO_MOMENT, readServerTime());
  const wrongAddress = body.return_way === "post" ? findReturnAddressFault(body.return_address ?? "") : null;
  const noWord = draft.wants.includes("efiling") && !body.efiling;
  return [
    ...(draft.wants.includes("account") && !body.account
      ? [{ at: "ap-number", text: writeInBoth(intakeWords, (s) => s.noAccount) }]
      : []),
    ...(noWord ? [{ at: "c-efiling", text: writeInBoth(intakeWords, (s) => s.noEfiling) }] : []),
    ...(record && !record.number?.trim()
      ? [{ at: "c-record", text: writeInBoth(intakeWords, (s) => s.noRecord) }]
      : []),
    ...(signed ? [{ at: "c-signed", text: signed }] : []),
    ...findApplicantFaults(body).map((name) => ({ at: `a-${name}`, text: writeInBoth(intakeWords, (s) => s[name]) })),
    ...findPersonFaults(body.applicant ?? {}).map(({ name, text }) => ({ at: `a-${name}`, text })),
    ...findPersonFaults(body.on_behalf ?? {}).map(({ name, text }) => ({ at: `b-${name}`, text })),
    ...(body.on_behalf && !body.on_behalf.full_name
      ? [{ at: "b-full_name", text: writeInBoth(intakeWords, (s) => s.full_name) }]
      : []),
    ...listAuthorityFaults(body),
    ...listCapacityFaults(body),
    ...validate(asked, body.answers ?? {}, readServerTime()).map((fault) => ({
      at: makeFieldId(fault.key),
      text: fault,
    })),
    ...lacking.map((each) => ({
      at: `p-${each.key}`,
      text: writeInBoth(intakeWords, (s, l) => s.missing(chooseName(each.name, l))),
    })),
    ...(busy ? [{ text: writeInBoth(intakeWords, (s) => s.busy) }] : []),
    ...(body.return_way ? [] : [{ at: "r-way", text: writeInBoth(intakeWords, (s) => s.noWay) }]),
    ...(lacksAddress(body) ? [{ at: "r-address", text: writeInBoth(intakeWords, (s) => s.noAddress) }] : []),
    ...(wrongAddress ? [{ at: "r-address", text: wrongAddress }] : []),
    ...(declared ? [] : [{ at: "declared", text: writeInBoth(intakeWords, (s) => s.notDeclared) }]),
    ...(line && !isComplete(line, false) ? [{ at: "register", text: writeInBoth(intakeWords, (s) => s.noLine) }] : []),
  ];
}
