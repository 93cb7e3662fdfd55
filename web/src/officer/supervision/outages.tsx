import { useState } from "preact/hooks";
import { nameAgency } from "../../api/catalogue";
import { api, ifMatch, unwrap } from "../../api/client";
import { useAct, useLoad } from "../../api/use_load";
import { MomentField } from "../../eform/date_field";
import { makeIdLookup, useAttempts } from "../../filing/attempts";
import type { components } from "../../generated/api";
import { writeDateTime } from "../../lib/format";
import { chooseName, defineWords, useLanguage, useWords, writeInBoth } from "../../lib/language";
import { readServerTime } from "../../session/clock";
import { Button } from "../../ui/button";
import { type Column, DataTable } from "../../ui/data_table";
import { ErrorSummary } from "../../ui/error_summary";
import { FormButtons } from "../../ui/form_buttons";
import { Select, TextField } from "../../ui/inputs";
import { Ready } from "../../ui/loading";
import { findOfficerDayFault, findOrderFault, NO_MOMENT, OFFICER_DAYS } from "../shared/days";
import type { Names } from "../shared/names";

const words = defineWords(
  {
    title: "Đợt gián đoạn",
    none: "Chưa có đợt gián đoạn nào được công bố.",
    since: "Từ",
    until: "Đến",
    now: "chưa hết",
    unit: "Đơn vị",
    everywhere: "Cả tỉnh",
    reason: "Lý do",
    act: "Việc",
    declare: "Công bố gián đoạn",
    declaring: "Đang ghi…",
    began: "Hệ thống gián đoạn từ",
    ended: "Hệ thống hoạt động lại lúc",
    end: "Ghi kết thúc",
    noReason: "Nêu lý do gián đoạn",
    announced: "Đã công bố. Công chức ghi sổ giấy cho đến khi hệ thống hoạt động lại.",
    over: "Đã ghi kết thúc. Công chức nhập lại các bước đã làm trên sổ giấy.",
    how: "Nhập lại từ sổ giấy thế nào?",
    howText:
      "Hồ sơ nhận trong lúc gián đoạn: nhập ở trang Tiếp nhận tại quầy. Hồ sơ đang giải quyết: mở hồ sơ, chọn bước đã làm. Ở cả hai nơi, đánh dấu “đã làm trên sổ giấy”, chọn đợt gián đoạn và ghi giờ thật, lần lượt như trong sổ. Thời hạn và trễ hạn tính theo giờ thật.",
    counter: "Tiếp nhận tại quầy",
    search: "Tìm hồ sơ",
  },
  {
    title: "Outages",
    none: "No outage was ever declared.",
    since: "From",
    until: "Until",
    now: "not over",
    unit: "Unit",
    everywhere: "The whole province",
    reason: "Reason",
    act: "Act",
    declare: "Declare an outage",
    declaring: "Saving…",
    began: "The system is down since",
    ended: "The system worked again at",
    end: "Record its end",
    noReason: "State the reason for the outage",
    announced: "Declared. Officers use the paper register until the system works again.",
    over: "The end is recorded. Officers enter the steps that they took on paper.",
    how: "How is the paper register entered?",
    howText:
      "Dossiers taken in during the outage: at Counter intake. Running dossiers: open the dossier and choose the step that was taken. In both places tick “done on paper”, choose the outage and give the true time, line by line as in the register. Time limits and lateness are counted by the true time.",
    counter: "Counter intake",
    search: "Find a dossier",
  },
);

type Outage = components["schemas"]["OutageView"];

/** Declared outages; an operator declares one and records its end. */
export function Outages({ names: known, may }: { readonly names: Names; readonly may: boolean }) {
  const w = useWords(words);
  const [message, setMessage] = useState("");
  const [ending, setEnding] = useState("");
  const loaded = useLoad(async () => (await unwrap(api.GET("/api/outages", {}))).items, []);
  function showDone(text: string) {
    setMessage(text);
    setEnding("");
    loaded.reload();
  }
  return (
    <section aria-labelledby="outages">
      <h2 id="outages">{w.title}</h2>
      <p role="status" class="report">
        {message}
      </p>
      <details>
        <summary>{w.how}</summary>
        <p class="narrow">{w.howText}</p>
        <p>
          <a href="/officer/counter">{w.counter}</a> · <a href="/officer/search">{w.search}</a>
        </p>
      </details>
      <Ready from={loaded}>{(items) => <List items={items} names={known} may={may} onEnd={setEnding} />}</Ready>
      {may && ending && loaded.state === "done" && (
        <End
          key={ending}
          outage={loaded.data.find((each) => each.id === ending)}
          onDone={() => showDone(w.over)}
          onCancel={() => setEnding("")}
        />
      )}
      {may && <Declare names={known} onDone={() => showDone(w.announced)} />}
    </section>
  );
}

interface ListProps {
  readonly items: readonly Outage[];
  readonly names: Names;
  readonly may: boolean;
  readonly onEnd: (id: string) => void;
}

function List({ items, names: known, may, onEnd }: ListProps) {
  const w = useWords(words);
  const language = useLanguage();
  const columns: readonly Column<Outage>[] = [
    { head: w.since, show: (each) => writeDateTime(each.started_at) },
    { head: w.until, show: (each) => (each.ended_at ? writeDateTime(each.ended_at) : w.now) },
    { head: w.unit, show: (each) => (each.unit ? nameAgency(known.units, each.unit, language) : w.everywhere) },
    { head: w.reason, lang: "vi", show: (each) => each.reason },
  ];
  const end: Column<Outage> = {
    head: w.act,
    show: (each) =>
      !each.ended_at && (
        <Button kind="secondary" hidden={writeDateTime(each.started_at)} onPress={() => onEnd(each.id)}>
          {w.end}
        </Button>
      ),
  };
  return (
    <DataTable
      label={w.title}
      columns={may ? [...columns, end] : columns}
      rows={items}
      rowKey={(each) => each.id}
      empty={w.none}
    />
  );
}

interface EndProps {
  readonly outage: Outage | undefined;
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

function End({ outage, onDone, onCancel }: EndProps) {
  const w = useWords(words);
  const [at, setAt] = useState("");
  const attempts = useAttempts();
  const act = useAct<{ ended_at: string }>(async (body) => {
    if (!outage) return;
    const params = { path: { outage_id: outage.id }, header: ifMatch(outage.version) };
    await unwrap(api.POST("/api/outages/{outage_id}/end", { params, body }));
  });
  async function end(event: Event) {
    event.preventDefault();
    const { outage_started: start, outage_ended: back } = OFFICER_DAYS;
    const after = { vi: start.vi.toLowerCase(), en: "its start" };
    const fault =
      findOfficerDayFault("outage_ended", at || NO_MOMENT, readServerTime()) ??
      findOrderFault(back, after, at, outage?.started_at ?? at);
    const good = attempts.show(fault ? [{ at: "ended", text: fault }] : []);
    if (!good) return;
    if (await act.run({ ended_at: at })) return onDone();
    attempts.show([]);
  }
  const found = attempts.withRefused(act.problem, makeIdLookup("", { ended_at: "ended" }));
  return (
    <form class="narrow" novalidate onSubmit={(event) => void end(event)}>
      <ErrorSummary faults={found.faults} problem={act.problem} attempt={attempts.attempt} />
      <MomentField id="ended" label={w.ended} value={at} fault={found.byField.ended} onInput={setAt} />
      <FormButtons submit={w.end} busy={act.busy} busyText={w.declaring} onCancel={onCancel} />
    </form>
  );
}

function Declare({ names: known, onDone }: { readonly names: Names; readonly onDone: () => void }) {
  const w = useWords(words);
  const language = useLanguage();
  const [unit, setUnit] = useState("");
  const [since, setSince] = useState("");
  const [reason, setReason] = useState("");
  const attempts = useAttempts();
  const act = useAct<components["schemas"]["OutageBody"]>(async (body, key) => {
    await unwrap(api.POST("/api/outages", { params: { header: { "Idempotency-Key": key } }, body }));
  });
  async function declare(event: Event) {
    event.preventDefault();
    const early = findOfficerDayFault("outage_started", since || NO_MOMENT, readServerTime());
    const good = attempts.show([
      ...(early ? [{ at: "began", text: early }] : []),
      ...(reason.trim() ? [] : [{ at: "why", text: writeInBoth(words, (s) => s.noReason) }]),
    ]);
    if (!good) return;
    if (!(await act.run({ unit: unit || null, started_at: since, reason: reason.trim() })))
      return void attempts.show([]);
    setSince("");
    setReason("");
    onDone();
  }
  const found = attempts.withRefused(
    act.problem,
    makeIdLookup("", { unit: "down-unit", started_at: "began", reason: "why" }),
  );
  const faults = found.byField;
  return (
    <details>
      <summary>{w.declare}</summary>
      <form class="narrow" novalidate onSubmit={(event) => void declare(event)}>
        <ErrorSummary faults={found.faults} problem={act.problem} attempt={attempts.attempt} />
        <Select
          id="down-unit"
          label={w.unit}
          value={unit}
          fault={faults["down-unit"]}
          empty={w.everywhere}
          options={known.units.map((each) => ({ value: each.id, text: chooseName(each.name, language) }))}
          onChoose={setUnit}
        />
        <MomentField id="began" label={w.began} value={since} fault={faults.began} onInput={setSince} />
        <TextField id="why" label={w.reason} value={reason} fault={faults.why} onInput={setReason} rows={2} />
        <FormButtons submit={w.declare} busy={act.busy} busyText={w.declaring} />
      </form>
    </details>
  );
}
