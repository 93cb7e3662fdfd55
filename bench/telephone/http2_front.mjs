/** HTTP/2 with a throw-away certificate in front of the local edge: node http2_front.mjs KEY CERTIFICATE PORT UPSTREAM_PORT */
import { readFileSync } from "node:fs";
import http from "node:http";
import http2 from "node:http2";

const [key, cert, port, upstream] = process.argv.slice(2);
const HOST = "127.0.0.1";
const agent = new http.Agent({ keepAlive: true });
const HOP_BY_HOP = new Set(["connection", "keep-alive", "transfer-encoding", "upgrade", "host"]);
const select = (headers) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith(":") && !HOP_BY_HOP.has(name)));

const server = http2.createSecureServer({ key: readFileSync(key), cert: readFileSync(cert) });
server.on("request", (asked, reply) => {
  const headers = { ...select(asked.headers), host: `${HOST}:${upstream}` };
  // The site knows itself by the address of the edge.
  if (headers.origin) headers.origin = `http://${HOST}:${upstream}`;
  const sent = http.request({ host: HOST, port: upstream, path: asked.url, method: asked.method, headers, agent });
  sent.on("response", (answer) => {
    if (reply.destroyed) return answer.resume();
    reply.writeHead(answer.statusCode, select(answer.headers));
    answer.pipe(reply);
  });
  sent.on("error", () => reply.destroyed || reply.stream.close(http2.constants.NGHTTP2_INTERNAL_ERROR));
  asked.pipe(sent);
});
server.listen(Number(port), HOST, () => console.log("ready"));
