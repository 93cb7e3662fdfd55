import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { nameAgency } from "../api/catalogue";
import { api, unwrap } from "../api/client";
import type { Agency, ProcedureLine } from "../api/types";
import { useAct } from "../api/use_load";
import type { components } from "../generated/api";
import { writeDateTime } from "../lib/format";
import { chooseName, defineWords, useLanguage, useWords } from "../lib/language";
import { Button } from "../ui/button";
import { Notice } from "../ui/notice";

const words = defineWords(
  {
    title: "Hồ sơ ghi tên bạn, chưa thuộc tài khoản nào",
    what: "Các hồ sơ này ghi đúng số định danh và họ tên đã xác thực của bạn. Đưa vào tài khoản để theo dõi, bổ sung và nhận kết quả tại đây.",
    filed: (t: string, unit: string) => `Nộp lúc ${t} · ${unit}`,
    represented: "Người khác nộp thay bạn.",
    stranger: "Nếu bạn không nhờ ai nộp, hãy báo cho nơi đã nhận hồ sơ.",
    join: "Đưa vào tài khoản của tôi",
    going: "Đang đưa vào…",
    joined: (number: string) => `Đã đưa hồ sơ ${number} vào tài khoản của bạn.`,
  },
  {
    title: "Dossiers that name you and are in no account",
    what: "These dossiers have your proven identity number and name. Take them into your account to follow them, supplement them and get their results here.",
    filed: (t, unit) => `Filed at ${t} · ${unit}`,
    represented: "Somebody else filed it for you.",
    stranger: "If you asked nobody to file, inform the unit that received it.",
    join: "Take it into my account",
    going: "Taking it in…",
    joined: (number) => `Dossier ${number} is in your account now.`,
  },
);

type Line = components["schemas"]["UnjoinedLine"];

/** The dossiers that name the signed-in person and are in nobody's account. Throws the Problem. */
export const loadUnjoined = async () => (await unwrap(api.GET("/api/me/unjoined", {}))).items;

interface UnjoinedProps {
  readonly names: ReadonlyMap<string, ProcedureLine>;
  readonly units: readonly Agency[];
  readonly onJoined: () => void;
}

interface LineProps extends Omit<UnjoinedProps, "onJoined"> {
  readonly onJoined: (number: string) => void;
}

/** Shows them, each with the way into the account; nothing is shown while there is none. */
export function Unjoined({ items, onJoined, ...rest }: UnjoinedProps & { readonly items: readonly Line[] }) {
  const [joined, setJoined] = useState("");
  const take = (number: string) => {
    setJoined(number);
    onJoined();
  };
  return (
    <>
      {joined && <Joined key={joined} number={joined} />}
      {items.length > 0 && <Lines items={items} onJoined={take} {...rest} />}
    </>
  );
}

/** The pressed button goes with its dossier: who reads by keys or by voice continues here. */
function Joined({ number }: { readonly number: string }) {
  const w = useWords(words);
  const text = useRef<HTMLParagraphElement>(null);
  useLayoutEffect(() => text.current?.focus(), []);
  return (
    <Notice tone="done">
      <p ref={text} tabIndex={-1}>
        {w.joined(number)}
      </p>
    </Notice>
  );
}

function Lines({ items, ...rest }: LineProps & { readonly items: readonly Line[] }) {
  const w = useWords(words);
  return (
    <section aria-labelledby="unjoined">
      <h2 id="unjoined">{w.title}</h2>
      <p>{w.what}</p>
      <ul class="cards">
        {items.map((each) => (
          <Card key={each.dossier_id} line={each} {...rest} />
        ))}
      </ul>
    </section>
  );
}

function Card({ line, names, units, onJoined }: LineProps & { readonly line: Line }) {
  const w = useWords(words);
  const language = useLanguage();
  const procedure = names.get(line.procedure);
  const number = line.code ?? line.receipt_no;
  const act = useAct<null>(async (_, key) => {
    const params = { path: { dossier_id: line.dossier_id }, header: { "Idempotency-Key": key } };
    await unwrap(api.POST("/api/dossiers/{dossier_id}/join_account", { params, body: {} }));
    onJoined(number);
  });
  return (
    <li class="card">
      <h3>{procedure ? chooseName(procedure.name, language) : line.procedure}</h3>
      <p class="nowrap" id={`unjoined-${line.dossier_id}`}>
        {number}
      </p>
      <p class="muted small">{w.filed(writeDateTime(line.filed_at), nameAgency(units, line.unit, language))}</p>
      {line.represented && (
        <p>
          {w.represented} {w.stranger}
        </p>
      )}
      {act.problem && (
        <Notice tone="bad" role="alert">
          <p>{act.problem.text(language)}</p>
        </Notice>
      )}
      <Button
        kind="secondary"
        busy={act.busy}
        busyText={w.going}
        describedBy={`unjoined-${line.dossier_id}`}
        onPress={() => void act.run(null)}
      >
        {w.join}
      </Button>
    </li>
  );
}
