// Gives the pages without scripts (/doc) the stylesheet of the site under an address that no build changes.
import { copyFileSync, readFileSync } from "node:fs";

const folder = new URL("./dist/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", folder), "utf8"));
const [styles, ...others] = manifest["index.html"].css;
if (!styles || others.length) throw new Error("the start page must have one stylesheet");
copyFileSync(new URL(styles, folder), new URL("reading.css", folder));
