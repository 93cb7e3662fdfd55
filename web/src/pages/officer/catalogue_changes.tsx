import { useState } from "preact/hooks";
import { api, ifMatch, unwrap } from "../../api/client";
import { useAct, useLoad } from "../../api/use_load";
import { makeIdLookup, useAttempts } from "../../filing/attempts";
import type { components } from "../../generated/api";
import { writeDateTime } from "../../lib/format";
import { defineWords, useWords, writeInBoth } from "../../lib/language";
import { OfficerPage } from "../../officer/layout/officer_page";
import { unnamedWords } from "../../officer/people/people";
import { findWord } from "../../officer/steps/step_words";
import { Button } from "../../ui/button";
import { ChoiceTabs } from "../../ui/choice_tabs";
import { DataTable } from "../../ui/data_table";
import { ErrorSummary } from "../../ui/error_summary";
import { FormButtons } from "../../ui/form_buttons";
import { Radios, TextField } from "../../ui/inputs";
import { Ready } from "../../ui/loading";
import { Tag } from "../../ui/notice";
import { Pager } from "../../ui/pager";

const words = defineWords(
  {
    title: "Khác biệt với danh mục quốc gia",
    intro:
      "Mỗi đêm, danh mục dùng ở đây được so với danh mục dùng chung trên Cổng Dịch vụ công quốc gia. Không gì tự thay đổi: một người quyết định từng khác biệt.",
    list: "Danh sách",
    open: "Chờ quyết định",
    accepted: "Theo Cổng",
    rejected: "Giữ như hiện nay",
    applied: "Đã cập nhật",
    gone: "Không còn khác",
    none: "Không có khác biệt nào ở mục này.",
    acceptedWhat:
      "Danh sách phải sửa trong lần cập nhật phần mềm tới; đêm sau đó hệ thống tự chuyển sang mục Đã cập nhật.",
    new: "Cổng có, ở đây chưa có",
    changed: "Hai bên ghi khác nhau",
    ended: "Cổng không còn dùng",
    procedures: "Thủ tục hành chính",
    ethnic_groups: "Dân tộc",
    gender: "Giới tính",
    name: "Tên",
    field: "Lĩnh vực",
    what: "Nội dung",
    ours: "Ở đây",
    theirs: "Trên Cổng",
    missing: "không có",
    seen: (t: string) => `Thấy lần đầu ${t}`,
    decide: "Quyết định",
    again: "Quyết định lại",
    verdict: "Quyết định",
    accept: "Theo Cổng",
    reject: "Giữ như hiện nay",
    reason: "Lý do, căn cứ",
    noVerdict: "Chọn một quyết định",
    noReason: "Nêu lý do, ít nhất 3 chữ",
    save: "Ghi quyết định",
    saving: "Đang ghi…",
    saved: "Đã ghi quyết định.",
    history: "Các quyết định đã ghi",
  },
  {
    title: "Differences from the national catalogues",
    intro:
      "Every night the catalogues in use here are compared with those that the national portal shares. Nothing changes automatically: an officer decides each difference.",
    list: "List",
    open: "To decide",
    accepted: "As the portal",
    rejected: "Kept as ours",
    applied: "Brought up to date",
    gone: "No longer different",
    none: "No differences here.",
    acceptedWhat: "What the next release must change; the night after it the system moves them to Brought up to date.",
    new: "Present at the portal, missing here",
    changed: "The two sides differ",
    ended: "The portal no longer has it",
    procedures: "Procedures",
    ethnic_groups: "Ethnic groups",
    gender: "Sex",
    name: "Name",
    field: "Field",
    what: "What",
    ours: "Here",
    theirs: "At the portal",
    missing: "none",
    seen: (t) => `First seen ${t}`,
    decide: "Decide",
    again: "Decide again",
    verdict: "Decision",
    accept: "As the portal has it",
    reject: "Keep ours",
    reason: "Reason and ground",
    noVerdict: "Choose a decision",
    noReason: "Give a reason of at least 3 letters",
    save: "Save the decision",
    saving: "Saving…",
    saved: "The decision is saved.",
    history: "Decisions on record",
  },
);

type Change = components["schemas"]["ChangeView"];
type Verdict = components["schemas"]["VerdictBody"];
const STANDINGS = ["open", "accepted", "rejected", "applied", "gone"] as const;
type Standing = (typeof STANDINGS)[number];
const DECIDED: readonly string[] = ["open", "accepted", "rejected"];

/** The review queue of the shared catalogues: differences from the national portal, decided by a person. */
export default function CatalogueChangesPage() {
  const w = useWords(words);
  const [standing, setStanding] = useState<Standing>("open");
  return (
    <OfficerPage title={w.title}>
      <p class="narrow">{w.intro}</p>
      <ChoiceTabs
        label={w.list}
        now={standing}
        choices={STANDINGS.map((key) => ({ key, text: w[key] }))}
        onChoose={setStanding}
      />
      <Changes key={standing} standing={standing} />
    </OfficerPage>
  );
}

function Changes({ standing }: { readonly standing: Standing }) {
  const w = useWords(words);
  const [cursor, setCursor] = useState<string | null>(null);
  const [deciding, setDeciding] = useState("");
  const [message, setMessage] = useState("");
  const loaded = useLoad(
    () => unwrap(api.GET("/api/catalogue-changes", { params: { query: { standing, cursor } } })),
    [standing, cursor],
  );
  return (
    <>
      {standing === "accepted" && <p class="narrow muted">{w.acceptedWhat}</p>}
      <p role="status" class="report">
        {message}
      </p>
      <Ready from={loaded}>
        {({ items, cursor: following }) => (
          <>
            {items.length === 0 && <p class="empty">{w.none}</p>}
            <ul class="cards">
              {items.map((each) => (
                <li key={each.id} class="card">
                  <OneChange change={each} />
                  {DECIDED.includes(each.standing) &&
                    (deciding === each.id ? (
                      <Decide
                        id={each.id}
                        onDone={() => {
                          setDeciding("");
                          setMessage(w.saved);
                          loaded.reload();
                        }}
                        onCancel={() => setDeciding("")}
                      />
                    ) : (
                      <p class="buttons">
                        <Button kind="secondary" hidden={each.code} onPress={() => setDeciding(each.id)}>
                          {each.reviews.length ? w.again : w.decide}
                        </Button>
                      </p>
                    ))}
                </li>
              ))}
            </ul>
            <Pager cursor={cursor} following={following} onTurn={setCursor} />
          </>
        )}
      </Ready>
    </>
  );
}

/** Both sides of a difference, field by field, and the decision about it. */
function OneChange({ change }: { readonly change: Change }) {
  const w = useWords(words);
  const unnamed = useWords(unnamedWords);
  const labels = w as unknown as Readonly<Record<string, string>>;
  const fields = [...new Set([...Object.keys(change.ours ?? {}), ...Object.keys(change.theirs ?? {})])];
  return (
    <>
      <h2 class="card-title">
        {findWord(labels, change.catalogue)}: <code>{change.code}</code>
      </h2>
      <p class="muted small">
        <Tag tone="info">{findWord(labels, change.difference)}</Tag> {w.seen(writeDateTime(change.first_seen))}
      </p>
      <DataTable
        label={`${findWord(labels, change.catalogue)} ${change.code}`}
        columns={[
          { head: w.what, names: true, show: (each) => findWord(labels, each) },
          { head: w.ours, show: (each) => <Side value={change.ours?.[each]} missing={w.missing} /> },
          { head: w.theirs, show: (each) => <Side value={change.theirs?.[each]} missing={w.missing} /> },
        ]}
        rows={fields}
        rowKey={(each) => each}
        empty={w.missing}
      />
      {change.reviews.length > 0 && (
        <details>
          <summary>{w.history}</summary>
          <ul>
            {change.reviews.map((each) => (
              <li key={each.at}>
                {writeDateTime(each.at)} · {each.by_name || unnamed.officer}:{" "}
                <strong>{findWord(labels, each.verdict)}</strong>. <span lang="vi">{each.reason}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function Side({ value, missing }: { readonly value: string | undefined; readonly missing: string }) {
  return value === undefined ? <span class="muted">{missing}</span> : <span lang="vi">{value}</span>;
}

interface DecideProps {
  readonly id: string;
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

/** The decision on the present difference. */
function Decide({ id, onDone, onCancel }: DecideProps) {
  const w = useWords(words);
  const [verdict, setVerdict] = useState<Verdict["verdict"] | "">("");
  const [reason, setReason] = useState("");
  const attempts = useAttempts();
  const loaded = useLoad(
    () => unwrap(api.GET("/api/catalogue-changes/{change_id}", { params: { path: { change_id: id } } })),
    [id],
  );
  const act = useAct<Verdict & { readonly version: number }>(async ({ version, ...body }, key) => {
    const params = { path: { change_id: id }, header: { "Idempotency-Key": key, ...ifMatch(version) } };
    await unwrap(api.POST("/api/catalogue-changes/{change_id}/decide", { params, body }));
  });
  async function save(event: Event, version: number) {
    event.preventDefault();
    const good = attempts.show([
      ...(verdict ? [] : [{ at: "verdict", text: writeInBoth(words, (s) => s.noVerdict) }]),
      ...(reason.trim().length >= 3 ? [] : [{ at: "verdict-reason", text: writeInBoth(words, (s) => s.noReason) }]),
    ]);
    if (!good || !verdict) return;
    if (await act.run({ verdict, reason: reason.trim(), version })) return onDone();
    attempts.show([]);
    // Somebody may have been faster: the next attempt uses the reloaded state.
    loaded.reload();
  }
  const found = attempts.withRefused(act.problem, makeIdLookup("", { reason: "verdict-reason" }));
  const faults = found.byField;
  return (
    <Ready from={loaded}>
      {({ version }) => (
        <form class="narrow" novalidate onSubmit={(event) => void save(event, version)}>
          <ErrorSummary faults={found.faults} problem={act.problem} attempt={attempts.attempt} />
          <Radios
            id="verdict"
            label={w.verdict}
            value={verdict}
            fault={faults.verdict}
            options={[
              { value: "accepted", text: w.accept },
              { value: "rejected", text: w.reject },
            ]}
            onChoose={(value) => setVerdict(value === "accepted" ? "accepted" : "rejected")}
          />
          <TextField
            id="verdict-reason"
            label={w.reason}
            value={reason}
            fault={faults["verdict-reason"]}
            onInput={setReason}
            rows={3}
          />
          <FormButtons submit={w.save} busy={act.busy} busyText={w.saving} onCancel={onCancel} />
        </form>
      )}
    </Ready>
  );
}
