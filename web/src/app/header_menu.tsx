import { useEffect, useRef, useState } from "preact/hooks";
import { makePageHelp } from "../help/help_address";
import { defineWords, setLanguage, useLanguage, useWords } from "../lib/language";
import { useStore } from "../lib/store";
import { isApplicant, isOfficer, session, signOut } from "../session/session";
import { isShared } from "../session/shared_computer";
import { Icon } from "../ui/icons";
import { findRoute } from "./page_modules";
import { currentLocation } from "./router";

const words = defineWords(
  {
    menu: "Menu",
    nav: "Điều hướng chính",
    mine: "Hồ sơ của tôi",
    inbox: "Thông báo",
    lookup: "Tra cứu hồ sơ",
    questions: "Hỏi đáp",
    officer: "Công việc",
    help: "Trợ giúp",
    signIn: "Đăng nhập",
    signOut: "Đăng xuất",
  },
  {
    menu: "Menu",
    nav: "Main",
    mine: "My dossiers",
    inbox: "Messages",
    lookup: "Look up a dossier",
    questions: "Questions",
    officer: "Work",
    help: "Help",
    signIn: "Sign in",
    signOut: "Sign out",
  },
);

/** The links of the header and the language: on a narrow screen behind one button, which Escape presses too. */
export function HeaderMenu({ path }: { readonly path: string }) {
  const w = useWords(words);
  const [open, setOpen] = useState(false);
  const toggle = useRef<HTMLButtonElement>(null);
  useEffect(() => setOpen(false), [path]);
  function close() {
    if (!open) return;
    setOpen(false);
    toggle.current?.focus();
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape on any of the links closes what holds them
    <div class="header-menu" onKeyDown={(event) => event.key === "Escape" && close()}>
      <button
        type="button"
        ref={toggle}
        class="menu-button"
        aria-expanded={open}
        aria-controls="menu"
        onClick={() => setOpen(!open)}
      >
        <Icon name={open ? "close" : "menu"} />
        {w.menu}
      </button>
      <div id="menu" class={open ? "menu menu-open" : "menu"}>
        <Navigation shown={path} />
        <LanguageSwitch onSwitch={close} />
      </div>
    </div>
  );
}

/** `shown`: the address of the shown page, whose guide the help opens. */
function Navigation({ shown }: { readonly shown: string }) {
  const w = useWords(words);
  const { me, state } = useStore(session);
  const { path } = useStore(currentLocation);
  const officer = isOfficer(me);
  const route = findRoute(shown)?.route.path;
  const helping = route === undefined || route.startsWith("/help");
  const links = [
    ...(officer ? [{ to: "/officer", text: w.officer }] : []),
    ...(state === "out" ? [{ to: "/tra-cuu", text: w.lookup }] : []),
    ...(state === "out"
      ? []
      : [...(isApplicant(me) ? [{ to: "/dossiers", text: w.mine }] : []), { to: "/inbox", text: w.inbox }]),
    ...(officer ? [] : [{ to: "/viec/questions", text: w.questions }]),
  ];
  return (
    <nav class="nav" aria-label={w.nav}>
      <ul>
        {links.map(({ to, text }) => (
          <li key={to}>
            <a href={to} aria-current={path === to ? "page" : undefined}>
              {text}
            </a>
          </li>
        ))}
        <li>
          <a href={helping ? "/help" : makePageHelp(route)} aria-current={path === "/help" ? "page" : undefined}>
            {w.help}
          </a>
        </li>
        <li>
          {state === "out" ? (
            <a href="/sign-in">{w.signIn}</a>
          ) : (
            <button type="button" class="link" onClick={() => void signOut()}>
              {w.signOut}
            </button>
          )}
        </li>
      </ul>
    </nav>
  );
}

/** The other language's name; a choice closes the menu that holds it. */
function LanguageSwitch({ onSwitch }: { readonly onSwitch: () => void }) {
  const language = useLanguage();
  const [next, text] = language === "vi" ? (["en", "English"] as const) : (["vi", "Tiếng Việt"] as const);
  function choose() {
    setLanguage(next, !isShared());
    onSwitch();
  }
  return (
    <button type="button" class="link switch" lang={next} onClick={choose}>
      {text}
    </button>
  );
}
