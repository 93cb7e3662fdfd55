// The licence of the library that reads HEIC pictures goes out with the site, and says where its source is.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";

const folder = new URL("./node_modules/libheif-js/", import.meta.url);
const target = new URL("./dist/licences/", import.meta.url);
const { name, version, homepage } = JSON.parse(readFileSync(new URL("package.json", folder), "utf8"));
const terms = readFileSync(new URL("libheif-wasm/LICENSE", folder), "utf8");
mkdirSync(target, { recursive: true });
writeFileSync(new URL("libheif.txt", target), `${name} ${version}, unchanged. Source: ${homepage}\n\n${terms}`);
