import type { PageProps } from "../../../app/routes";
import { useAttempts } from "../../../filing/attempts";
import { refusedFields, SectionPage, sectionWords } from "../../../filing/frame";
import { type PersonName, personFaults, tidyPersonText } from "../../../filing/person_faults";
import { personWords } from "../../../filing/person_words";
import { applicantFaults } from "../../../filing/sections";
import { type Filing, useFiling, useKept } from "../../../filing/use_filing";
import { inBoth, useLanguage, useWords, words } from "../../../lib/language";
import { TextField } from "../../../ui/inputs";
import { ReadyPage } from "../../../ui/loading";

const said = words(
  {
    idHelp: "12 chữ số trên thẻ căn cước; người chưa có thì ghi số hộ chiếu",
    phoneHelp: "Cơ quan gọi số này khi cần. Tin nhắn chỉ gửi đến số đã xác nhận ở mục Cài đặt.",
    noName: "Nhập họ và tên",
    noId: "Nhập số định danh cá nhân",
    noPhone: "Nhập số điện thoại",
  },
  {
    idHelp: "12 digits on the identity card; without one, the passport number",
    phoneHelp: "The agency calls it if needed. Text messages go only to a number confirmed under Settings.",
    noName: "Enter your full name",
    noId: "Enter your personal ID number",
    noPhone: "Enter your phone number",
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
  const w = useWords(said);
  const labels = useWords(personWords);
  const { keeper } = filing;
  const { body, problem } = useKept(keeper);
  const language = useLanguage();
  const attempts = useAttempts();
  const given = body.applicant ?? {};
  const faults = { ...refusedFields(problem, "/applicant/", "a-", language), ...attempts.byField() };
  function check(): boolean {
    const empty = { full_name: "noName", id_number: "noId", phone: "noPhone" } as const;
    const missing = applicantFaults(body).map((name) => ({
      at: `a-${name}`,
      text: inBoth(said, (s) => s[empty[name]]),
    }));
    return attempts.show([...missing, ...personFaults(given).map(({ name, text }) => ({ at: `a-${name}`, text }))]);
  }
  const field = (name: PersonName) => ({
    id: `a-${name}`,
    label: labels[name],
    value: String(given[name] ?? ""),
    fault: faults[`a-${name}`],
    onInput: (text: string) => keeper.say(name, text),
    onLeave: () => keeper.say(name, tidyPersonText(name, keeper.store.get().body.applicant ?? {})),
  });
  return (
    <SectionPage filing={filing} section="applicant" faults={attempts.faults} attempt={attempts.attempt} onNext={check}>
      <TextField {...field("full_name")} autocomplete="name" />
      <TextField {...field("id_number")} help={w.idHelp} width="medium" />
      <TextField
        {...field("phone")}
        help={w.phoneHelp}
        type="tel"
        inputMode="numeric"
        autocomplete="tel"
        width="medium"
      />
      <TextField {...field("email")} type="email" autocomplete="email" optional />
      <TextField {...field("address")} autocomplete="street-address" rows={2} optional />
    </SectionPage>
  );
}
