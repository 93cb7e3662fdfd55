import { useState } from "preact/hooks";
import { api, unwrap } from "../../api/client";
import { useAct } from "../../api/use_load";
import type { PageProps } from "../../app/route";
import type { components } from "../../generated/api";
import { writeClock } from "../../lib/format";
import { defineWords, useWords } from "../../lib/language";
import { OfficerPage } from "../../officer/layout/officer_page";
import { Button } from "../../ui/button";
import { ErrorSummary } from "../../ui/error_summary";
import { Notice } from "../../ui/notice";
import { QrCode } from "../../ui/qr";

const words = defineWords(
  {
    title: "Mời người nộp đánh giá",
    back: "Về hồ sơ",
    what: "Cấp mã cho người vừa nhận kết quả để tự đánh giá trên máy tính bảng tại quầy hoặc điện thoại của họ. Công chức không đánh giá thay và không xem được câu trả lời.",
    make: "Cấp mã đánh giá",
    making: "Đang cấp mã…",
    code: "Mã đánh giá",
    until: (t: string) => `Dùng một lần, đến ${t}.`,
    page: "Mở trang đánh giá tại quầy",
    qr: "Mã QR mở trang đánh giá của hồ sơ này",
  },
  {
    title: "Invite the applicant to rate",
    back: "Back to the dossier",
    what: "Give a code to the person who received the result; they rate on the counter's tablet or on their telephone. Officers do not rate for them and see no answer.",
    make: "Make a rating code",
    making: "Making the code…",
    code: "Rating code",
    until: (t) => `Used once, until ${t}.`,
    page: "Open the counter's rating page",
    qr: "QR code that opens the rating of this dossier",
  },
);

/** Opens the counter's tablet for the applicant of one ended dossier. */
export default function RatingCodePage({ params }: PageProps) {
  const w = useWords(words);
  const id = params.id ?? "";
  const [opened, setOpened] = useState<components["schemas"]["RatingCodeView"] | null>(null);
  const [attempt, setAttempt] = useState(0);
  const act = useAct<null>(async () => {
    setOpened(
      await unwrap(api.POST("/api/dossiers/{dossier_id}/rating_code", { params: { path: { dossier_id: id } } })),
    );
  });
  async function make() {
    if (!(await act.run(null))) setAttempt((n) => n + 1);
  }
  const page = `${location.origin}/danh-gia/quay#${opened?.code ?? ""}`;
  return (
    <OfficerPage title={w.title} above={<a href={`/officer/dossiers/${id}`}>← {w.back}</a>}>
      <ErrorSummary faults={[]} problem={act.problem} attempt={attempt} />
      <p>{w.what}</p>
      <p class="buttons">
        <Button busy={act.busy} busyText={w.making} onPress={() => void make()}>
          {w.make}
        </Button>
      </p>
      {opened && (
        <Notice tone="info" role="status" title={w.code}>
          <p class="code">{opened.code}</p>
          <p>{w.until(writeClock(opened.ends_at))}</p>
          <QrCode text={page} label={w.qr} />
          <p>
            <a href={page} target="_blank" rel="noopener">
              {w.page}
            </a>
          </p>
        </Notice>
      )}
    </OfficerPage>
  );
}
