import type { ComponentChildren } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";
import { type Config, config, configNow } from "../lib/config";
import { setLanguage, useLanguage, useWords, words } from "../lib/language";
import { useStore } from "../lib/store";
import { isOfficer, session, shared, signOut } from "../session/session";
import { Icon } from "../ui/icons";
import { ConnectionBanner } from "./connection_banner";
import { place } from "./router";
import { SessionDialogs } from "./session_dialogs";
import { SignedIn } from "./signed_in";

const said = words(
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
    accessibility: "Hỗ trợ tiếp cận",
    procedures: "Tất cả thủ tục",
    territory: "Đơn vị và nơi nộp hồ sơ",
    settings: "Cài đặt thông báo",
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
    accessibility: "Accessibility",
    procedures: "All procedures",
    territory: "Units, and where to file",
    settings: "Message settings",
    demo: "Trial version: use made-up data only.",
  },
);

interface Given {
  readonly wide: boolean;
  /** The address of what is shown, which is the page before while the next one is fetched. */
  readonly path: string;
  readonly children: ComponentChildren;
}

/** What stands around every page. */
export function Shell({ wide, path, children }: Given) {
  const w = useWords(said);
  const language = useLanguage();
  const here = useConfig();
  const { state } = useStore(session);
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
            {here?.mark ? <img class="icon" src={here.mark} alt="" /> : <Icon name="door" />}
            <span class="brand-words" lang="vi">
              <span class="brand-name">Một Cửa</span>
              <span class="brand-place">{here?.province_vi ?? w.unit}</span>
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
      <footer class="footer">
        <ul>
          <li>
            <a href="/procedures">{w.procedures}</a>
          </li>
          <li>
            <a href="/tra-cuu">{w.lookup}</a>
          </li>
          <li>
            <a href="/territory">{w.territory}</a>
          </li>
          {state !== "out" && (
            <li>
              <a href="/settings">{w.settings}</a>
            </li>
          )}
          <li>
            <a href="/accessibility">{w.accessibility}</a>
          </li>
        </ul>
      </footer>
      <SessionDialogs />
    </>
  );
}

function Navigation() {
  const w = useWords(said);
  const { me, state } = useStore(session);
  const { path } = useStore(place);
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
    <button type="button" class="link switch" lang={next} onClick={() => setLanguage(next, !shared())}>
      {text}
    </button>
  );
}

function useConfig(): Config | null {
  const [known, setKnown] = useState(configNow);
  useLayoutEffect(() => {
    config().then(setKnown, () => undefined);
  }, []);
  return known;
}
