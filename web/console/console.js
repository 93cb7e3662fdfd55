// The API console: sign in with the authorisation-code flow and PKCE, then call any operation.
// Tokens are kept in memory only, so a reload signs out.

const $ = (id) => document.getElementById(id);
const config = await (await fetch("/config.json")).json();
const api = await (await fetch("/api/openapi.json")).json();
let token = "";

const base64url = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const random = (size) => base64url(crypto.getRandomValues(new Uint8Array(size)));

async function signIn() {
  const verifier = random(48);
  const state = random(16);
  sessionStorage.setItem("sign-in", JSON.stringify({ verifier, state }));
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
  const asked = new URLSearchParams({
    response_type: "code",
    client_id: config.client_id,
    redirect_uri: `${location.origin}/`,
    scope: "openid profile email",
    state,
    code_challenge: base64url(digest),
    code_challenge_method: "S256",
  });
  location.assign(`${config.sign_in_origin}/oauth2/authorize?${asked}`);
}

async function finishSignIn() {
  const returned = new URLSearchParams(location.search);
  const begun = JSON.parse(sessionStorage.getItem("sign-in") ?? "null");
  if (!returned.has("code") || !begun) return;
  sessionStorage.removeItem("sign-in");
  history.replaceState(null, "", "/");
  if (returned.get("state") !== begun.state) return show("status", "Đăng nhập không khớp / Sign-in did not match");
  const answer = await fetch(`${config.sign_in_origin}/oauth2/token`, {
    method: "POST",
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({
      grant_type: "authorization_code",
      client_id: config.client_id,
      redirect_uri: `${location.origin}/`,
      code: returned.get("code"),
      code_verifier: begun.verifier,
    }),
  });
  if (!answer.ok) return show("status", `Đăng nhập thất bại / Sign-in failed (${answer.status})`);
  token = (await answer.json()).access_token;
  const me = await call("GET", "/api/me");
  const { sub, roles, units } = await me.json();
  show("who", `${sub} · ${roles.join(", ")} · ${units.join(", ")}`);
  $("sign-in").hidden = true;
  $("sign-out").hidden = false;
}

function call(method, path, version = "", body = "") {
  const headers = {};
  if (token) headers.Authorization = `Bearer ${token}`;
  if (version) headers["If-Match"] = `"${version}"`;
  if (method === "POST") headers["Idempotency-Key"] = random(18);
  if (body) headers["Content-Type"] = "application/json";
  return fetch(path, { method, headers, body: body || undefined });
}

const show = (id, text) => {
  $(id).textContent = text;
};

async function send(event) {
  event.preventDefault();
  const [method] = $("operation").value.split(" ");
  show("status", "…");
  await tell(await call(method, $("path").value, $("version").value, method === "GET" ? "" : $("body").value));
}

// A paper goes straight to the file store, by a link that takes exactly the announced bytes.
async function upload(event) {
  event.preventDefault();
  show("status", "…");
  const file = $("file").files[0];
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
  const announced = {
    kind: $("kind").value,
    component: $("component").value,
    name: file.name,
    size: file.size,
    sha256: [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join(""),
    content_type: file.type,
  };
  const papers = `/api/dossiers/${encodeURIComponent($("dossier").value)}/papers`;
  const made = await call("POST", papers, "", JSON.stringify(announced));
  if (!made.ok) return tell(made);
  const { url, headers } = await made.json();
  const stored = await fetch(url, { method: "PUT", headers, body: file });
  if (!stored.ok) return show("status", `${stored.status} (kho tệp / file store)`);
  await tell(await call("GET", papers));
}

async function tell(answer) {
  const text = await answer.text();
  show("status", `${answer.status} ${answer.headers.get("ETag") ?? ""}`);
  show("answer", pretty(text));
  const version = /^"(\d+)"$/.exec(answer.headers.get("ETag") ?? "");
  if (version) $("version").value = version[1];
  $("answer-title").focus();
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function listOperations() {
  for (const [path, methods] of Object.entries(api.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const name = `${method.toUpperCase()} ${path}`;
      $("operation").append(new Option(`${name}: ${operation.summary}`, name));
    }
  }
  $("operation").addEventListener("change", () => {
    $("path").value = $("operation").value.split(" ")[1];
  });
  $("operation").dispatchEvent(new Event("change"));
}

listOperations();
$("sign-in").addEventListener("click", signIn);
$("sign-out").addEventListener("click", () => location.reload());
$("call").addEventListener("submit", send);
$("upload").addEventListener("submit", upload);
await finishSignIn();
