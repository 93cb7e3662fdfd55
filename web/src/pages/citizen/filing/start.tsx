import { useState } from "preact/hooks";
import { loadAgencies, loadProcedure, nameAgency } from "../../../api/catalogue";
import { api, unwrap } from "../../../api/client";
import type { Agency, Procedure } from "../../../api/types";
import { useAct, useLoad } from "../../../api/use_load";
import type { PageProps } from "../../../app/route";
import { go } from "../../../app/router";
import { useAttempts } from "../../../filing/attempts";
import { chooseName, defineWords, useLanguage, useWords, writeInBoth } from "../../../lib/language";
import { Button } from "../../../ui/button";
import { ErrorSummary } from "../../../ui/error_summary";
import { Select } from "../../../ui/inputs";
import { ReadyPage } from "../../../ui/loading";
import { Notice } from "../../../ui/notice";
import { Page } from "../../../ui/page";

const words = defineWords(
  {
    title: "Bạn nộp hồ\u00a0sơ ở đâu?",
    unit: "Bộ phận Một cửa",
    help: "Chọn nơi bạn cư trú hoặc nơi đặt cơ sở.",
    choose: "Chọn một nơi",
    none: "Chọn Bộ phận Một cửa",
    start: "Bắt đầu",
    starting: "Đang mở hồ sơ…",
    offline: "Hiện chưa nhận hồ sơ trực tuyến trên trang này",
    offlineText: "Bạn nộp bằng một trong các cách ghi ở trang thủ tục.",
    portal: "Nộp trên Cổng Dịch vụ công quốc gia",
    basis: "Căn cứ",
    back: "Xem thủ tục",
  },
  {
    title: "Where do you file?",
    unit: "One-stop unit",
    help: "Choose where you live or where the business is.",
    choose: "Choose a place",
    none: "Choose a one-stop unit",
    start: "Start",
    starting: "Opening the dossier…",
    offline: "Online filing is not open on this site now",
    offlineText: "File in one of the ways that the procedure's page lists.",
    portal: "File on the National Public Service Portal",
    basis: "Basis",
    back: "See the procedure",
  },
);

const NATIONAL_PORTAL = "https://dichvucong.gov.vn";

export default function StartPage({ params }: PageProps) {
  const id = params.id ?? "";
  const loaded = useLoad(async () => ({ found: await loadProcedure(id), units: await loadAgencies() }), [id]);
  return (
    <ReadyPage from={loaded} title={useWords(words).title}>
      {({ found, units }) => <Start found={found} units={units} />}
    </ReadyPage>
  );
}

function Start({ found, units }: { readonly found: Procedure; readonly units: readonly Agency[] }) {
  const w = useWords(words);
  const language = useLanguage();
  const [unit, setUnit] = useState("");
  const attempts = useAttempts();
  const act = useAct<{ procedure: string; one_stop: string }>(async (body, key) => {
    const draft = await unwrap(
      api.POST("/api/dossiers", {
        params: { header: { "Idempotency-Key": key } },
        body: { ...body, channel: "own_portal" },
      }),
    );
    await go(`/drafts/${draft.id}`, { replace: true });
  });
  const open = units.filter((each) => each.is_one_stop && isTakenBy(each, units, found.level));
  async function start(event: Event) {
    event.preventDefault();
    if (!attempts.show(unit ? [] : [{ at: "unit", text: writeInBoth(words, (s) => s.none) }])) return;
    if (!(await act.run({ procedure: found.id, one_stop: unit }))) attempts.show([]);
  }
  const above = chooseName(found.name, language);
  const basis = (
    <p class="muted small">
      {w.basis}: <span lang="vi">{found.own_portal.article}</span>
    </p>
  );
  if (!found.own_portal.open) {
    return (
      <Page title={w.offline} above={above}>
        <p>{w.offlineText}</p>
        {basis}
        {found.channels.includes("national_portal") && (
          <p>
            <a href={NATIONAL_PORTAL}>{w.portal}</a>
          </p>
        )}
        <p>
          <a href={`/procedures/${found.id}`}>{w.back}</a>
        </p>
      </Page>
    );
  }
  return (
    <Page title={w.title} above={above} failed={attempts.faults.length > 0}>
      <ErrorSummary faults={attempts.faults} problem={act.problem} attempt={attempts.attempt} />
      {found.notice && (
        <Notice tone="info">
          <p>{chooseName(found.notice, language)}</p>
        </Notice>
      )}
      <form novalidate onSubmit={(event) => void start(event)}>
        <Select
          id="unit"
          label={w.unit}
          help={w.help}
          value={unit}
          empty={w.choose}
          fault={attempts.byField().unit}
          options={open.map((each) => ({ value: each.id, text: nameAgency(units, each.id, language) }))}
          onChoose={setUnit}
        />
        <p class="buttons">
          <Button type="submit" busy={act.busy} busyText={w.starting}>
            {w.start}
          </Button>
        </p>
        {basis}
      </form>
    </Page>
  );
}

/** Commune work is filed at a commune's unit, provincial work at the province's. */
function isTakenBy(unit: Agency, all: readonly Agency[], level: string): boolean {
  const parent = all.find((each) => each.id === unit.parent);
  const ofCommune = parent?.kind === "commune_peoples_committee";
  return level === "commune" ? ofCommune : level === "province" ? !ofCommune : true;
}
