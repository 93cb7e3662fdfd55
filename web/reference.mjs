// Puts the program that draws the API's reference, and its licence, next to the site: no page of people loads it.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";

const folder = new URL("./node_modules/swagger-ui-dist/", import.meta.url);
const target = new URL("./dist/reference/", import.meta.url);
mkdirSync(target, { recursive: true });
for (const file of ["swagger-ui-bundle.js", "swagger-ui.css"])
  copyFileSync(new URL(file, folder), new URL(file, target));
const { name, version } = JSON.parse(readFileSync(new URL("package.json", folder), "utf8"));
const terms = ["NOTICE", "LICENSE", "swagger-ui-bundle.js.LICENSE.txt"].map((file) =>
  readFileSync(new URL(file, folder), "utf8"),
);
writeFileSync(
  new URL("./dist/licences/swagger-ui.txt", import.meta.url),
  `${name} ${version}, unchanged. Source: https://github.com/swagger-api/swagger-ui\n\n${terms.join("\n\n")}`,
);
