import { useState } from "preact/hooks";
import { nameAgency } from "../../api/catalogue";
import { api, unwrap } from "../../api/client";
import { useLoad } from "../../api/use_load";
import type { PageProps } from "../../app/route";
import { replaceUrl } from "../../app/router";
import type { components } from "../../generated/api";
import { writeDay } from "../../lib/format";
import { defineWords, useLanguage, useWords } from "../../lib/language";
import { foldText } from "../../lib/text";
import { OfficerPage } from "../../officer/layout/officer_page";
import { PROVINCE } from "../../officer/people/rights";
import { loadNames, type Names } from "../../officer/shared/names";
import { findWord, roleWords } from "../../officer/steps/step_words";
import { Button } from "../../ui/button";
import { type Column, DataTable } from "../../ui/data_table";
import { Select, TextField } from "../../ui/inputs";
import { Ready } from "../../ui/loading";

const words = defineWords(
  {
    title: "Công chức, viên chức theo đơn vị",
    unit: "Đơn vị",
    choose: "Chọn đơn vị",
    province: "Toàn tỉnh",
    show: "Xem danh sách",
    find: "Lọc theo tên",
    none: "Chưa ai có quyền ở đơn vị này.",
    nobody: "Không ai có tên như vậy trong danh sách này.",
    name: "Họ tên",
    job: "Chức danh",
    email: "Thư điện tử công vụ",
    roles: "Vai trò tại đơn vị",
    until: (t: string) => `đến ${t}`,
    from: (t: string) => `từ ${t}`,
    backup: "làm thay",
    act: "Quyền",
    rights: "Xem quyền",
    add: "Cấp quyền cho tài khoản khác",
  },
  {
    title: "Officers by unit",
    unit: "Unit",
    choose: "Choose a unit",
    province: "The whole province",
    show: "Show the list",
    find: "Filter by name",
    none: "No person holds a right in this unit.",
    nobody: "No person in this list matches this name.",
    name: "Full name",
    job: "Title",
    email: "Official e-mail",
    roles: "Roles in the unit",
    until: (t) => `until ${t}`,
    from: (t) => `from ${t}`,
    backup: "as a backup",
    act: "Rights",
    rights: "See the rights",
    add: "Grant rights to another account",
  },
);

type Officer = components["schemas"]["OfficerLine"];

/** Officers by unit and role, for those who grant and audit rights. */
export default function OfficersPage({ query }: PageProps) {
  const w = useWords(words);
  const loaded = useLoad(loadNames, []);
  return (
    <OfficerPage title={w.title}>
      <Ready from={loaded}>{(known) => <Units names={known} start={query.get("unit") ?? PROVINCE} />}</Ready>
    </OfficerPage>
  );
}

function Units({ names: known, start }: { readonly names: Names; readonly start: string }) {
  const w = useWords(words);
  const language = useLanguage();
  const [chosen, setChosen] = useState(start);
  const [unit, setUnit] = useState(start);
  const [name, setName] = useState("");
  function show(event: Event) {
    event.preventDefault();
    setUnit(chosen);
    replaceUrl(`/officer/officers?unit=${encodeURIComponent(chosen)}`);
  }
  return (
    <>
      <form class="filters" onSubmit={show}>
        <div class="filter filter-wide">
          <Select
            id="officers-unit"
            label={w.unit}
            value={chosen}
            empty={w.choose}
            options={[
              { value: PROVINCE, text: w.province },
              ...known.units.map((each) => ({ value: each.id, text: nameAgency(known.units, each.id, language) })),
            ]}
            onChoose={setChosen}
          />
        </div>
        <p class="buttons">
          <Button type="submit" kind="secondary">
            {w.show}
          </Button>
        </p>
        <div class="filter">
          <TextField id="officers-name" label={w.find} value={name} onInput={setName} type="search" />
        </div>
      </form>
      {unit && <Officers key={unit} unit={unit} name={name} />}
      <p class="buttons">
        <a href="/officer/rights">{w.add}</a>
      </p>
    </>
  );
}

function Officers({ unit, name }: { readonly unit: string; readonly name: string }) {
  const w = useWords(words);
  const roles = useWords(roleWords);
  const loaded = useLoad(() => unwrap(api.GET("/api/officers", { params: { query: { unit } } })), [unit]);
  const columns: readonly Column<Officer>[] = [
    { head: w.name, names: true, show: (each) => <span lang="vi">{each.name}</span> },
    { head: w.job, show: (each) => <span lang="vi">{each.title}</span> },
    {
      head: w.roles,
      show: (each) => (
        <ul class="plain">
          {each.assignments.map((right) => (
            <li key={`${right.role}${right.valid_from}`}>
              {findWord(roles, right.role)}
              {!right.in_force && `, ${w.from(writeDay(right.valid_from))}`}
              {right.valid_until && `, ${w.until(writeDay(right.valid_until))}`}
              {right.backup_for && ` (${w.backup})`}
            </li>
          ))}
        </ul>
      ),
    },
    { head: w.email, show: (each) => <span class="wrap">{each.email}</span> },
    {
      head: w.act,
      show: (each) => (
        <a href={`/officer/rights?account=${encodeURIComponent(each.sub)}`}>
          {w.rights}
          <span class="hidden"> {each.name}</span>
        </a>
      ),
    },
  ];
  return (
    <Ready from={loaded}>
      {({ items }) => (
        <DataTable
          label={w.title}
          columns={columns}
          rows={filterOfficers(items, name)}
          rowKey={(each) => each.sub}
          empty={items.length ? w.nobody : w.none}
        />
      )}
    </Ready>
  );
}

/** Officers whose name contains the typed text, in Vietnamese order: by given name, then by full name. */
function filterOfficers(items: readonly Officer[], typed: string): readonly Officer[] {
  const order = new Intl.Collator("vi");
  const readGiven = ({ name }: Officer) => name.slice(name.lastIndexOf(" ") + 1);
  const wanted = foldText(typed);
  return items
    .filter((each) => foldText(each.name).includes(wanted))
    .sort((a, b) => order.compare(readGiven(a), readGiven(b)) || order.compare(a.name, b.name));
}
