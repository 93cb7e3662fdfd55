/** The groups by which frequent questions are listed: topics, fields of administration, and one procedure. */
import { loadProcedures } from "../api/catalogue";
import type { Choice } from "../eform/schema";
import { listQuestions, type MatterKind } from "./kinds";
import { FAQS, makeProcedureGroup } from "./matter_paths";

const TOPIC = "topic";

/** Groups of a kind; none for a kind without them. The procedure is the one that an address asks for. */
export async function loadGroups(kind: MatterKind, asked: string): Promise<readonly Choice[]> {
  if (kind.plural !== FAQS) return [];
  const { items, fields } = await loadProcedures();
  const topics = listQuestions(kind, []).get(TOPIC)?.choices ?? [];
  return [
    ...items
      .filter(({ id }) => makeProcedureGroup(id) === asked)
      .map(({ id, name }) => ({ value: makeProcedureGroup(id), ...name })),
    ...topics.map(({ value, vi, en }) => ({ value: `${TOPIC}:${value}`, vi, en })),
    ...fields.map(({ code, name }) => ({
      value: `field:${code}`,
      vi: `Lĩnh vực: ${name.vi}`,
      en: `Field: ${name.en}`,
    })),
  ];
}
