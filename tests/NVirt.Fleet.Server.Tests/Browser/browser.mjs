// The browser, and who sits before it.
import { chromium } from "playwright-core";

export const base = process.env.NVIRT_PAGES;

// Tests run as root too, where Chromium has no sandbox.
export const launch = () => chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });

export const person = {
  viewport: { width: 1200, height: 800 },
  locale: "en-GB",
  httpCredentials: { username: "me", password: process.env.NVIRT_SECRET, send: "always" },
};
