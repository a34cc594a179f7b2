// Takes the pictures of docs/.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { base, launch, person } from "./browser.mjs";

const folder = process.argv[2];
mkdirSync(folder, { recursive: true });
const browser = await launch();
const page = await (await browser.newContext({ ...person, viewport: { width: 1000, height: 620 } })).newPage();
for (const [name, address] of [["overview", "/"], ["matrix", "/matrix"], ["pools", "/pools/intel"]]) {
  await page.goto(base + address);
  await page.screenshot({ path: join(folder, `fleet-${name}.png`) });
}
await browser.close();
