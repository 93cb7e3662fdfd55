/** Kinds that the law of the day takes only from people who signed in with their electronic identity. */
import { useWords } from "../lib/language";
import { isShared, type Me, signOut } from "../session/session";
import { Button } from "../ui/button";
import { Notice } from "../ui/notice";
import type { MatterKind } from "./kinds";
import { matterWords } from "./matter_words";

/** Whether the person, who may be nobody yet, still has to sign in with the electronic identity. */
export const needsEidentity = (kind: MatterKind, me: Me | null): boolean =>
  kind.asker === "e_identity" && !me?.identity;

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
