import type { RefObject } from "preact";
import type { components } from "../generated/api";
import { writeDay } from "../lib/format";
import { chooseName, defineWords, useLanguage, useWords } from "../lib/language";
import { CALL_BACK_PATH } from "../matters/matter_paths";
import { Notice } from "../ui/notice";
import { UnitContactLines } from "./unit_contact";
import "../styles/help.css";

type AnswerView = components["schemas"]["AnswerView"];
type PublishedLine = components["schemas"]["PublishedLine"];
type Passage = AnswerView["passages"][number];

const words = defineWords(
  {
    title: "Trả lời tự động",
    what: "Chương trình trích nguyên văn nội dung đã công bố, không tự viết thêm. Có thể chưa đúng trường hợp của bạn.",
    none: "Không tìm thấy nội dung đã công bố về điều này. Thử từ khác, hoặc gọi người hỗ trợ.",
    urgent:
      "Có người gặp nguy hiểm? Gọi ngay 115 (cấp cứu), 113 (công an), 114 (chữa cháy, cứu nạn) hoặc 111 (bảo vệ trẻ em). Nếu đó là bạn, hãy nói ngay với người ở gần bạn.",
    people: "Gọi người hỗ trợ",
    related: "Có thể liên quan",
    source: "Nguồn",
    version: (version: number) => `bản ${version}`,
    since: (day: string) => `từ ${day}`,
    whole: "Xem toàn bộ",
    guide: "Hướng dẫn",
    procedure: "Thủ tục",
    unit: "Đơn vị",
    elsewhere: "Cơ quan khác giải quyết",
    faq: "Câu hỏi thường gặp",
    answer: "Câu trả lời đã đăng",
    person: "Chưa đúng điều bạn hỏi? Gọi người hỗ trợ",
    write: "Gửi câu hỏi cho cơ quan",
    callBack: "Hẹn cơ quan gọi lại",
    found: (n: number) => `${n} kết quả`,
    nothing: "Không có kết quả nào. Thử từ khác, hoặc gọi người hỗ trợ.",
  },
  {
    title: "Automatic answer",
    what: "The program quotes published content word for word and writes nothing of its own. It may not fit your case.",
    none: "Nothing is published about this. Try other words, or call for help.",
    urgent:
      "Is somebody in danger? Call 115 (ambulance), 113 (police), 114 (fire and rescue) or 111 (child protection) now. If it is you, talk to somebody near you now.",
    people: "Call for help",
    related: "Possibly related",
    source: "Source",
    version: (version) => `version ${version}`,
    since: (day) => `since ${day}`,
    whole: "See all of it",
    guide: "Guide",
    procedure: "Procedure",
    unit: "Unit",
    elsewhere: "Another authority handles it",
    faq: "Frequent question",
    answer: "Published answer",
    person: "Not what you asked? Call for help",
    write: "Put a question to an agency",
    callBack: "Ask to be called back",
    found: (n) => (n === 1 ? "1 result" : `${n} results`),
    nothing: "There are no results. Try other words, or call for help.",
  },
);

interface AnswerProps {
  readonly answer: AnswerView;
  /** Takes the focus when the answer appears. */
  readonly heading: RefObject<HTMLHeadingElement>;
}

/** Quoted passages with their sources, labelled as automatic, and whom to call. */
export function Answer({ answer, heading }: AnswerProps) {
  const w = useWords(words);
  const language = useLanguage();
  const [first, ...others] = answer.passages;
  return (
    <section aria-labelledby="answer">
      <h2 id="answer" ref={heading} tabIndex={-1}>
        {w.title}
      </h2>
      {answer.urgent ? (
        <Notice tone="bad">
          <p>{w.urgent}</p>
        </Notice>
      ) : first ? (
        <p class="muted small">{w.what}</p>
      ) : (
        <p>{w.none}</p>
      )}
      {first && <Quoted passage={first} />}
      {others.length > 0 && (
        <>
          <h3>{w.related}</h3>
          <ul class="cards">
            {others.map((each) => (
              <li key={`${each.kind}${each.id}`} class="card">
                <Titled title={chooseName(each.title, language)} address={each.address} />
                <p class="muted small">{w[each.kind]}</p>
              </li>
            ))}
          </ul>
        </>
      )}
      <h3>{first ? w.person : w.people}</h3>
      <p>{chooseName(answer.contact.name, language)}</p>
      <UnitContactLines contact={answer.contact} />
      <p>
        <a href={CALL_BACK_PATH}>{w.callBack}</a> · <a href="/viec/questions/moi">{w.write}</a>
      </p>
    </section>
  );
}

function Quoted({ passage }: { readonly passage: Passage }) {
  const w = useWords(words);
  const language = useLanguage();
  const source = [
    w[passage.kind],
    passage.owner && chooseName(passage.owner, language),
    passage.source,
    passage.version !== null && w.version(passage.version),
    passage.since && w.since(writeDay(passage.since)),
  ];
  return (
    <div class="card">
      <h3>{chooseName(passage.title, language)}</h3>
      <blockquote>
        {passage.quotes.map((each) => (
          <p key={each.text.en}>
            {each.heading && <strong>{chooseName(each.heading, language)}: </strong>}
            {chooseName(each.text, language)}
          </p>
        ))}
      </blockquote>
      {passage.notice && (
        <Notice tone="info">
          <p>{chooseName(passage.notice, language)}</p>
        </Notice>
      )}
      <p class="muted small">
        {w.source}: {source.filter(Boolean).join(" · ")}. {passage.address && <a href={passage.address}>{w.whole}</a>}
      </p>
    </div>
  );
}

interface FoundProps {
  readonly lines: readonly PublishedLine[];
  readonly heading: RefObject<HTMLHeadingElement>;
}

/** Results of a search, where the province offers no automatic answers. */
export function Found({ lines, heading }: FoundProps) {
  const w = useWords(words);
  const language = useLanguage();
  return (
    <section aria-labelledby="found">
      <h2 id="found" ref={heading} tabIndex={-1}>
        {lines.length > 0 ? w.found(lines.length) : w.nothing}
      </h2>
      <ul class="cards">
        {lines.map((each) => (
          <li key={`${each.kind}${each.title.vi}`} class="card">
            <Titled title={chooseName(each.title, language)} address={each.address} />
            <p class="muted small">
              {w[each.kind]} · {chooseName(each.text, language)}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Titled({ title, address }: { readonly title: string; readonly address: string | null }) {
  return address ? <a href={address}>{title}</a> : <span>{title}</span>;
}
