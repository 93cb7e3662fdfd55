import { useState } from "preact/hooks";
import { agencyName } from "../../api/catalogue";
import { api, got } from "../../api/client";
import { useLoad } from "../../api/use";
import { dateTime } from "../../lib/format";
import { useLanguage, useWords, words } from "../../lib/language";
import { useStore } from "../../lib/store";
import { factWord } from "../../officer/course";
import { OfficerPage } from "../../officer/frame";
import { type Names, names } from "../../officer/names";
import { UnitChoice } from "../../officer/unit_choice";
import { OPEN_TO, unitsAs } from "../../officer/units";
import { session } from "../../session/session";
import { Ready } from "../../ui/loading";

const said = words(
  {
    title: "Gián đoạn và nhập muộn",
    outages: "Lần gián đoạn",
    late: "Nhập hoặc làm muộn",
    none: "Không có ghi nhận nào trong khoảng này.",
    since: "Từ",
    until: "Đến",
    now: "chưa hết",
    unit: "Đơn vị",
    everywhere: "cả tỉnh",
    reason: "Lý do",
    dossier: "Hồ sơ",
    what: "Việc",
    why: "Vì sao muộn",
    minutes: "Muộn (phút)",
    occurred: "Xảy ra",
    recorded: "Ghi vào",
    open: "Mở",
  },
  {
    title: "Outages and late entries",
    outages: "Outages",
    late: "Entered or done late",
    none: "No entries in this period.",
    since: "From",
    until: "Until",
    now: "not over",
    unit: "Unit",
    everywhere: "the whole province",
    reason: "Reason",
    dossier: "Dossier",
    what: "Act",
    why: "Why late",
    minutes: "Late by (minutes)",
    occurred: "Happened",
    recorded: "Recorded",
    open: "Open",
  },
);

export default function LatePage() {
  const w = useWords(said);
  const loaded = useLoad(names, []);
  return (
    <OfficerPage title={w.title}>
      <Ready from={loaded}>{(known) => <Both names={known} />}</Ready>
    </OfficerPage>
  );
}

function Both({ names: known }: { readonly names: Names }) {
  const w = useWords(said);
  const { me } = useStore(session);
  const units = unitsAs(me, OPEN_TO.late);
  const [unit, setUnit] = useState(units[0] ?? "");
  return (
    <>
      <UnitChoice units={units} known={known.units} value={unit} onChoose={setUnit} />
      <h2>{w.outages}</h2>
      <Outages names={known} />
      <h2>{w.late}</h2>
      <Entries key={unit} unit={unit} />
    </>
  );
}

function Outages({ names: known }: { readonly names: Names }) {
  const w = useWords(said);
  const language = useLanguage();
  const loaded = useLoad(() => got(api.GET("/api/outages", {})), []);
  return (
    <Ready from={loaded}>
      {({ items }) =>
        items.length === 0 ? (
          <p class="empty">{w.none}</p>
        ) : (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled with the keys of who focuses it
          <section class="scroll" aria-label={w.outages} tabIndex={0}>
            <table class="work">
              <thead>
                <tr>
                  <th scope="col">{w.since}</th>
                  <th scope="col">{w.until}</th>
                  <th scope="col">{w.unit}</th>
                  <th scope="col">{w.reason}</th>
                </tr>
              </thead>
              <tbody>
                {items.map((each) => (
                  <tr key={each.id}>
                    <td>{dateTime(each.started_at)}</td>
                    <td>{each.ended_at ? dateTime(each.ended_at) : w.now}</td>
                    <td>{each.unit ? agencyName(known.units, each.unit, language) : w.everywhere}</td>
                    <td lang="vi">{each.reason}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        )
      }
    </Ready>
  );
}

function Entries({ unit }: { readonly unit: string }) {
  const w = useWords(said);
  const language = useLanguage();
  const loaded = useLoad(() => got(api.GET("/api/late_entries", { params: { query: { unit } } })), [unit]);
  return (
    <Ready from={loaded}>
      {({ items }) =>
        items.length === 0 ? (
          <p class="empty">{w.none}</p>
        ) : (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled with the keys of who focuses it
          <section class="scroll" aria-label={w.late} tabIndex={0}>
            <table class="work">
              <thead>
                <tr>
                  <th scope="col">{w.dossier}</th>
                  <th scope="col">{w.what}</th>
                  <th scope="col">{w.why}</th>
                  <th scope="col">{w.minutes}</th>
                  <th scope="col">{w.occurred}</th>
                  <th scope="col">{w.recorded}</th>
                </tr>
              </thead>
              <tbody>
                {items.map((each) => (
                  <tr key={`${each.dossier_id}${each.seq}`}>
                    <td>
                      <a href={`/officer/dossiers/${each.dossier_id}`}>
                        {w.open} <span class="small">…{each.dossier_id.slice(-6)}</span>
                      </a>
                    </td>
                    <td>{factWord(each.kind, language)}</td>
                    <td>{each.why}</td>
                    <td>{each.minutes}</td>
                    <td>{dateTime(each.occurred_at)}</td>
                    <td>{dateTime(each.recorded_at)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        )
      }
    </Ready>
  );
}
