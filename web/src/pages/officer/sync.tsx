import { useState } from "preact/hooks";
import { api, ifMatch, unwrap } from "../../api/client";
import { useAct, useLoad } from "../../api/use_load";
import { useAttempts } from "../../filing/attempts";
import type { components } from "../../generated/api";
import { writeDateTime, writeDay } from "../../lib/format";
import { chooseName, defineWords, useLanguage, useWords, writeInBoth } from "../../lib/language";
import { OfficerPage } from "../../officer/layout/officer_page";
import { nameSyncReason } from "../../officer/operations/sync_words";
import { readDossierId } from "../../officer/shared/typed_ids";
import { Button } from "../../ui/button";
import { type Column, DataTable } from "../../ui/data_table";
import { ErrorSummary } from "../../ui/error_summary";
import { TextField } from "../../ui/inputs";
import { Ready } from "../../ui/loading";
import { Notice } from "../../ui/notice";
import { Pager } from "../../ui/pager";

const words = defineWords(
  {
    title: "Đồng bộ với Cổng Dịch vụ công quốc gia",
    parked: "Hồ sơ bị giữ lại",
    parkedWhat:
      "Cổng không nhận một gói tin, hoặc không có mã để gửi: gói đó và các gói sau của hồ sơ chờ đến khi có người xử lý nguyên nhân rồi cho gửi tiếp.",
    none: "Không có hồ sơ nào bị giữ lại.",
    id: "Định danh hồ sơ",
    why: "Nguyên nhân",
    fact: "Ở sự kiện",
    sent: "Đã gửi đến sự kiện",
    tries: "Số lần thử",
    since: "Chờ từ",
    next: "Thử lại lúc",
    act: "Việc",
    resume: "Gửi tiếp",
    resuming: "Đang ghi…",
    resumed: "Đã cho gửi tiếp. Cổng được gửi trong một phút, đúng thứ tự.",
    nights: "Đối chiếu các đêm gần đây",
    noNight: "Chưa đêm nào được đối chiếu.",
    day: "Ngày",
    dossiers: "Hồ sơ có thay đổi",
    faqs: "Câu hỏi thường gặp có thay đổi",
    feedback: "Phản ánh, kiến nghị có thay đổi",
    units: "Đơn vị lệch",
    repaired: "Đã tự sửa",
    unrepaired: "Chưa sửa được",
    show: (n: number) => `${n} hồ sơ`,
    look: "Tra một hồ sơ",
    lookHelp: "26 ký tự, có trong địa chỉ trang hồ sơ.",
    lookUp: "Xem",
    missing: "Nhập định danh hồ sơ, 26 chữ và số",
    quiet: "Không có gì chờ gửi.",
  },
  {
    title: "Link to the national portal",
    parked: "Dossiers held back",
    parkedWhat:
      "The portal refused a package, or there is no code to send: it and the dossier's later packages wait until an officer has resolved the cause and resumes sending.",
    none: "No dossier is held back.",
    id: "Dossier ID",
    why: "Reason",
    fact: "At fact",
    sent: "Sent up to fact",
    tries: "Tries",
    since: "Waiting since",
    next: "Tried again at",
    act: "Act",
    resume: "Resume",
    resuming: "Saving…",
    resumed: "Sending resumed. The portal receives it within a minute, in order.",
    nights: "Comparisons of the last nights",
    noNight: "No night was compared yet.",
    day: "Day",
    dossiers: "Dossiers that moved",
    faqs: "Frequent questions that moved",
    feedback: "Feedback that moved",
    units: "Units that differed",
    repaired: "Repaired",
    unrepaired: "Not repaired",
    show: (n) => `${n} ${n === 1 ? "dossier" : "dossiers"}`,
    look: "Look one dossier up",
    lookHelp: "26 characters; it stands in the address of the dossier's page.",
    lookUp: "Show",
    missing: "Enter the dossier ID, 26 letters and digits",
    quiet: "Nothing to send.",
  },
);

type Place = components["schemas"]["PlaceView"];
type Report = components["schemas"]["ReportView"];

/** State of the national synchronisation: parked dossiers, results of the nightly comparison, and the
 * place of one dossier. */
export default function SyncPage() {
  const w = useWords(words);
  const [cursor, setCursor] = useState<string | null>(null);
  const [message, setMessage] = useState("");
  const loaded = useLoad(() => unwrap(api.GET("/api/sync", { params: { query: { cursor } } })), [cursor]);
  // Also after a refusal: somebody may have been faster, and the next attempt acts on the present state.
  function showTried(good: boolean) {
    setMessage(good ? w.resumed : "");
    loaded.reload();
  }
  return (
    <OfficerPage title={w.title}>
      <p role="status" class="report">
        {message}
      </p>
      <h2>{w.parked}</h2>
      <p class="narrow">{w.parkedWhat}</p>
      <Ready from={loaded}>
        {({ parked, cursor: following, reports }) => (
          <>
            <Places label={w.parked} rows={parked} empty={w.none} onTried={showTried} />
            <Pager cursor={cursor} following={following} onTurn={setCursor} />
            <h2>{w.nights}</h2>
            <Nights reports={reports} />
          </>
        )}
      </Ready>
      <h2>{w.look}</h2>
      <OnePlace onTried={showTried} />
    </OfficerPage>
  );
}

interface PlacesProps {
  readonly label: string;
  readonly rows: readonly Place[];
  readonly empty: string;
  readonly onTried: (good: boolean) => void;
}

function Places({ label, rows, empty, onTried }: PlacesProps) {
  const w = useWords(words);
  const language = useLanguage();
  const columns: readonly Column<Place>[] = [
    { head: w.id, names: true, show: (each) => <code class="wrap">{each.dossier_id}</code> },
    { head: w.why, show: (each) => (each.parked ? chooseName(nameSyncReason(each.parked), language) : "") },
    { head: w.fact, number: true, show: (each) => each.parked_fact ?? "" },
    { head: w.sent, number: true, show: (each) => each.told },
    { head: w.tries, number: true, show: (each) => each.tries },
    { head: w.since, show: (each) => (each.since ? writeDateTime(each.since) : "") },
    { head: w.next, show: (each) => (each.next_try_at ? writeDateTime(each.next_try_at) : "") },
    {
      head: w.act,
      show: (each) => (each.parked || each.next_try_at ? <Resume place={each} onTried={onTried} /> : w.quiet),
    },
  ];
  return <DataTable label={label} columns={columns} rows={rows} rowKey={(each) => each.dossier_id} empty={empty} />;
}

function Resume({ place, onTried }: { readonly place: Place; readonly onTried: (good: boolean) => void }) {
  const w = useWords(words);
  const language = useLanguage();
  const act = useAct<{ version: number }>(async ({ version }) => {
    const params = { path: { dossier_id: place.dossier_id }, header: ifMatch(version) };
    await unwrap(api.POST("/api/sync/{dossier_id}/resume", { params }));
  });
  return (
    <>
      {act.problem && (
        <Notice tone="bad" role="alert">
          <p>{act.problem.text(language)}</p>
        </Notice>
      )}
      <Button
        kind="secondary"
        hidden={place.dossier_id}
        busy={act.busy}
        busyText={w.resuming}
        onPress={() => void act.run({ version: place.version }).then(onTried)}
      >
        {w.resume}
      </Button>
    </>
  );
}

function Nights({ reports }: { readonly reports: readonly Report[] }) {
  const w = useWords(words);
  const language = useLanguage();
  const columns: readonly Column<Report>[] = [
    { head: w.day, names: true, show: (each) => writeDay(each.day) },
    { head: w.dossiers, number: true, show: (each) => each.dossiers },
    { head: w.faqs, number: true, show: (each) => each.faqs },
    { head: w.feedback, number: true, show: (each) => each.feedback },
    { head: w.units, number: true, show: (each) => Object.keys(each.units).length },
    { head: w.repaired, number: true, show: (each) => each.counts.repaired ?? 0 },
    {
      head: w.unrepaired,
      show: (each) =>
        each.unrepaired.length === 0 ? (
          "0"
        ) : (
          <details>
            <summary>{w.show(each.counts.unrepaired ?? each.unrepaired.length)}</summary>
            <ul class="plain">
              {each.unrepaired.map((one) => (
                <li key={one.dossier}>
                  <code class="wrap">{one.dossier}</code>: {chooseName(nameSyncReason(one.reason ?? ""), language)}
                </li>
              ))}
            </ul>
          </details>
        ),
    },
  ];
  return <DataTable label={w.nights} columns={columns} rows={reports} rowKey={(each) => each.day} empty={w.noNight} />;
}

function OnePlace({ onTried }: { readonly onTried: (good: boolean) => void }) {
  const w = useWords(words);
  const [typed, setTyped] = useState("");
  const [id, setId] = useState("");
  const attempts = useAttempts();
  function look(event: Event) {
    event.preventDefault();
    const wanted = readDossierId(typed);
    const faults = wanted ? [] : [{ at: "sync-id", text: writeInBoth(words, (s) => s.missing) }];
    if (attempts.show(faults) && wanted) setId(wanted);
  }
  return (
    <>
      <form class="narrow" novalidate onSubmit={look}>
        <ErrorSummary faults={attempts.faults} attempt={attempts.attempt} />
        <TextField
          id="sync-id"
          label={w.id}
          help={w.lookHelp}
          value={typed}
          fault={attempts.byField()["sync-id"]}
          onInput={setTyped}
          width="medium"
        />
        <p class="buttons">
          <Button type="submit" kind="secondary">
            {w.lookUp}
          </Button>
        </p>
      </form>
      {id && <Found key={id} id={id} onTried={onTried} />}
    </>
  );
}

function Found({ id, onTried }: { readonly id: string; readonly onTried: (good: boolean) => void }) {
  const w = useWords(words);
  const loaded = useLoad(
    () => unwrap(api.GET("/api/sync/{dossier_id}", { params: { path: { dossier_id: id } } })),
    [id],
  );
  function showTried(good: boolean) {
    onTried(good);
    loaded.reload();
  }
  return (
    <Ready from={loaded}>{(place) => <Places label={w.look} rows={[place]} empty="" onTried={showTried} />}</Ready>
  );
}
