import type { PageProps } from "../../../app/route";
import { useAttempts } from "../../../filing/attempts";
import { AuthorityFields } from "../../../filing/authority";
import { listAuthorityFaults } from "../../../filing/authority_words";
import { CapacityFields } from "../../../filing/capacity";
import { listCapacityFaults } from "../../../filing/capacity_words";
import { ForWhom } from "../../../filing/for_whom";
import { findPersonFaults, type PersonName, tidyPersonText } from "../../../filing/person_faults";
import { personWords } from "../../../filing/person_words";
import { listKnown } from "../../../filing/proven";
import { sectionWords } from "../../../filing/section_list";
import { listRefusedFields, SectionPage } from "../../../filing/section_page";
import { findApplicantFaults } from "../../../filing/sections";
import { type Filing, useDraftState, useFiling } from "../../../filing/use_filing";
import { defineWords, useLanguage, useWords, writeInBoth } from "../../../lib/language";
import { useStore } from "../../../lib/store";
import { session } from "../../../session/session";
import { Check, TextField } from "../../../ui/inputs";
import { ReadyPage } from "../../../ui/loading";

const words = defineWords(
  {
    idHelp: "12 chữ số trên thẻ căn cước; người chưa có thì ghi số hộ chiếu",
    phoneHelp: "Cơ quan gọi số này khi cần. Tin nhắn chỉ gửi đến số đã xác nhận ở mục Cài đặt.",
    noName: "Nhập họ và tên",
    noId: "Nhập số định danh cá nhân",
    noPhone: "Nhập số điện thoại",
    proven: (level: number) => `Theo tài khoản định danh điện tử${level ? ` mức độ ${level}` : ""} mà bạn đã đăng nhập`,
    known: "Theo tài khoản của bạn; sửa một lần ở trang Tài khoản của tôi.",
    account: "Xem, sửa thông tin ở trang Tài khoản của tôi",
    other: "Tôi nộp thay cho người khác",
    otherHelp: "Bạn là người được ủy quyền hoặc người đại diện; hồ sơ thuộc về người được nộp thay.",
    principal: "Người được nộp thay",
    noPrincipal: "Nhập họ và tên người được nộp thay",
  },
  {
    idHelp: "12 digits on the identity card; without one, the passport number",
    phoneHelp: "The agency calls it if needed. Text messages go only to a number confirmed under Settings.",
    noName: "Enter your full name",
    noId: "Enter your personal ID number",
    noPhone: "Enter your phone number",
    proven: (level) => `As your electronic identity account${level ? ` of level ${level}` : ""} says`,
    known: "From your account; change it once on the page My account.",
    account: "See or change these data under My account",
    other: "I file on behalf of another person",
    otherHelp: "You are authorised or a representative; the dossier belongs to the represented person.",
    principal: "Represented person",
    noPrincipal: "Enter the represented person's full name",
  },
);

export default function ApplicantPage({ params }: PageProps) {
  const filing = useFiling(params.id ?? "");
  return (
    <ReadyPage from={filing} title={useWords(sectionWords).applicant}>
      {(data) => <Applicant filing={data} />}
    </ReadyPage>
  );
}

function Applicant({ filing }: { readonly filing: Filing }) {
  const w = useWords(words);
  const labels = useWords(personWords);
  const { draftSession } = filing;
  const { body, problem, draft } = useDraftState(draftSession);
  const known = listKnown(filing.profile);
  const language = useLanguage();
  const attempts = useAttempts();
  const given = body.applicant ?? {};
  const other = body.on_behalf ?? null;
  const forWhom = draft.acting_for;
  const proven = useStore(session).me?.identity ?? null;
  const faults = {
    ...listRefusedFields(problem, "/applicant/", "a-", language),
    ...listRefusedFields(problem, "/on_behalf/", "b-", language),
    ...listRefusedFields(problem, "/authority/", "u-", language),
    ...listRefusedFields(problem, "/capacity/", "k-", language),
    ...attempts.byField(),
  };
  function check(): boolean {
    const empty = { full_name: "noName", id_number: "noId", phone: "noPhone" } as const;
    const missing = findApplicantFaults(body).map((name) => ({
      at: `a-${name}`,
      text: writeInBoth(words, (s) => s[empty[name]]),
    }));
    return attempts.show([
      ...missing,
      ...findPersonFaults(given).map(({ name, text }) => ({ at: `a-${name}`, text })),
      ...(other && !other.full_name ? [{ at: "b-full_name", text: writeInBoth(words, (s) => s.noPrincipal) }] : []),
      ...findPersonFaults(other ?? {}).map(({ name, text }) => ({ at: `b-${name}`, text })),
      ...(forWhom ? [] : listAuthorityFaults(body)),
      ...listCapacityFaults(body),
    ]);
  }
  const makeField = (name: PersonName) => ({
    id: `a-${name}`,
    label: labels[name],
    value: String(given[name] ?? ""),
    fault: faults[`a-${name}`],
    onInput: (text: string) => draftSession.editApplicant(name, text),
    onLeave: () =>
      draftSession.editApplicant(name, tidyPersonText(name, draftSession.store.get().body.applicant ?? {})),
  });
  return (
    <SectionPage filing={filing} section="applicant" faults={attempts.faults} attempt={attempts.attempt} onNext={check}>
      {proven?.full_name ? (
        <Proven id="a-full_name" label={labels.full_name} value={proven.full_name} why={w.proven(proven.level)} />
      ) : (
        <TextField {...makeField("full_name")} autocomplete="name" />
      )}
      {proven?.id_number ? (
        <Proven id="a-id_number" label={labels.id_number} value={proven.id_number} why={w.proven(proven.level)} />
      ) : (
        <TextField {...makeField("id_number")} help={w.idHelp} width="medium" />
      )}
      <TextField
        {...makeField("phone")}
        help={w.phoneHelp}
        type="tel"
        inputMode="numeric"
        autocomplete="tel"
        width="medium"
      />
      <TextField {...makeField("email")} type="email" autocomplete="email" optional />
      <TextField
        {...makeField("address")}
        help={given.address && given.address === known.address ? w.known : undefined}
        autocomplete="street-address"
        rows={2}
        optional
      />
      <p class="muted">
        <a href="/tai-khoan">{w.account}</a>
      </p>
      {forWhom && <ForWhom forWhom={forWhom} />}
      {!forWhom && (
        <Check
          id="proxy"
          label={w.other}
          help={w.otherHelp}
          checked={other !== null}
          onChange={(on) => draftSession.edit({ on_behalf: on ? { full_name: null } : null, authority: null })}
        />
      )}
      {other && !forWhom && (
        <>
          <h2>{w.principal}</h2>
          {(["full_name", "id_number"] as const).map((name) => (
            <TextField
              key={name}
              id={`b-${name}`}
              label={labels[name]}
              value={String(other[name] ?? "")}
              fault={faults[`b-${name}`]}
              width={name === "id_number" ? "medium" : "full"}
              optional={name === "id_number"}
              onInput={(text) => draftSession.edit({ on_behalf: { ...other, [name]: text || null } })}
              onLeave={() =>
                draftSession.edit({ on_behalf: { ...other, [name]: tidyPersonText(name, other) || null } })
              }
            />
          ))}
          <AuthorityFields body={body} faults={faults} onEdit={(change) => draftSession.edit(change)} />
        </>
      )}
      <CapacityFields
        body={body}
        offered={draft.capacities}
        faults={faults}
        onEdit={(change) => draftSession.edit(change)}
      />
    </SectionPage>
  );
}

interface ProvenProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly why: string;
}

/** Proven identity is shown, not asked: another value would be refused. */
function Proven({ id, label, value, why }: ProvenProps) {
  return (
    <dl class="facts" id={id} tabIndex={-1}>
      <div>
        <dt>{label}</dt>
        <dd>
          {value}
          <br />
          <span class="muted">{why}</span>
        </dd>
      </div>
    </dl>
  );
}
