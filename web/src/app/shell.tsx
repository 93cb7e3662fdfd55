import type { ComponentChildren } from "preact";
import { useLayoutEffect } from "preact/hooks";
import { useConfig } from "../lib/config";
import { defineWords, useLanguage, useWords } from "../lib/language";
import { Mark } from "../ui/icons";
import { AccountBanner } from "./account_banner";
import { ConnectionBanner } from "./connection_banner";
import { Footer } from "./footer";
import { HeaderMenu } from "./header_menu";
import { SessionDialogs } from "./session_dialogs";
import { SignedIn } from "./signed_in";

const words = defineWords(
  {
    skip: "Đến nội dung chính",
    unit: "Bộ phận Một cửa",
    demo: "Bản chạy thử: chỉ dùng dữ liệu giả.",
  },
  {
    skip: "Skip to the main content",
    unit: "One-stop unit",
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
          <HeaderMenu path={path} />
        </div>
        {here && here.stage !== "prod" && <p class="trial">{w.demo}</p>}
        <ConnectionBanner />
      </header>
      <main id="main" tabIndex={-1} class={wide ? "main main-wide" : "main"} data-page={path}>
        <AccountBanner path={path} />
        {children}
      </main>
      <Footer site={here} />
      <SessionDialogs />
    </>
  );
}
