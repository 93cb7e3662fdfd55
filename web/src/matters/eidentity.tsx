/** Kinds that the law of the day takes only from people who signed in with their electronic identity. */
import type { Answers, FormSchema } from "../eform/schema";
import { useWords } from "../lib/language";
import { type Me, signOut } from "../session/session";
import { isShared } from "../session/shared_computer";
import { Button } from "../ui/button";
import { Notice } from "../ui/notice";
import type { MatterKind } from "./kinds";
import { matterWords } from "./matter_words";

/** Whether the person, who may be nobody yet, still has to sign in with the electronic identity. */
export const needsEidentity = (kind: MatterKind, me: Me | null): boolean =>
  kind.asker === "e_identity" && !me?.identity;

/** The question for the sender's own name, which a proven identity answers. */
const OWN_NAME = "full_name";

/** The form whose question for the sender's name says that the answer begins as the identity has it. */
export function markProven(form: FormSchema, name: string, words: { readonly vi: string; readonly en: string }) {
  if (!name) return form;
  const questions = form.questions.map((question) =>
    question.key === OWN_NAME ? { ...question, helpVi: words.vi, helpEn: words.en } : question,
  );
  return { ...form, questions };
}

/** The answers with which a form begins: the proven name, where it is asked, and what was typed before. */
export function beginWithProven(form: FormSchema, name: string, typed: Answers): Answers {
  const asked = name && form.questions.some(({ key }) => key === OWN_NAME);
  return asked ? { [OWN_NAME]: name, ...typed } : typed;
}

interface EidentityNoticeProps {
  /** The way to the sign-in; empty for a person who signed in another way, and has to sign out first. */
  readonly signIn: string;
  /** The page is about to be left. */
  readonly onLeave: () => void;
}

/** Says what is needed, with the way there. */
export function EidentityNotice({ signIn, onLeave }: EidentityNoticeProps) {
  const w = useWords(matterWords);
  const kept = isShared() ? "" : ` ${w.eidentityKept}`;
  return (
    <Notice tone="act">
      <p>
        {signIn ? w.eidentityOut : w.eidentityIn}
        {kept}
      </p>
      <p>
        {signIn ? (
          <a href={signIn} onClick={onLeave}>
            {w.signIn}
          </a>
        ) : (
          <Button
            kind="secondary"
            onPress={() => {
              onLeave();
              void signOut();
            }}
          >
            {w.signOut}
          </Button>
        )}
      </p>
    </Notice>
  );
}
