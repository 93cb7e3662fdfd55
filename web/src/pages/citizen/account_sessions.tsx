import { useState } from "preact/hooks";
import { useAct, useLoad } from "../../api/use_load";
import { writeDateTime } from "../../lib/format";
import { defineWords, useLanguage, useWords } from "../../lib/language";
import { endDevice, listDevices } from "../../session/devices";
import type { Device, Devices } from "../../session/route";
import { signOut } from "../../session/session";
import { Button } from "../../ui/button";
import { type Column, DataTable } from "../../ui/data_table";
import { Ready } from "../../ui/loading";
import { Notice } from "../../ui/notice";
import { Page } from "../../ui/page";

const words = defineWords(
  {
    title: "Phiên đăng nhập và thiết bị",
    what: "Những nơi tài khoản của bạn đang đăng nhập. Thấy thiết bị lạ thì kết thúc phiên đó; nếu nghi bị lộ tài khoản, hãy báo mất.",
    account: "Trạng thái tài khoản",
    device: "Thiết bị",
    on: (browser: string, system: string) => (browser && system ? `${browser} trên ${system}` : browser || system),
    unknown: "Không rõ thiết bị",
    begun: "Bắt đầu",
    used: "Dùng gần nhất",
    here: "Thiết bị này",
    shared: "Máy dùng chung",
    officer: "Công chức, viên chức",
    end: "Kết thúc",
    ending: "Đang kết thúc…",
    ended: "Đã kết thúc phiên. Thiết bị đó bị đăng xuất trong vòng một phút.",
    byProvider: (at: string) =>
      `${at}: hệ thống định danh điện tử đã kết thúc mọi phiên của bạn, vì tài khoản định danh bị khóa hoặc đăng xuất ở đó.`,
    none: "Không có phiên nào.",
    everywhere: "Đăng xuất khỏi mọi thiết bị",
    leaving: "Đang đăng xuất…",
  },
  {
    title: "Sessions and devices",
    what: "Where your account is signed in. End the session of a device you do not know; report the account if you fear misuse.",
    account: "State of the account",
    device: "Device",
    on: (browser, system) => (browser && system ? `${browser} on ${system}` : browser || system),
    unknown: "Unknown device",
    begun: "Since",
    used: "Last used",
    here: "This device",
    shared: "Shared computer",
    officer: "Officer",
    end: "End it",
    ending: "Ending…",
    ended: "The session has ended. That device is signed out within a minute.",
    byProvider: (at) =>
      `${at}: the electronic identity system ended all your sessions: the identity was locked, or signed out there.`,
    none: "There are no sessions.",
    everywhere: "Sign out on every device",
    leaving: "Signing out…",
  },
);

/** Where the person is signed in: they end one session, or all. */
export default function AccountSessionsPage() {
  const w = useWords(words);
  const loaded = useLoad(listDevices, []);
  return (
    <Page title={w.title} above={<a href="/tai-khoan/trang-thai">← {w.account}</a>}>
      <p>{w.what}</p>
      <Ready from={loaded}>{(found) => <DeviceTable found={found} />}</Ready>
    </Page>
  );
}

function DeviceTable({ found }: { readonly found: Devices }) {
  const w = useWords(words);
  const language = useLanguage();
  const [devices, setDevices] = useState<readonly Device[]>(found.items);
  const [leaving, setLeaving] = useState(false);
  const [ended, setEnded] = useState(false);
  const end = useAct<{ id: string }>(async ({ id }) => {
    setDevices(await endDevice(id));
    setEnded(true);
  });
  async function leave() {
    setLeaving(true);
    await signOut(true);
    setLeaving(false);
  }
  const [byProvider] = found.ended_by_provider;
  const name = (each: Device) => w.on(each.browser, each.system) || w.unknown;
  const columns: readonly Column<Device>[] = [
    {
      head: w.device,
      names: true,
      show: (each) => (
        <>
          {name(each)}
          {each.shared && <span class="muted small"> · {w.shared}</span>}
          {each.officer && <span class="muted small"> · {w.officer}</span>}
        </>
      ),
    },
    { head: w.begun, show: (each) => writeDateTime(each.begun_at) },
    { head: w.used, show: (each) => writeDateTime(each.used_at) },
    {
      head: w.end,
      show: (each) =>
        each.current ? (
          <strong>{w.here}</strong>
        ) : (
          <Button
            kind="plain"
            hidden={`${name(each)}, ${writeDateTime(each.begun_at)}`}
            busy={end.busy}
            busyText={w.ending}
            onPress={() => void end.run({ id: each.id })}
          >
            {w.end}
          </Button>
        ),
    },
  ];
  return (
    <>
      {end.problem && (
        <Notice tone="bad" role="alert">
          <p>{end.problem.text(language)}</p>
        </Notice>
      )}
      {ended && (
        <Notice tone="done" role="status">
          <p>{w.ended}</p>
        </Notice>
      )}
      {byProvider && <p>{w.byProvider(writeDateTime(byProvider))}</p>}
      <DataTable label={w.title} columns={columns} rows={devices} rowKey={(each) => each.id} empty={w.none} />
      <p class="buttons">
        <Button kind="secondary" busy={leaving} busyText={w.leaving} onPress={() => void leave()}>
          {w.everywhere}
        </Button>
      </p>
    </>
  );
}
