/** Names of the operations on matters for the security log: those of each kind are made from its table. */
import type { components, operations } from "../../generated/api";
import { chooseName, defineWords, type Language, type Same } from "../../lib/language";
import type { MatterKind } from "../../matters/kinds";

type Schemas = components["schemas"];
type Answers<T> = { readonly responses: { 200: { content: { "application/json": T } } } };
type Opens<T> = { readonly responses: { 201: { content: { "application/json": T } } } };
type OfMatters = Answers<Schemas["MattersPage"]> | Answers<Schemas["MatterView"]> | Opens<Schemas["MatterView"]>;

/** Operations whose words are here: every kind's own, and those over all kinds. */
export type MatterAct =
  | { [Act in keyof operations]: operations[Act] extends OfMatters ? Act : never }[keyof operations]
  | "matter_kinds"
  | "public_matters"
  | "public_matter";

export const matterActWords = defineWords(
  {
    matter_kinds: "Xem các loại việc",
    public_matters: "Tìm nội dung đã đăng công khai",
    public_matter: "Xem nội dung đã đăng công khai",
    list: (title: string) => `Xem danh sách: ${title}`,
    open: (kind: string) => `Gửi: ${kind}`,
    read: (kind: string) => `Xem: ${kind}`,
    step: (kind: string) => `Thực hiện bước: ${kind}`,
  },
  {
    matter_kinds: "See the kinds of matters",
    public_matters: "Search what is published",
    public_matter: "See what is published",
    list: (title) => `See the list: ${title}`,
    open: (kind) => `Send: ${kind}`,
    read: (kind) => `See: ${kind}`,
    step: (kind) => `Take a step: ${kind}`,
  },
);

type ActWords = Same<(typeof matterActWords)["vi"]>;

/** The name of an operation on matters; null for any other. */
export function nameMatterAct(
  act: string,
  kinds: readonly MatterKind[],
  text: ActWords,
  language: Language,
): string | null {
  if (act === "matter_kinds" || act === "public_matters" || act === "public_matter") return text[act];
  for (const kind of kinds) {
    if (act === `list_${kind.plural}`) return text.list(chooseName(kind.title, language));
    for (const verb of ["open", "read", "step"] as const) {
      if (act === `${verb}_${kind.name}`) return text[verb](chooseName(kind.words, language));
    }
  }
  return null;
}
