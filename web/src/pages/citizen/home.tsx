import { api, unwrap } from "../../api/client";
import type { Listed } from "../../api/types";
import { useLoad } from "../../api/use_load";
import { go } from "../../app/router";
import { defineWords, useWords } from "../../lib/language";
import { useStore } from "../../lib/store";
import { LookupForm } from "../../lookup/form";
import { makeLookupPath } from "../../lookup/lookup_query";
import { ProcedureSearch } from "../../procedures/search";
import { isApplicant, session } from "../../session/session";
import { Icon } from "../../ui/icons";
import { Page } from "../../ui/page";

const words = defineWords(
  {
    title: "Bạn cần làm thủ tục gì?",
    common: "Thủ tục thường dùng",
    lookup: "Tra cứu hồ sơ của tôi",
    mine: (n: number) => `Có ${n} hồ sơ cần bạn làm tiếp`,
    drafts: (n: number) => `Có ${n} bản nháp chưa nộp`,
    nothing: "Hiện bạn không cần làm gì.",
    open: "Xem hồ sơ của tôi",
    birth: "Đăng ký khai sinh",
    marriage: "Đăng ký kết hôn",
    single: "Xác nhận tình trạng hôn nhân",
    business: "Thành lập hộ kinh doanh",
    copy: "Chứng thực bản sao",
    residence: "Đăng ký thường trú",
    voice: "Hỏi đáp, góp ý",
    ask: "Hỏi cơ quan, gửi phản ánh, kiến nghị",
    faqs: "Câu hỏi thường gặp",
  },
  {
    title: "What do you need to do?",
    common: "Common procedures",
    lookup: "Look up my dossier",
    mine: (n) => (n === 1 ? "1 dossier needs you" : `${n} dossiers need your action`),
    drafts: (n) => (n === 1 ? "1 draft is not filed" : `${n} drafts are not filed`),
    nothing: "Nothing to do right now.",
    open: "See my dossiers",
    birth: "Register a birth",
    marriage: "Register a marriage",
    single: "Marital-status certificate",
    business: "Start a household business",
    copy: "Certify a copy",
    residence: "Register residence",
    voice: "Questions and feedback",
    ask: "Ask an agency, send feedback or a proposal",
    faqs: "Frequent questions",
  },
);

const COMMON = [
  ["birth", "1.001193"],
  ["marriage", "1.000894"],
  ["single", "1.004873"],
  ["business", "1.001612"],
  ["copy", "2.000815"],
  ["residence", "1.004222"],
] as const;

const NEEDS_ME = new Set(["supplement_requested", "payment_requested", "resolved"]);

export default function Home() {
  const w = useWords(words);
  const { me } = useStore(session);
  return (
    <Page title={w.title}>
      <div class="hero">
        <ProcedureSearch />
      </div>
      {isApplicant(me) && <Mine />}
      <div class="two-columns">
        <div>
          <h2>{w.common}</h2>
          <ul class="events">
            {COMMON.map(([name, id]) => (
              <li key={id}>
                <a href={`/procedures/${id}`}>
                  <Icon name={name} />
                  {w[name]}
                </a>
              </li>
            ))}
          </ul>
          <h2>{w.voice}</h2>
          <p>
            <a href="/viec">{w.ask}</a> · <a href="/viec/faqs">{w.faqs}</a>
          </p>
        </div>
        <div class="key-facts">
          <h2>{w.lookup}</h2>
          <LookupForm onAsk={(asked) => void go(makeLookupPath(asked))} />
        </div>
      </div>
    </Page>
  );
}

async function loadMine() {
  const [dossiers, drafts] = await Promise.all([
    unwrap(api.GET("/api/me/dossiers", {})),
    unwrap(api.GET("/api/me/drafts", {})),
  ]);
  return { dossiers: dossiers.items, drafts: drafts.items };
}

function Mine() {
  const w = useWords(words);
  const loaded = useLoad(loadMine, []);
  // The start page works without it; the list's own page shows the problem.
  if (loaded.state !== "done") return null;
  const { dossiers, drafts } = loaded.data;
  const open = dossiers.filter((each: Listed) => NEEDS_ME.has(each.state ?? "") || each.to_pay).length;
  const waiting = [...(open ? [w.mine(open)] : []), ...(drafts.length ? [w.drafts(drafts.length)] : [])];
  return (
    <p class="mine">
      <strong>{waiting.length ? `${waiting.join("; ")}.` : w.nothing}</strong> <a href="/dossiers">{w.open}</a>
    </p>
  );
}
