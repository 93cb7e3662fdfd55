import { WhileOwnOpen } from "../../account/own_closed";
import { OwnSignIn } from "../../account/own_sign_in";
import { ownWords } from "../../account/own_words";
import type { PageProps } from "../../app/route";
import { useWords } from "../../lib/language";

/** Sign in with an account of the province. */
export default function OwnSignInPage({ query }: PageProps) {
  const to = query.get("to");
  // Only an address of this site: "//elsewhere" would be another one.
  const back = to && /^\/(?![/\\])/.test(to) ? to : "/dossiers";
  return (
    <WhileOwnOpen title={useWords(ownWords).signIn}>
      <OwnSignIn back={back} />
    </WhileOwnOpen>
  );
}
