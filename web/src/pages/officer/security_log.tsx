import { useState } from "preact/hooks";
import { api, unwrap } from "../../api/client";
import { useLoad } from "../../api/use_load";
import { DateField } from "../../eform/date_field";
import { toDay } from "../../eform/day_bounds";
import type { components } from "../../generated/api";
import { writeDateTime } from "../../lib/format";
import { useWords } from "../../lib/language";
import { useStore } from "../../lib/store";
import { OfficerPage } from "../../officer/layout/officer_page";
import { securityLogWords } from "../../officer/operations/security_log_words";
import {
  CaseLink,
  type SecurityLogPage as LogPage,
  namePerson,
  Records,
} from "../../officer/operations/security_records";
import { SaveList } from "../../officer/shared/save_list";
import { session } from "../../session/session";
import { Button } from "../../ui/button";
import { type Column, DataTable } from "../../ui/data_table";
import { TextField } from "../../ui/inputs";
import { Ready } from "../../ui/loading";
import { Pager } from "../../ui/pager";
import { makeWrittenColumn, type WrittenColumn } from "../../ui/written_table";

type Alarm = components["schemas"]["AlarmView"];

interface LogQuery {
  readonly day: string;
  readonly who: string;
  readonly address: string;
  readonly dossier: string;
  readonly outcome: string;
}

/** Records are dated by the clock on the wall, also where a demonstration runs on another one. */
const makeSearch = (): LogQuery => ({
  day: toDay(new Date().toISOString()),
  who: "",
  address: "",
  dossier: "",
  outcome: "",
});

export default function SecurityLogPage() {
  const w = useWords(securityLogWords);
  const { me } = useStore(session);
  return (
    <OfficerPage title={w.title}>
      <p class="narrow">{w.what}</p>
      <h2>{w.alarms}</h2>
      <Alarms />
      {me?.roles.includes("auditor") && (
        <>
          <h2>{w.search}</h2>
          <Search />
        </>
      )}
    </OfficerPage>
  );
}

function Alarms() {
  const w = useWords(securityLogWords);
  const [cursor, setCursor] = useState<string | null>(null);
  const loaded = useLoad(() => unwrap(api.GET("/api/security_alarms", { params: { query: { cursor } } })), [cursor]);
  return (
    <Ready from={loaded}>
      {({ items, people, cursor: following }) => {
        const written: readonly WrittenColumn<Alarm>[] = [
          makeWrittenColumn(w.at, (each) => writeDateTime(each.at), {}),
          makeWrittenColumn(w.alarms, (each) => w[each.alarm], { names: true }),
          makeWrittenColumn(w.who, (each) => namePerson(people, each.who, w.nobody), {}),
          makeWrittenColumn(w.address, (each) => each.address, {}),
          makeWrittenColumn(w.count, (each) => String(each.count), { number: true }),
        ];
        const columns: readonly Column<Alarm>[] = [
          ...written,
          {
            head: w.measure,
            show: ({ alarm, trace_id, ...each }) => <CaseLink of={{ ...each, cause: alarm, traceId: trace_id }} />,
          },
        ];
        return (
          <>
            <DataTable
              label={w.alarms}
              columns={columns}
              rows={items}
              rowKey={(each) => `${each.alarm}${each.at}${each.who}${each.address}`}
              empty={w.noAlarm}
            />
            <SaveList file="alarms" columns={written} rows={items} />
            <Pager cursor={cursor} following={following} onTurn={setCursor} />
          </>
        );
      }}
    </Ready>
  );
}

function Search() {
  const w = useWords(securityLogWords);
  const [typed, setTyped] = useState(makeSearch);
  const [sought, setSought] = useState(typed);
  const [cursor, setCursor] = useState<string | null>(null);
  const loaded = useLoad(() => find(sought, cursor), [sought, cursor]);
  const type = (name: keyof LogQuery) => (value: string) => setTyped({ ...typed, [name]: value });
  function search(event: Event) {
    event.preventDefault();
    setCursor(null);
    setSought({ ...typed });
  }
  return (
    <>
      <form class="filters" novalidate onSubmit={search}>
        <DateField id="log-day" label={w.day} value={typed.day} onInput={type("day")} />
        <TextField id="log-who" label={w.who} value={typed.who} onInput={type("who")} width="medium" optional />
        <TextField id="log-address" label={w.address} value={typed.address} onInput={type("address")} optional />
        <TextField id="log-dossier" label={w.dossier} value={typed.dossier} onInput={type("dossier")} optional />
        <TextField
          id="log-outcome"
          label={w.outcome}
          help={w.outcomeHelp}
          value={typed.outcome}
          onInput={type("outcome")}
          optional
        />
        <p class="buttons">
          <Button type="submit">{w.show}</Button>
        </p>
      </form>
      <Ready from={loaded}>
        {(found) => (
          <>
            <Records of={found} />
            <Pager cursor={cursor} following={found.cursor} onTurn={setCursor} />
          </>
        )}
      </Ready>
    </>
  );
}

/** The query is in the body, so that no address and no access log contains it. */
function find({ day, ...rest }: LogQuery, cursor: string | null): Promise<LogPage> {
  const asked = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, value.trim() || null]));
  return unwrap(api.POST("/api/security_log/search", { body: { day, limit: 100, cursor, ...asked } }));
}
