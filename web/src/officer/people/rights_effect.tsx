import { nameAgency } from "../../api/catalogue";
import { api, unwrap } from "../../api/client";
import type { Agency } from "../../api/types";
import { useLoad } from "../../api/use_load";
import type { Answers } from "../../eform/schema";
import { defineWords, useLanguage, useWords } from "../../lib/language";
import { Ready } from "../../ui/loading";
import { Notice } from "../../ui/notice";
import { useTyped } from "../../ui/use_typed";
import { findWord, roleWords, stageWords } from "../steps/step_words";
import { type AskedRights, type RightsEffect, readAskedRights } from "./asked_rights";
import { writeRight } from "./directory";
import { directoryWords } from "./directory_words";
import { writeSignature } from "./people";
import type { Right } from "./rights";

const words = defineWords(
  {
    title: "Khi được thực hiện, đề nghị này",
    asks: "Chọn người, việc đề nghị, quyền và đơn vị để xem trước tác động.",
    given: "Giao quyền",
    ended: "Kết thúc quyền",
    kept: "Giữ nguyên quyền",
    nothing: "Không thay đổi quyền nào.",
    choose: "Người này có nhiều quyền như vậy: chọn một quyền cần thu hồi.",
    unknown: "Người này chưa có trong hệ thống: ghi họ tên, và tạo tài khoản trước khi thực hiện.",
    clash: (one: string, other: string) =>
      `Không thực hiện được: không ai đồng thời giữ quyền “${one}” và quyền “${other}” (tách nhiệm vụ).`,
    opens: "Mở ra",
    work: (open: number, overdue: number) => `${open} hồ sơ đang xử lý hôm nay, ${overdue} quá hạn`,
    unitsOf: (names: string) => `Công việc của: ${names}`,
    stagesOf: (names: string) => `Công đoạn: ${names}`,
    held: (n: number) => `Người này đang giữ ${n} việc ở đơn vị bị thu hồi quyền: bàn giao trước.`,
    standIns: "Người làm thay",
    noStandIn: "Chưa ai làm thay người này.",
    replaces: "Làm thay",
    own: "Đây là quyền của chính bạn: người khác phải thực hiện.",
  },
  {
    title: "Once granted, this request",
    asks: "Choose the person, what is asked for, the right and the unit to see the effect.",
    given: "Gives",
    ended: "Ends",
    kept: "Leaves as it is",
    nothing: "No right changes.",
    choose: "The person has several such rights: choose the one that ends.",
    unknown: "This person is new here: enter the full name, and create the account before the grant.",
    clash: (one, other) =>
      `It cannot be granted: nobody has the rights “${one}” and “${other}” at once (separation of duties).`,
    opens: "Opens",
    work: (open, overdue) => `${open} open dossiers today, ${overdue} overdue`,
    unitsOf: (names) => `The work of: ${names}`,
    stagesOf: (names) => `Stages: ${names}`,
    held: (n) => `This person holds ${n} open tasks where rights end: hand them over first.`,
    standIns: "Stands in",
    noStandIn: "Nobody stands in for this person yet.",
    replaces: "Stands in for",
    own: "These are your own rights: somebody else must grant them.",
  },
);

interface RightsEffectProps {
  readonly answers: Answers;
  readonly units: readonly Agency[];
}

/** What a request for rights does, shown before it is sent and before it is granted. */
export function RightsEffectPanel({ answers, units }: RightsEffectProps) {
  const w = useWords(words);
  const asked = readAskedRights(answers);
  const typed = useTyped(asked ? JSON.stringify(asked) : "");
  return (
    <section class="effect" aria-labelledby="effect">
      <h2 id="effect">{w.title}</h2>
      <div role="status">
        {typed ? <Loaded asked={JSON.parse(typed) as AskedRights} units={units} /> : <p class="muted">{w.asks}</p>}
      </div>
    </section>
  );
}

function Loaded({ asked, units }: { readonly asked: AskedRights; readonly units: readonly Agency[] }) {
  const loaded = useLoad(() => unwrap(api.POST("/api/officers/preview", { body: asked })), [JSON.stringify(asked)]);
  return <Ready from={loaded}>{(effect) => <Effect effect={effect} units={units} />}</Ready>;
}

function Effect({ effect, units }: { readonly effect: RightsEffect; readonly units: readonly Agency[] }) {
  const w = useWords(words);
  const roles = useWords(roleWords);
  const names = {
    words: useWords(directoryWords),
    roles,
    stages: useWords(stageWords),
    units,
    language: useLanguage(),
  };
  const groups: readonly (readonly [string, readonly Right[]])[] = [
    [w.given, effect.given],
    [w.ended, effect.ended],
    [w.kept, effect.kept],
  ];
  const { clash } = effect;
  return (
    <>
      {effect.known ? <p lang="vi">{writeSignature(effect)}</p> : <p>{w.unknown}</p>}
      {clash && (
        <Notice tone="bad">
          <p>{w.clash(findWord(roles, clash.role), findWord(roles, clash.other))}</p>
        </Notice>
      )}
      {effect.own && (
        <Notice tone="act">
          <p>{w.own}</p>
        </Notice>
      )}
      {effect.held > 0 && (
        <Notice tone="act">
          <p>{w.held(effect.held)}</p>
        </Notice>
      )}
      {effect.given.length + effect.ended.length === 0 && <p>{effect.choices.length > 0 ? w.choose : w.nothing}</p>}
      <dl class="facts">
        {groups.map(
          ([name, rights]) =>
            rights.length > 0 && (
              <div key={name}>
                <dt>{name}</dt>
                <dd>
                  <ul class="plain">
                    {rights.map((each) => (
                      <li
                        key={[
                          each.role,
                          each.unit,
                          each.valid_from,
                          each.valid_until,
                          each.backup_for,
                          each.stage,
                        ].join()}
                      >
                        {writeRight(each, names)}
                      </li>
                    ))}
                  </ul>
                </dd>
              </div>
            ),
        )}
        <Reach effect={effect} units={units} />
      </dl>
    </>
  );
}

/** What the new right opens, who stands in for the person, and whom the right replaces. */
function Reach({ effect, units }: { readonly effect: RightsEffect; readonly units: readonly Agency[] }) {
  const w = useWords(words);
  const stages = useWords(stageWords);
  const language = useLanguage();
  const { opens, replaces } = effect;
  return (
    <>
      {opens && (
        <div>
          <dt>{w.opens}</dt>
          <dd>
            <p>{w.unitsOf(opens.units.map((each) => nameAgency(units, each, language) || each).join("; "))}</p>
            {opens.stages.length > 0 && (
              <p>{w.stagesOf(opens.stages.map((each) => findWord(stages, each)).join(", "))}</p>
            )}
            <p>{w.work(opens.open, opens.overdue)}</p>
          </dd>
        </div>
      )}
      {replaces && (
        <div>
          <dt>{w.replaces}</dt>
          <dd lang="vi">{writeSignature(replaces)}</dd>
        </div>
      )}
      {effect.ended.length > 0 && (
        <div>
          <dt>{w.standIns}</dt>
          <dd>{effect.stand_ins.map((each) => writeSignature(each)).join("; ") || w.noStandIn}</dd>
        </div>
      )}
    </>
  );
}
