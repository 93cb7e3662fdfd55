import { OwnSignIn } from "../../account/own_sign_in";
import type { PageProps } from "../../app/route";

/** Sign in with an account of the province. */
export default function OwnSignInPage({ query }: PageProps) {
  const to = query.get("to");
  // Only an address of this site: "//elsewhere" would be another one.
  return <OwnSignIn back={to && /^\/(?![/\\])/.test(to) ? to : "/dossiers"} />;
}
