import type { ComponentChildren } from "preact";
import { useLayoutEffect } from "preact/hooks";
import { useConfig } from "../lib/config";
import { defineWords, setLanguage, useLanguage, useWords } from "../lib/language";
import { useStore } from "../lib/store";
import { isOfficer, isShared, session, signOut } from "../session/session";
import { Mark } from "../ui/icons";
import { ConnectionBanner } from "./connection_banner";
import { Footer } from "./footer";
import { currentLocation } from "./router";
import { SessionDialogs } from "./session_dialogs";
import { SignedIn } from "./signed_in";

const words = defineWords(
  {
    skip: "Đến nội dung chính",
    unit: "Bộ phận Một cửa",
    nav: "Điều hướng chính",
    mine: "Hồ sơ của tôi",
    inbox: "Thông báo",
    lookup: "Tra cứu hồ sơ",
    officer: "Công việc",
    signIn: "Đăng nhập",
    signOut: "Đăng xuất",
    language: "Ngôn ngữ",
    demo: "Bản chạy thử: chỉ dùng dữ liệu giả.",
  },
  {
    skip: "Skip to the main content",
    unit: "One-stop unit",
    nav: "Main",
    mine: "My dossiers",
    inbox: "Messages",
    lookup: "Look up a dossier",
    officer: "Work",
    signIn: "Sign in",
    signOut: "Sign out",
    language: "Language",
    demo: "Trial version: use made-up data only.",
  },
);

interface ShellProps {
  readonly wide: boolean;
  /** The address of the shown page: the former page while the next one is fetched. */
  readonly path: string;
  readonly children: ComponentChildren;
}

/** The frame of every page. */
export function Shell({ wide, path, children }: ShellProps) {
  const w = useWords(words);
  const language = useLanguage();
  const here = useConfig();
  useLayoutEffect(() => {
    document.documentElement.lang = language;
    document.documentElement.dataset.density = wide ? "officer" : "citizen";
  }, [language, wide]);
  return (
    <>
      <a class="skip" href="#main">
        {w.skip}
      </a>
      <header class="header">
        <div class="header-inner">
          <a class="brand" href="/">
            {here?.mark ? <img class="mark" src={here.mark} alt="" /> : <Mark />}
            <span class="brand-words" lang="vi">
              <span class="brand-name">Một Cửa</span>
              <span class="brand-place">{here?.province_vi ?? w.unit}</span>
              {here?.operator_vi && <span class="brand-operator">{here.operator_vi}</span>}
            </span>
          </a>
          <SignedIn />
          <LanguageSwitch />
          <Navigation />
        </div>
        {here && here.stage !== "prod" && <p class="trial">{w.demo}</p>}
        <ConnectionBanner />
      </header>
      <main id="main" tabIndex={-1} class={wide ? "main main-wide" : "main"} data-page={path}>
        {children}
      </main>
      <Footer site={here} />
      <SessionDialogs />
    </>
  );
}

function Navigation() {
  const w = useWords(words);
  const { me, state } = useStore(session);
  const { path } = useStore(currentLocation);
  const officer = isOfficer(me);
  const links = [
    ...(officer ? [{ to: "/officer", text: w.officer }] : []),
    ...(state === "out" ? [{ to: "/tra-cuu", text: w.lookup }] : []),
    ...(state === "out"
      ? []
      : [
          { to: "/dossiers", text: w.mine },
          { to: "/inbox", text: w.inbox },
        ]),
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

function LanguageSwitch() {
  const language = useLanguage();
  const [next, text] = language === "vi" ? (["en", "English"] as const) : (["vi", "Tiếng Việt"] as const);
  return (
    <button type="button" class="link switch" lang={next} onClick={() => setLanguage(next, !isShared())}>
      {text}
    </button>
  );
}
