import { useState } from "preact/hooks";
import { api, ifMatch, unwrap } from "../../api/client";
import { useAct, useLoad } from "../../api/use_load";
import { type IdsOf, useAttempts } from "../../filing/attempts";
import type { components } from "../../generated/api";
import { chooseName, defineWords, useLanguage, useWords, writeInBoth } from "../../lib/language";
import { OfficerPage } from "../../officer/layout/officer_page";
import { readChannelKey } from "../../officer/shared/typed_ids";
import { Button } from "../../ui/button";
import { ErrorSummary } from "../../ui/error_summary";
import { FormButtons } from "../../ui/form_buttons";
import { Check, TextField } from "../../ui/inputs";
import { Ready } from "../../ui/loading";

const words = defineWords(
  {
    title: "Kênh tra cứu khác",
    intro: "Kênh thêm ngoài các kênh mà quy chế nêu. Người dân thấy tên, hướng dẫn và địa chỉ ở trang Tra cứu.",
    none: "Chưa thêm kênh nào.",
    add: "Thêm kênh",
    edit: "Sửa",
    closed: "Ngừng dùng kênh này",
    off: "đã ngừng",
    key: "Mã kênh (chữ thường, không dấu)",
    noKey: "Nhập mã kênh: chữ thường không dấu, chữ số và các dấu . _ -, nhiều nhất 64 ký tự, ví dụ zalo-tinh",
    nameVi: "Tên (tiếng Việt)",
    nameEn: "Tên (tiếng Anh)",
    howVi: "Hướng dẫn (tiếng Việt)",
    howEn: "Hướng dẫn (tiếng Anh)",
    url: "Địa chỉ (https)",
    save: "Lưu",
    saving: "Đang lưu…",
    done: "Đã lưu.",
    empty: (what: string) => `Điền: ${what}`,
  },
  {
    title: "Further look-up channels",
    intro: "Channels other than those in the regulation. People see name, guidance and address at Look-up.",
    none: "None was added yet.",
    add: "Add a channel",
    edit: "Change",
    closed: "No longer offer this channel",
    off: "closed",
    key: "Code of the channel (small letters)",
    noKey: "Enter the channel's code: small letters, digits and . _ -, at most 64 characters, such as zalo-tinh",
    nameVi: "Name (Vietnamese)",
    nameEn: "Name (English)",
    howVi: "Guidance (Vietnamese)",
    howEn: "Guidance (English)",
    url: "Address (https)",
    save: "Save",
    saving: "Saving…",
    done: "Saved.",
    empty: (what) => `Fill in: ${what}`,
  },
);

type Channel = components["schemas"]["FurtherChannelView"];

export default function ChannelsPage() {
  const w = useWords(words);
  const language = useLanguage();
  const [edited, setEdited] = useState<Channel | "new" | null>(null);
  const [message, setMessage] = useState("");
  const loaded = useLoad(async () => (await unwrap(api.GET("/api/lookup_channels", {}))).items, []);
  function showDone() {
    setEdited(null);
    setMessage(w.done);
    loaded.reload();
  }
  return (
    <OfficerPage title={w.title}>
      <p class="narrow">{w.intro}</p>
      <p role="status" class="report">
        {message}
      </p>
      <Ready from={loaded}>
        {(items) =>
          items.length === 0 ? (
            <p class="empty">{w.none}</p>
          ) : (
            <ul>
              {items.map((each) => (
                <li key={each.key}>
                  <strong>{chooseName(each.name, language)}</strong>: {chooseName(each.guidance, language)}
                  {each.closed && ` (${w.off})`}{" "}
                  <Button kind="plain" hidden={chooseName(each.name, language)} onPress={() => setEdited(each)}>
                    {w.edit}
                  </Button>
                </li>
              ))}
            </ul>
          )
        }
      </Ready>
      {edited === null ? (
        <p class="buttons">
          <Button kind="secondary" onPress={() => setEdited("new")}>
            {w.add}
          </Button>
        </p>
      ) : (
        <Editor
          key={edited === "new" ? "" : edited.key}
          known={edited === "new" ? null : edited}
          onDone={showDone}
          onCancel={() => setEdited(null)}
        />
      )}
    </OfficerPage>
  );
}

const FIELDS = ["nameVi", "nameEn", "howVi", "howEn"] as const;

/** Fields of the API by the control that shows them. */
const CONTROLS: Readonly<Record<string, string>> = {
  "name vi": "nameVi",
  "name en": "nameEn",
  "guidance vi": "howVi",
  "guidance en": "howEn",
  channel: "key",
};
const findControlIds: IdsOf = (path) => [`channel-${CONTROLS[path.join(" ")] ?? path[0]}`];

interface EditorProps {
  readonly known: Channel | null;
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

function Editor({ known, onDone, onCancel }: EditorProps) {
  const w = useWords(words);
  const [key, setKey] = useState(known?.key ?? "");
  const [url, setUrl] = useState(known?.url ?? "");
  const [closed, setClosed] = useState(known?.closed ?? false);
  const [texts, setTexts] = useState({
    nameVi: known?.name.vi ?? "",
    nameEn: known?.name.en ?? "",
    howVi: known?.guidance.vi ?? "",
    howEn: known?.guidance.en ?? "",
  });
  const attempts = useAttempts();
  const act = useAct<components["schemas"]["FurtherChannelBody"]>(async (body) => {
    const params = { path: { channel: known?.key ?? readChannelKey(key) ?? "" }, header: ifMatch(known?.version ?? 0) };
    await unwrap(api.PUT("/api/lookup_channels/{channel}", { params, body }));
  });
  async function save(event: Event) {
    event.preventDefault();
    const lacking = FIELDS.filter((name) => !texts[name].trim());
    const good = attempts.show([
      ...(known || readChannelKey(key) ? [] : [{ at: "channel-key", text: writeInBoth(words, (s) => s.noKey) }]),
      ...lacking.map((name) => ({ at: `channel-${name}`, text: writeInBoth(words, (s) => s.empty(s[name])) })),
    ]);
    if (!good) return;
    const name = { vi: texts.nameVi.trim(), en: texts.nameEn.trim() };
    const guidance = { vi: texts.howVi.trim(), en: texts.howEn.trim() };
    if (await act.run({ name, guidance, url: url.trim() || null, closed })) return onDone();
    attempts.show([]);
  }
  const found = attempts.withRefused(act.problem, findControlIds);
  const faults = found.byField;
  return (
    <form class="narrow" novalidate onSubmit={(event) => void save(event)}>
      <ErrorSummary faults={found.faults} problem={act.problem} attempt={attempts.attempt} />
      {!known && (
        <TextField
          id="channel-key"
          label={w.key}
          value={key}
          fault={faults["channel-key"]}
          onInput={setKey}
          width="medium"
        />
      )}
      {FIELDS.map((name) => (
        <TextField
          key={name}
          id={`channel-${name}`}
          label={w[name]}
          value={texts[name]}
          fault={faults[`channel-${name}`]}
          onInput={(text) => setTexts((all) => ({ ...all, [name]: text }))}
        />
      ))}
      <TextField id="channel-url" label={w.url} value={url} fault={faults["channel-url"]} onInput={setUrl} optional />
      {known && <Check id="channel-closed" label={w.closed} checked={closed} onChange={setClosed} />}
      <FormButtons submit={w.save} busy={act.busy} busyText={w.saving} onCancel={onCancel} />
    </form>
  );
}
