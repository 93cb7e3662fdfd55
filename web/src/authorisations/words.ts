/** Words and calls of authorisations between people. */
import { api, ifMatch, unwrap } from "../api/client";
import type { components } from "../generated/api";
import { defineWords } from "../lib/language";

export type Authorisation = components["schemas"]["AuthorisationView"];
export type Authorisations = components["schemas"]["AuthorisationsView"];
export type Wish = components["schemas"]["AuthorisationBody"];
export type ReplyWord = Authorisation["open"][number];

export const loadAuthorisations = () => unwrap(api.GET("/api/authorisations", {}));

export async function sendWish(body: Wish, key: string): Promise<void> {
  await unwrap(api.POST("/api/authorisations", { params: { header: { "Idempotency-Key": key } }, body }));
}

export async function sendReply(to: Authorisation, reply: ReplyWord, key: string): Promise<void> {
  const header = { "Idempotency-Key": key, ...ifMatch(to.version) };
  const params = { path: { authorisation_id: to.id }, header };
  await unwrap(api.POST("/api/authorisations/{authorisation_id}", { params, body: { reply } }));
}

export const authorisationWords = defineWords(
  {
    title: "Ủy quyền",
    what: "Ủy quyền cho người khác nộp hồ sơ thay bạn, hoặc xin làm thay người khác. Hồ sơ luôn thuộc về người ủy quyền.",
    unproven: "Đăng nhập bằng tài khoản định danh điện tử để ủy quyền hoặc nhận ủy quyền.",
    waiting: "Chờ bạn trả lời",
    sent: "Chờ người kia trả lời",
    given: "Người làm thay bạn",
    held: "Bạn làm thay",
    over: "Đã kết thúc",
    none: "Bạn chưa có ủy quyền nào.",
    asks: (name: string) => `${name} xin làm thay bạn`,
    offers: (name: string) => `${name} ủy quyền cho bạn`,
    youAsk: (name: string) => `Bạn xin làm thay ${name}`,
    youOffer: (name: string) => `Bạn ủy quyền cho ${name}`,
    acts: (name: string) => `${name} làm thay bạn`,
    youAct: (name: string) => `Bạn làm thay ${name}`,
    ending: (digits: string) => `số định danh tận cùng ${digits}`,
    organisation: "tổ chức",
    span: (from: string, until: string) => `Từ ${from} đến hết ${until}`,
    everything: "Mọi thủ tục",
    otherName:
      "Họ và tên ghi ở đây khác với tên của bạn nên không đồng ý được. Hãy từ chối và đề nghị lập lại cho đúng.",
    procedures: (list: string) => `Thủ tục: ${list}`,
    fields: (list: string) => `Lĩnh vực: ${list}`,
    dossier: "Một hồ sơ",
    requested: "Chờ đồng ý",
    active: "Đang hiệu lực",
    later: "Chưa đến ngày",
    declined: "Đã từ chối",
    revoked: "Đã chấm dứt",
    ended: "Đã hết hạn",
    accept: "Đồng ý",
    decline: "Từ chối",
    revoke: "Chấm dứt",
    act: "Làm thay",
    acting: "Bạn đang làm thay người này.",
    sending: "Đang gửi…",
    keep: "Quay lại",
    sure_accept: "Đồng ý ủy quyền này?",
    sure_decline: "Từ chối ủy quyền này?",
    sure_revoke: "Chấm dứt ủy quyền này?",
    means_accept: "Người được ủy quyền nộp, bổ sung và theo dõi hồ sơ thay. Mỗi bên chấm dứt được bất cứ lúc nào.",
    means_decline: "Người kia được báo. Muốn có ủy quyền thì phải lập lại.",
    means_revoke: "Người được ủy quyền không làm thay được nữa, kể cả hồ sơ đã nộp. Người ủy quyền vẫn giữ mọi hồ sơ.",
  },
  {
    title: "Authorisations",
    what: "Let somebody file for you, or ask to act for somebody. A dossier always belongs to the principal.",
    unproven: "Sign in with your electronic identity account to authorise somebody or to be authorised.",
    waiting: "Waiting for your answer",
    sent: "Waiting for the other person",
    given: "Who acts for you",
    held: "For whom you act",
    over: "Over",
    none: "You have no authorisations yet.",
    asks: (name) => `${name} asks to act for you`,
    offers: (name) => `${name} authorises you`,
    youAsk: (name) => `You ask to act for ${name}`,
    youOffer: (name) => `You authorise ${name}`,
    acts: (name) => `${name} acts for you`,
    youAct: (name) => `You act for ${name}`,
    ending: (digits) => `ID number ending in ${digits}`,
    organisation: "organisation",
    span: (from, until) => `From ${from} until the end of ${until}`,
    everything: "All procedures",
    otherName: "This names another person under your number, so you cannot agree. Decline it and ask for a right one.",
    procedures: (list) => `Procedures: ${list}`,
    fields: (list) => `Fields: ${list}`,
    dossier: "One dossier",
    requested: "Waiting for consent",
    active: "In force",
    later: "Not begun yet",
    declined: "Declined",
    revoked: "Revoked",
    ended: "Over",
    accept: "Agree",
    decline: "Decline",
    revoke: "End it",
    act: "Act for",
    acting: "You are acting for this person.",
    sending: "Sending…",
    keep: "Go back",
    sure_accept: "Agree to this authorisation?",
    sure_decline: "Decline this authorisation?",
    sure_revoke: "End this authorisation?",
    means_accept: "The agent files, adds and follows dossiers for the principal. Either of you can end it at any time.",
    means_decline: "The other person is notified. A new one has to be made if it is wanted after all.",
    means_revoke: "The agent can no longer act, also on what was filed. The principal keeps every dossier.",
  },
);

export type AuthorisationWords = (typeof authorisationWords)["vi"];

/** The other person of an authorisation. */
export const findOther = (each: Authorisation) => (each.side === "principal" ? each.agent : each.principal);

/** Who acts for whom, or who asks for it. */
export function writeTitle(w: AuthorisationWords, of: Authorisation): string {
  const { full_name } = findOther(of);
  const agent = of.side === "agent";
  if (of.standing === "active") return agent ? w.youAct(full_name) : w.acts(full_name);
  if (of.asked_by === of.side) return agent ? w.youAsk(full_name) : w.youOffer(full_name);
  return agent ? w.offers(full_name) : w.asks(full_name);
}
