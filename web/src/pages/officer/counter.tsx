import { useState } from "preact/hooks";
import { loadProcedure } from "../../api/catalogue";
import { api, unwrap } from "../../api/client";
import type { Listed } from "../../api/types";
import { useAct, useLoad } from "../../api/use_load";
import { go } from "../../app/router";
import { useAttempts } from "../../filing/attempts";
import { writeDateTime } from "../../lib/format";
import { defineWords, useLanguage, useWords, writeInBoth } from "../../lib/language";
import { useStore } from "../../lib/store";
import { OfficerPage } from "../../officer/layout/officer_page";
import { UnitChoice } from "../../officer/layout/unit_choice";
import { findDeskUnits } from "../../officer/people/units";
import { loadNames, type Names, nameProcedure } from "../../officer/shared/names";
import { HandledElsewhere, useNotHere } from "../../procedures/elsewhere";
import { FoundName, useFoundBy } from "../../procedures/found_name";
import { type ProcedurePage, useProcedureSearch } from "../../procedures/use_search";
import { session } from "../../session/session";
import { Button } from "../../ui/button";
import { ErrorSummary } from "../../ui/error_summary";
import { Radios, TextField } from "../../ui/inputs";
import { Ready } from "../../ui/loading";
import { useDelayed } from "../../ui/use_delayed";

const words = defineWords(
  {
    title: "Tiếp nhận tại quầy",
    channel: "Hồ sơ nộp bằng cách nào?",
    desk: "Trực tiếp tại quầy",
    post: "Qua dịch vụ bưu chính công ích",
    agent: "Qua đại lý dịch vụ công",
    find: "Thủ tục",
    findHelp: "Gõ việc người dân cần làm, tên hoặc mã thủ tục, có dấu hay không dấu đều được.",
    procedure: "Chọn thủ tục",
    noProcedure: "Chọn một thủ tục",
    start: "Bắt đầu nhập",
    starting: "Đang mở…",
    drafts: "Bản nhập chưa hoàn thành",
    none: "Không có bản nhập nào chưa hoàn thành.",
    closed: "Thủ tục này không nhận theo cách đã chọn.",
    searching: "Đang tìm…",
    again: "Thử lại",
    found: (n: number) => `${n} thủ tục.`,
    nothing: (q: string) => `Không có thủ tục nào khớp “${q}”.`,
    related: "Có thể liên quan: các thủ tục trên.",
    more: (n: number) => `Còn ${n} thủ tục nữa: gõ thêm để thu hẹp.`,
  },
  {
    title: "Counter intake",
    channel: "How was it filed?",
    desk: "In person at the counter",
    post: "By post",
    agent: "Through a service agent",
    find: "Procedure",
    findHelp: "Type what the person needs, or the name or code, with or without accents.",
    procedure: "Choose the procedure",
    noProcedure: "Choose a procedure",
    start: "Start",
    starting: "Opening…",
    drafts: "Started, not filed",
    none: "No unfinished entries.",
    closed: "This procedure cannot be filed in this way.",
    searching: "Searching…",
    again: "Try again",
    found: (n) => (n === 1 ? "1 procedure." : `${n} procedures.`),
    nothing: (q) => `No procedure matches “${q}”.`,
    related: "Possibly related: those above.",
    more: (n) => `${n} more procedures: type more to narrow them down.`,
  },
);

type Channel = "desk" | "post" | "agent";
const MOST = 8;

/** The procedures that may be filed, those found or the nearest. */
function listOffered(page: ProcedurePage | null): ProcedurePage["items"] {
  const lines = page?.items.length ? page.items : (page?.nearest ?? []);
  return lines.filter((each) => each.enabled);
}

interface Counter {
  readonly names: Names;
  readonly drafts: readonly Listed[];
}

async function load(): Promise<Counter> {
  const [known, drafts] = await Promise.all([
    loadNames(),
    unwrap(api.GET("/api/me/drafts", { params: { query: { limit: 20 } } })),
  ]);
  return { names: known, drafts: drafts.items.filter((each) => each.channel !== "own_portal") };
}

export default function CounterPage() {
  const w = useWords(words);
  const loaded = useLoad(load, []);
  return (
    <OfficerPage title={w.title}>
      <Ready from={loaded}>{(counter) => <Start {...counter} />}</Ready>
    </OfficerPage>
  );
}

function Start({ names: known, drafts }: Counter) {
  const w = useWords(words);
  const language = useLanguage();
  const { me } = useStore(session);
  const units = findDeskUnits(me, "receive");
  const [unit, setUnit] = useState(units[0] ?? "");
  const [channel, setChannel] = useState<Channel>(me?.roles.includes("postal_staff") ? "post" : "desk");
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState("");
  const attempts = useAttempts();
  const foundBy = useFoundBy();
  const notHere = useNotHere();
  const act = useAct<{ procedure: string; one_stop: string; channel: Channel }>(async (body, key) => {
    const found = await loadProcedure(body.procedure);
    if (!found.channels.includes(body.channel))
      return void attempts.show([{ at: "c-channel", text: writeInBoth(words, (s) => s.closed) }]);
    const draft = await unwrap(api.POST("/api/dossiers", { params: { header: { "Idempotency-Key": key } }, body }));
    await go(`/officer/intake/${draft.id}`);
  });
  const search = useProcedureSearch({ q: text }, true);
  const late = useDelayed(search.busy);
  const found = listOffered(search.page);
  const options = found.slice(0, MOST).map((each) => ({
    value: each.id,
    text: `${each.code} · ${each.name[language]}`,
    shown: (
      <>
        {each.code} · <FoundName line={each} />
      </>
    ),
    help: foundBy(each),
  }));
  const picked = options.some((each) => each.value === chosen) ? chosen : "";
  function count(): string {
    if (late) return w.searching;
    if (!search.page || !search.typed) return "";
    if (search.page.items.length) return w.found(found.length);
    const none = search.page.elsewhere || found.length > 0 ? notHere(search.typed) : w.nothing(search.typed);
    return [none, found.length > 0 && w.related].filter(Boolean).join(" ");
  }
  async function start(event: Event) {
    event.preventDefault();
    const best = search.typed && !search.busy ? options[0] : undefined;
    if (!picked && best) {
      // Enter in the search box takes the best match; once more begins with it.
      setChosen(best.value);
      document.getElementById("c-procedure-0")?.focus();
      return;
    }
    if (!attempts.show(picked ? [] : [{ at: "c-procedure", text: writeInBoth(words, (s) => s.noProcedure) }])) return;
    if (!(await act.run({ procedure: picked, one_stop: unit, channel }))) attempts.show([]);
  }
  const faults = attempts.byField();
  return (
    <>
      <ErrorSummary faults={attempts.faults} problem={act.problem} attempt={attempts.attempt} />
      <UnitChoice units={units} known={known.units} value={unit} onChoose={setUnit} />
      <form class="narrow" novalidate onSubmit={(event) => void start(event)}>
        <Radios
          id="c-channel"
          label={w.channel}
          value={channel}
          fault={faults["c-channel"]}
          options={(["desk", "post", "agent"] as const).map((value) => ({ value, text: w[value] }))}
          onChoose={(value) => setChannel(value as Channel)}
        />
        <TextField id="c-find" label={w.find} help={w.findHelp} value={text} onInput={setText} />
        <Radios
          id="c-procedure"
          label={w.procedure}
          value={picked}
          fault={faults["c-procedure"]}
          disabled={search.busy}
          options={options}
          onChoose={setChosen}
        />
        <p role="status" class="muted">
          {[count(), found.length > MOST && w.more(found.length - MOST)].filter(Boolean).join(" ")}
        </p>
        {search.page?.elsewhere && <HandledElsewhere subject={search.page.elsewhere} />}
        {search.problem && (
          <div role="alert">
            <p>{search.problem.text(language)}</p>
            <Button kind="secondary" onPress={search.again}>
              {w.again}
            </Button>
          </div>
        )}
        <p class="buttons">
          <Button type="submit" busy={act.busy} busyText={w.starting}>
            {w.start}
          </Button>
        </p>
      </form>
      <h2>{w.drafts}</h2>
      {drafts.length === 0 ? (
        <p class="empty">{w.none}</p>
      ) : (
        <ul>
          {drafts.map((each) => (
            <li key={each.dossier_id}>
              <a href={`/officer/intake/${each.dossier_id}`}>{nameProcedure(known, each.procedure, language)}</a>{" "}
              <span class="muted small">{each.filed_at ? writeDateTime(each.filed_at) : ""}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
