import type { Draft } from "../api/types";
import { defineWords, useWords } from "../lib/language";
import { useStore } from "../lib/store";
import { actFor, acting } from "../session/acting";
import { session } from "../session/session";
import { Button } from "../ui/button";
import { Notice } from "../ui/notice";

const words = defineWords(
  {
    title: (name: string) => `Bạn nộp thay ${name}`,
    what: "Hồ sơ thuộc về người này. Họ đã đồng ý trong tài khoản của mình.",
    switch: "Hồ sơ này chỉ nộp được khi bạn đang làm thay người này.",
    act: (name: string) => `Làm thay ${name}`,
  },
  {
    title: (name) => `You file for ${name}`,
    what: "The dossier belongs to this person, who has consented in their own account.",
    switch: "This dossier can be filed only while you act for this person.",
    act: (name) => `Act for ${name}`,
  },
);

/** For whom a draft was begun, with the way to act for them again. */
export function ForWhom({ forWhom }: { readonly forWhom: NonNullable<Draft["acting_for"]> }) {
  const w = useWords(words);
  const other = useStore(acting);
  const { me } = useStore(session);
  const { authorisation, full_name } = forWhom;
  const now = other?.authorisation === authorisation;
  return (
    <Notice tone={now ? "info" : "act"} title={w.title(full_name)}>
      <p>{w.what}</p>
      {!now && me && (
        <>
          <p>{w.switch}</p>
          <p class="buttons">
            <Button kind="secondary" onPress={() => actFor({ sub: me.sub, authorisation, full_name })}>
              {w.act(full_name)}
            </Button>
          </p>
        </>
      )}
    </Notice>
  );
}
