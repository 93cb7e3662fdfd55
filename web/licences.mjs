// The licences of what goes out with the site as it is: the reader of HEIC pictures, and where its source is; the face.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";

const target = new URL("./dist/licences/", import.meta.url);
mkdirSync(target, { recursive: true });
for (const [from, terms, to] of [
  ["libheif-js", "libheif-wasm/LICENSE", "libheif.txt"],
  ["@fontsource-variable/source-sans-3", "LICENSE", "source-sans-3.txt"],
]) {
  const folder = new URL(`./node_modules/${from}/`, import.meta.url);
  const { name, version, homepage } = JSON.parse(readFileSync(new URL("package.json", folder), "utf8"));
  const text = readFileSync(new URL(terms, folder), "utf8");
  writeFileSync(new URL(to, target), `${name} ${version}, unchanged. Source: ${homepage}\n\n${text}`);
}
