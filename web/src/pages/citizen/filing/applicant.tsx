import type { PageProps } from "../../../app/routes";
import { tidyText } from "../../../eform/tidy";
import { useAttempts } from "../../../filing/attempts";
import { SectionPage, sectionWords } from "../../../filing/frame";
import { applicantFaults } from "../../../filing/sections";
import { type Filing, useFiling, useKept } from "../../../filing/use_filing";
import { inBoth, useWords, words } from "../../../lib/language";
import { TextField } from "../../../ui/inputs";
import { ReadyPage } from "../../../ui/loading";

const said = words(
  {
    full_name: "Họ và tên",
    id_number: "Số định danh cá nhân",
    idHelp: "12 chữ số trên thẻ căn cước",
    phone: "Số điện thoại",
    phoneHelp: "Cơ quan gọi số này khi cần. Tin nhắn chỉ gửi đến số đã xác nhận ở mục Cài đặt.",
    email: "Thư điện tử",
    address: "Nơi ở hiện nay",
    noName: "Nhập họ và tên",
    noId: "Nhập số định danh cá nhân",
    noPhone: "Nhập số điện thoại",
    badId: (n: number) => `Số định danh phải có đúng 12 chữ số; bạn nhập ${n}`,
    badPhone: "Số điện thoại phải có 10 hoặc 11 chữ số và bắt đầu bằng 0",
  },
  {
    full_name: "Full name",
    id_number: "Personal ID number",
    idHelp: "12 digits on the identity card",
    phone: "Phone number",
    phoneHelp: "The agency calls it if needed. Text messages go only to a number confirmed under Settings.",
    email: "Email",
    address: "Present address",
    noName: "Enter your full name",
    noId: "Enter your personal ID number",
    noPhone: "Enter your phone number",
    badId: (n) => `ID number must have exactly 12 digits; you entered ${n}`,
    badPhone: "Phone number must have 10 or 11 digits and start with 0",
  },
);

const FORMATS: Readonly<Record<string, string>> = { id_number: "vn-personal-id", phone: "phone" };

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
  const { keeper } = filing;
  const { body } = useKept(keeper);
  const attempts = useAttempts();
  const given = body.applicant ?? {};
  const faults = attempts.byField();
  function check(): boolean {
    const empty = { full_name: "noName", id_number: "noId", phone: "noPhone" } as const;
    const missing = applicantFaults(body).map((name) => ({
      at: `a-${name}`,
      text: inBoth(said, (s) => s[empty[name]]),
    }));
    const id = tidyText("vn-personal-id", String(given.id_number ?? ""));
    const phone = tidyText("phone", String(given.phone ?? ""));
    return attempts.show([
      ...missing,
      ...(id && !/^\d{12}$/.test(id) ? [{ at: "a-id_number", text: inBoth(said, (s) => s.badId(id.length)) }] : []),
      ...(phone && !/^0\d{9,10}$/.test(phone) ? [{ at: "a-phone", text: inBoth(said, (s) => s.badPhone) }] : []),
    ]);
  }
  const field = (name: "full_name" | "id_number" | "phone" | "email" | "address") => ({
    id: `a-${name}`,
    label: w[name],
    value: String(given[name] ?? ""),
    fault: faults[`a-${name}`],
    onInput: (text: string) => keeper.say(name, text),
    onLeave: () =>
      keeper.say(name, tidyText(FORMATS[name] ?? "", String(keeper.store.get().body.applicant?.[name] ?? ""))),
  });
  return (
    <SectionPage filing={filing} section="applicant" faults={attempts.faults} attempt={attempts.attempt} onNext={check}>
      <TextField {...field("full_name")} autocomplete="name" />
      <TextField {...field("id_number")} help={w.idHelp} inputMode="numeric" width="medium" />
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
