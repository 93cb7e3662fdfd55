import { useState } from "preact/hooks";
import { api, ifMatch, unwrap } from "../../api/client";
import { useAct, useLoad } from "../../api/use_load";
import type { PageProps } from "../../app/route";
import { type GivenRating, RatingFields, type RatingForm } from "../../dossier/rating_form";
import { writeDay } from "../../lib/format";
import { chooseName, defineWords, useLanguage, useWords } from "../../lib/language";
import { ReadyPage } from "../../ui/loading";
import { Notice } from "../../ui/notice";
import { Page } from "../../ui/page";

const words = defineWords(
  {
    title: "Đánh giá việc giải quyết hồ sơ",
    what: "Đánh giá không ảnh hưởng đến kết quả. Đơn vị, công chức chỉ biết số tổng hợp.",
    until: (day: string) => `Bạn đã đánh giá hồ sơ này. Sửa được đến hết ngày ${day}.`,
    thanks: (day: string) => `Đã ghi nhận đánh giá. Cảm ơn bạn. Sửa được đến hết ngày ${day}.`,
    final: (day: string) => `Bạn đã đánh giá hồ sơ này; hết hạn sửa từ sau ngày ${day}.`,
    not: "Hồ sơ này chưa kết thúc hoặc không đánh giá được.",
    back: "Về hồ sơ",
  },
  {
    title: "Rate how your dossier was handled",
    what: "Your rating does not affect the result. The unit and its officers see totals only.",
    until: (day) => `You have rated this dossier. You may change the rating until ${day}.`,
    thanks: (day) => `Your rating is recorded. Thank you. You may change it until ${day}.`,
    final: (day) => `You have rated this dossier; the rating could be changed until ${day}.`,
    not: "This dossier has not ended, or cannot be rated.",
    back: "Back to the dossier",
  },
);

const load = async (id: string) => {
  const params = { path: { dossier_id: id } };
  const [dossier, form] = await Promise.all([
    unwrap(api.GET("/api/dossiers/{dossier_id}", { params })),
    unwrap(api.GET("/api/dossiers/{dossier_id}/rating", { params })),
  ]);
  return { dossier, form };
};

type Loaded = Awaited<ReturnType<typeof load>>;

export default function RatePage({ params, query }: PageProps) {
  const loaded = useLoad(() => load(params.id ?? ""), [params.id]);
  return (
    <ReadyPage from={loaded} title={useWords(words).title}>
      {(whole) => <Rate {...whole} way={query.get("from") === "notice" ? "link" : "page"} reload={loaded.reload} />}
    </ReadyPage>
  );
}

interface RateProps extends Loaded {
  readonly way: "page" | "link";
  readonly reload: () => void;
}

function Rate({ dossier: d, form, way, reload }: RateProps) {
  const w = useWords(words);
  const language = useLanguage();
  const [done, setDone] = useState(false);
  const act = useAct<GivenRating>(async (given, key) => {
    const params = { path: { dossier_id: d.id }, header: { "Idempotency-Key": key, ...ifMatch(d.version) } };
    await unwrap(api.POST("/api/dossiers/{dossier_id}/rate", { params, body: { ...given, way } }));
    setDone(true);
    reload();
  });
  const may = d.allowed.includes("rate") && !form.rating?.final;
  return (
    <Page title={w.title} above={`${d.code ?? d.receipt_no} · ${chooseName(d.procedure, language)}`}>
      <Standing form={form} may={may} done={done} />
      {may && !done && (
        <RatingFields
          form={form}
          before={form.rating && { ...form.rating, text: findText(d, form.rating.text) }}
          busy={act.busy}
          problem={act.problem}
          send={act.run}
        />
      )}
      <p class="buttons">
        <a href={`/dossiers/${d.id}`}>{w.back}</a>
      </p>
    </Page>
  );
}

/** Whether the dossier is rated, and until when that may be changed. */
function Standing({ form, may, done }: { readonly form: RatingForm; readonly may: boolean; readonly done: boolean }) {
  const w = useWords(words);
  const day = form.rating && writeDay(form.rating.change_until);
  if (done) {
    return (
      <Notice tone="done" role="status">
        <p>{day ? w.thanks(day) : w.what}</p>
      </Notice>
    );
  }
  const said = day ? (form.rating?.final ? w.final(day) : w.until(day)) : may ? "" : w.not;
  return (
    <Notice tone="info">
      {said && <p>{said}</p>}
      {may && <p>{w.what}</p>}
    </Notice>
  );
}

/** The applicant's own words, which the dossier holds apart. */
function findText(dossier: Loaded["dossier"], digest: string | null): string | null {
  const held = dossier.parts?.find((each) => each.digest === digest)?.value;
  return typeof held === "string" ? held : null;
}
