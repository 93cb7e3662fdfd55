import { useState } from "preact/hooks";
import type { ProcedureLine } from "../api/types";
import { useAct } from "../api/use_load";
import { writeDay } from "../lib/format";
import { chooseName, useLanguage, useWords } from "../lib/language";
import { useStore } from "../lib/store";
import { actFor, acting } from "../session/acting";
import { session } from "../session/session";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Notice, Tag } from "../ui/notice";
import {
  type Authorisation,
  type AuthorisationWords,
  authorisationWords,
  findOther,
  type ReplyWord,
  sendReply,
  writeTitle,
} from "./words";

interface CardProps {
  readonly of: Authorisation;
  readonly names: ReadonlyMap<string, ProcedureLine>;
  readonly onDone: () => void;
}

/** One authorisation, with what its reader may do. */
export function AuthorisationCard({ of, names, onDone }: CardProps) {
  const w = useWords(authorisationWords);
  const language = useLanguage();
  const [asked, setAsked] = useState<ReplyWord | null>(null);
  const other = findOther(of);
  const title = `u-${of.id}`;
  const known = [...names.values()];
  const scope = [
    of.procedures.length > 0 &&
      w.procedures(of.procedures.map((id) => nameProcedure(names.get(id), id, language)).join("; ")),
    of.fields.length > 0 && w.fields(of.fields.map((code) => nameField(known, code, language)).join("; ")),
    of.dossier && w.dossier,
  ].filter(Boolean);
  return (
    <li class="card">
      <h3 id={title} class="card-title" lang={language}>
        {writeTitle(w, of)}
      </h3>
      <p>
        <Tag tone={of.in_force ? "done" : of.standing === "requested" ? "act" : "info"}>{writeStanding(w, of)}</Tag>{" "}
        <span class="muted small">
          {[other.organisation && w.organisation, w.ending(other.id_ending)].filter(Boolean).join(", ")}
        </span>
      </p>
      <p>{scope.length ? scope.join(" · ") : w.everything}</p>
      <p class="muted small">{w.span(writeDay(of.valid_from), writeDay(of.valid_until))}</p>
      {of.in_force && of.side === "agent" && <ActButton of={of} />}
      {of.open.includes("decline") && !of.open.includes("accept") && <p>{w.otherName}</p>}
      {of.open.length > 0 && (
        <p class="buttons">
          {of.open.map((reply) => (
            <Button
              key={reply}
              kind={reply === "accept" ? "primary" : "secondary"}
              describedBy={title}
              onPress={() => setAsked(reply)}
            >
              {w[reply]}
            </Button>
          ))}
        </p>
      )}
      {asked && <Confirm of={of} reply={asked} onClose={() => setAsked(null)} onDone={onDone} />}
    </li>
  );
}

function ActButton({ of }: { readonly of: Authorisation }) {
  const w = useWords(authorisationWords);
  const { me } = useStore(session);
  const now = useStore(acting);
  const { full_name } = of.principal;
  if (now?.authorisation === of.id) return <p role="status">{w.acting}</p>;
  return (
    <p class="buttons">
      <Button onPress={() => me && actFor({ sub: me.sub, authorisation: of.id, full_name })}>
        {w.act} {full_name}
      </Button>
    </p>
  );
}

interface ConfirmProps {
  readonly of: Authorisation;
  readonly reply: ReplyWord;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** The answer is sent after its meaning was read. */
function Confirm({ of, reply, onClose, onDone }: ConfirmProps) {
  const w = useWords(authorisationWords);
  const language = useLanguage();
  const act = useAct<ReplyWord>(async (word, key) => {
    await sendReply(of, word, key);
    if (acting.get()?.authorisation === of.id) actFor(null);
    onClose();
    onDone();
  });
  return (
    <Dialog id="confirm" title={w[`sure_${reply}`]} onClose={onClose}>
      <p>{writeTitle(w, of)}</p>
      <p>{w[`means_${reply}`]}</p>
      {act.problem && (
        <Notice tone="bad" role="alert">
          <p>{act.problem.text(language)}</p>
        </Notice>
      )}
      <p class="buttons">
        <Button kind="secondary" onPress={onClose}>
          {w.keep}
        </Button>
        <Button
          kind={reply === "accept" ? "primary" : "danger"}
          busy={act.busy}
          busyText={w.sending}
          onPress={() => void act.run(reply)}
        >
          {w[reply]}
        </Button>
      </p>
    </Dialog>
  );
}

function writeStanding(w: AuthorisationWords, of: Authorisation): string {
  return of.standing === "active" && !of.in_force ? w.later : w[of.standing];
}

function nameProcedure(line: ProcedureLine | undefined, id: string, language: "vi" | "en"): string {
  return line ? chooseName(line.name, language) : id;
}

function nameField(lines: readonly ProcedureLine[], code: string, language: "vi" | "en"): string {
  const line = lines.find((each) => each.field.code === code);
  return line ? chooseName(line.field.name, language) : code;
}
