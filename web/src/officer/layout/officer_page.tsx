import "../../styles/tables.css";
import "../../styles/officer.css";
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { go } from "../../app/router";
import { defineWords, useWords } from "../../lib/language";
import { useStore } from "../../lib/store";
import { isShared } from "../../session/shared_computer";
import { CloseDialog } from "../../ui/dialog";
import { Check } from "../../ui/inputs";
import { Page } from "../../ui/page";
import { Table } from "../../ui/table";
import { OfficerRail } from "./rail";
import { readShortcut, shortcutsOn, switchShortcuts } from "./shortcuts";

const words = defineWords(
  {
    help: "Phím tắt",
    key: "Phím",
    does: "Việc",
    on: "Dùng phím tắt",
    "?": "Mở bảng phím tắt này",
    "/": "Đến ô tìm kiếm",
    list: "Đến danh sách",
    reach: "Trong danh sách: chọn thêm đến dòng đó",
    people: "Trong danh sách: chọn người cho hồ sơ đã chọn",
    arrows: "Trong danh sách: lên, xuống, đầu, cuối",
    preview: "Trong danh sách: xem nhanh hồ sơ bên cạnh",
    enter: "Trong danh sách: mở dòng đó",
    space: "Trong danh sách: chọn hoặc bỏ chọn",
    gd: "Đến hồ sơ chờ xử lý, hỏi đáp, quầy, chờ ký, bảng theo dõi",
    f8: "Trong hồ sơ và khi tiếp nhận: đến phần sau, phần trước",
    f9: "Khi tiếp nhận: chọn tệp quét",
    ctrl: "Trong biểu mẫu: nút chính (trừ ký, từ chối, dừng, hoàn tiền)",
    esc: "Đóng hộp thoại",
  },
  {
    help: "Shortcuts",
    key: "Key",
    does: "Does",
    on: "Use shortcuts",
    "?": "Open this list of shortcuts",
    "/": "Go to the search box",
    list: "Go to the list",
    reach: "In a list: select up to that row",
    people: "In a list: choose a person for the selected dossiers",
    arrows: "In a list: up, down, first, last",
    preview: "In a list: preview the dossier next to it",
    enter: "In a list: open that row",
    space: "In a list: select or unselect",
    gd: "Go to worklists, questions and other matters, counter, signatures, board",
    f8: "In a dossier and at intake: next section, previous section",
    f9: "At intake: choose a scanned file",
    ctrl: "In a form: the main button (never for sign, refuse, stop, refund)",
    esc: "Close a dialog",
  },
);

const KEYS = [
  ["?", "?"],
  ["/", "/"],
  ["L", "list"],
  ["↑ ↓ j k Home End", "arrows"],
  ["P", "preview"],
  ["Enter", "enter"],
  ["Space", "space"],
  ["Shift+↑ ↓ PageUp PageDown", "reach"],
  ["A", "people"],
  ["g d · g h · g c · g s · g q", "gd"],
  ["F8 · Shift+F8", "f8"],
  ["F9", "f9"],
  ["Ctrl+Enter", "ctrl"],
  ["Esc", "esc"],
] as const;

interface OfficerPageProps {
  readonly title: string;
  readonly above?: ComponentChildren;
  readonly failed?: boolean;
  readonly aside?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A page of the officers' side: its own navigation by role, and the shortcuts. */
export function OfficerPage({ title, above, failed = false, aside, children }: OfficerPageProps) {
  const [help, setHelp] = useState(false);
  useShortcuts(() => setHelp(true));
  return (
    <>
      <OfficerRail onHelp={() => setHelp(true)} />
      <Page title={title} above={above} failed={failed} aside={aside} wide>
        {children}
      </Page>
      {help && <Help onClose={() => setHelp(false)} />}
    </>
  );
}

function Help({ onClose }: { readonly onClose: () => void }) {
  const w = useWords(words);
  const on = useStore(shortcutsOn);
  return (
    <CloseDialog id="help" title={w.help} onClose={onClose}>
      <Check id="shortcuts-on" label={w.on} checked={on} onChange={(next) => switchShortcuts(next, !isShared())} />
      <Table
        columns={[
          { head: w.key, show: ([keys]) => <kbd>{keys}</kbd> },
          { head: w.does, show: ([, does]) => w[does] },
        ]}
        rows={KEYS}
        rowKey={([keys]) => keys}
      />
    </CloseDialog>
  );
}

const SECOND_KEY_MS = 1500;

function useShortcuts(help: () => void): void {
  const on = useStore(shortcutsOn);
  const after = useRef(0);
  useLayoutEffect(() => {
    if (!on) return;
    function onKeyDown(event: KeyboardEvent) {
      const at = event.target instanceof Element ? event.target : null;
      const found = readShortcut({
        key: event.key,
        plain: !(event.ctrlKey || event.altKey || event.metaKey || event.isComposing),
        typing: at?.closest("input:not([type=checkbox],[type=radio]),textarea,select,dialog") != null,
        after: event.timeStamp - after.current < SECOND_KEY_MS,
      });
      after.current = found === "await" ? event.timeStamp : 0;
      if (found === null) return;
      event.preventDefault();
      if (found === "help") help();
      else if (found === "list") document.querySelector<HTMLElement>("[data-list] tr.active a")?.focus();
      else if (found === "search") document.querySelector<HTMLElement>("[data-search]")?.focus();
      else if (found !== "await") void go(found.go);
    }
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, [on]);
}

/** F8 and Shift+F8 move between a page's sections, F9 chooses a scan, Ctrl+Enter sends a form that lets it. */
export function useSectionKeys(): void {
  const on = useStore(shortcutsOn);
  useLayoutEffect(() => {
    if (!on) return;
    function onKeyDown(event: KeyboardEvent) {
      if (event.key === "F8") {
        event.preventDefault();
        moveSection(event.shiftKey ? -1 : 1);
      } else if (event.key === "Enter" && event.ctrlKey && event.target instanceof Element) {
        event.target.closest<HTMLFormElement>("form[data-quick]")?.requestSubmit();
      } else if (event.key === "F9") {
        event.preventDefault();
        document.querySelector<HTMLElement>("main input[type=file]")?.click();
      }
    }
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, [on]);
}

function moveSection(by: number): void {
  const all = [...document.querySelectorAll<HTMLElement>("main [data-section]")];
  const here = all.findIndex((each) => each.contains(document.activeElement));
  const next = all[(here + by + all.length) % all.length];
  next?.focus();
  next?.scrollIntoView({ block: "start" });
}
