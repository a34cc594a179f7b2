// Opens every page of a service in Chromium; says what is wrong, and ends with 1 if anything is.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { base, launch, person } from "./browser.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const addresses = ["/", "/matrix", "/matrix/search/virt1", "/pools", "/pools/intel", "/hosts", "/hosts/pve1", "/guests", "/guests/mail",
  "/plan?drain=pve1", "/plan", "/drift", "/audit", "/hosts/nobody"];
const wrong = [];

function check(isRight, what) {
  if (!isRight) {
    wrong.push(what);
  }
}

const browser = await launch();

async function open(options) {
  const context = await browser.newContext({ ...person, ...options });
  const page = await context.newPage();
  page.on("console", (message) => check(message.type() !== "error" || /404/.test(message.text()), `${page.url()}: ${message.text()}`));
  page.on("pageerror", (error) => wrong.push(`${page.url()}: ${error.message}`));
  page.on("dialog", (dialog) => { wrong.push(`${page.url()}: a dialogue says ${dialog.message()}`); dialog.dismiss(); });
  return { context, page };
}

// The policy of the page lets in no script from here, so axe comes by the debugger.
for (const colorScheme of ["light", "dark"]) {
  const { context, page } = await open({ colorScheme });
  for (const address of addresses) {
    await page.goto(base + address);
    check((await page.locator("h1").count()) === 1, `${address}: one heading is the title`);
    await page.evaluate(axe);
    const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
    for (const violation of found.violations) {
      wrong.push(`${address} in ${colorScheme}: ${violation.id}: ${violation.help}: `
        + violation.nodes.slice(0, 3).map((n) => n.html.slice(0, 200) + (n.any[0]?.message ?? "")).join(" | "));
    }
  }
  await context.close();
}

// Whether a page comes up; a click only begins the way there.
async function comes(page, url, what) {
  await page.waitForURL(url).catch(() => check(false, `${what} to ${page.url()}`));
}

// From one page to the next, as people go.
{
  const { context, page } = await open({});
  await page.goto(base + "/");
  await page.getByRole("link", { name: /stuck guests/ }).click();
  await comes(page, `${base}/guests?stuck=true`, "stuck guests lead");
  await page.getByRole("link", { name: "Matrix" }).click();
  await page.getByRole("link", { name: "search / virt1: incompatible" }).click();
  await comes(page, `${base}/matrix/search/virt1`, "a cell leads");
  await page.getByRole("link", { name: "Hosts", exact: true }).click();
  await page.getByLabel("Name contains").fill("node-12");
  await page.getByRole("button", { name: "Show" }).click();
  await comes(page, /node-12/, "the form leads");
  check((await page.locator("tbody tr").count()) === 10, "ten hosts are called node-12x");
  await page.getByRole("link", { name: "Plan" }).click();
  await page.getByLabel("Hosts to empty").fill("pve1");
  await page.getByRole("button", { name: "Make the plan" }).click();
  await comes(page, /pve1/, "the form leads");
  check((await page.getByRole("button", { name: /^Copy: qm shutdown shop/ }).count()) === 1, "the command has a button that copies it");
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: base });
  await page.getByRole("button", { name: /^Copy: qm/ }).click();
  await page.getByText("Copied").waitFor();
  check((await page.evaluate(() => navigator.clipboard.readText())) === "qm shutdown shop && qm start shop", "the command is copied");
  await context.close();
}

// By keyboard: the first key goes to the content, the next ones through the navigation.
{
  const { context, page } = await open({});
  await page.goto(base + "/");
  const focused = () => page.evaluate(() => document.activeElement.textContent.trim());
  await page.keyboard.press("Tab");
  check((await focused()) === "Skip to the content", `the first key goes to ${await focused()}`);
  const names = [];
  for (let i = 0; i < 8; i++) {
    await page.keyboard.press("Tab");
    names.push(await focused());
  }
  check(names.join() === "Overview,Matrix,Pools,Hosts,Guests,Plan,Drift,Audit", `the keys go through ${names}`);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.waitForURL(base + "/hosts");
  await context.close();
}

// Without a script.
{
  const { context, page } = await open({ javaScriptEnabled: false });
  for (const address of addresses) {
    await page.goto(base + address);
    check((await page.locator("main").innerText()).length > 20, `${address}: nothing is there without a script`);
  }
  await page.goto(base + "/plan?drain=pve1");
  check((await page.locator("ol.steps code").first().innerText()) === "qm shutdown shop && qm start shop", "the command is there");
  check((await page.getByRole("button", { name: /Copy/ }).count()) === 0, "no button does nothing");
  await context.close();
}

{
  const { context, page } = await open({ locale: "de-DE" });
  await page.goto(base + "/");
  check((await page.locator("h1").innerText()) === "\u00dcbersicht", "the page is in German");
  await context.close();
}

await browser.close();
for (const line of wrong) {
  console.log(line);
}
process.exitCode = wrong.length === 0 ? 0 : 1;
