/** Addresses of the pages of matters for everybody. */

export const SURVEYS = "surveys";
export const makeKindPath = (plural: string): string => `/viec/${plural}`;
export const makeMatterPath = (plural: string, id: string): string => `/viec/${plural}/${id}`;
/** A survey is read where it is answered. */
export const makePublicPath = (plural: string, id: string): string =>
  plural === SURVEYS ? `/khao-sat/${id}` : `/viec/${plural}/da-dang/${id}`;

/** The addresses of questions and of frequent questions, which other pages lead to. */
export const QUESTIONS = "questions";
export const FAQS = "faqs";
/** The group of frequent questions about one procedure. */
export const makeProcedureGroup = (id: string): string => `procedure:${id}`;
/** Where somebody asks to be called, which every telephone number leads to. */
export const CALL_BACK_PATH = "/viec/callbacks/moi";

/** Kinds of which the national portal gets messages. */
export const PORTAL_KINDS: ReadonlySet<string> = new Set([FAQS, "feedback"]);

/** The page on which officers work on a matter. */
export const makeWorkPath = (plural: string, id: string): string => `/officer/matters/${plural}/${id}`;
