// Opens a report in headless Chromium and prints, as JSON, what a reader would meet there: console messages, requests,
// horizontal scroll, the time to open, what each filter shows, and what axe-core objects to.
// usage: node look.mjs MODULES CHROMIUM PAGE [PICTURES]
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [modules, chromium, page_, pictures] = process.argv.slice(2);
const require = createRequire(join(modules, "x.js"));
const playwright = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const address = pathToFileURL(page_).href;

const browser = await playwright.chromium.launch({ executablePath: chromium, args: ["--no-sandbox"] });
const out = { console: [], requests: [], dialogs: [], looks: [], filters: {}, axe: [] };

async function open(width, scheme, script = true) {
  const context = await browser.newContext({
    viewport: { width, height: 900 }, colorScheme: scheme, javaScriptEnabled: script, bypassCSP: false,
  });
  const page = await context.newPage();
  page.on("console", (m) => out.console.push(m.text()));
  page.on("pageerror", (e) => out.console.push(String(e)));
  page.on("request", (r) => { if (r.url() !== address) out.requests.push(r.url()); });
  page.on("dialog", async (d) => { out.dialogs.push(d.message()); await d.dismiss(); });
  const start = Date.now();
  await page.goto(address, { waitUntil: "load" });
  const seconds = (Date.now() - start) / 1000;
  return { context, page, seconds };
}

const shown = (page) => page.evaluate(() =>
  [...document.querySelectorAll("article.formula")].filter((e) => e.offsetParent !== null).length);
const overflow = (page) => page.evaluate(() => ({
  page: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  out: [...document.querySelectorAll("body *")].filter((e) =>
    !e.closest(".wide, svg, .skip, nav") && e.getBoundingClientRect().right > innerWidth + 1)
    .slice(0, 5).map((e) => `${e.tagName}.${e.className}: ${e.textContent.slice(0, 60)}`),
}));

for (const width of [1280, 360]) {
  for (const scheme of ["light", "dark"]) {
    const { context, page, seconds } = await open(width, scheme);
    await page.evaluate(() => document.querySelectorAll("details").forEach((d) => { d.open = true; }));
    const opened = await overflow(page);
    if (pictures) await page.screenshot({ path: join(pictures, `open-${width}-${scheme}.png`), clip: { x: 0, y: 0, width, height: 5000 }, fullPage: true });
    await page.evaluate(() => document.querySelectorAll("details").forEach((d) => { d.open = false; }));
    const closed = await overflow(page);
    if (pictures) await page.screenshot({ path: join(pictures, `report-${width}-${scheme}.png`) });
    out.looks.push({ width, scheme, seconds, overflow: Math.max(opened.page, closed.page), out: [...opened.out, ...closed.out],
      background: await page.evaluate(() => getComputedStyle(document.body).backgroundColor) });
    const cdp = await context.newCDPSession(page); // the policy of the page forbids scripts: axe is put in by the debugger
    await cdp.send("Runtime.evaluate", { expression: axe });
    const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
    for (const v of found.violations) {
      out.axe.push({ width, scheme, id: v.id, impact: v.impact, count: v.nodes.length, first: v.nodes[0].html.slice(0, 200), why: v.nodes[0].failureSummary });
    }
    if (width === 1280 && scheme === "light") {
      for (const radio of await page.$$("input[name=show]:not([disabled])")) {
        await radio.check();
        const id = await radio.getAttribute("id");
        out.filters[id] = { shown: await shown(page),
          wanted: await page.evaluate((name) => document.querySelectorAll(
            name === "all" ? "article.formula" : `article.formula.is-${name}`).length, id.replace("show-", "")) };
        if (pictures && id === "show-attention") await page.screenshot({ path: join(pictures, `attention.png`) });
      }
    }
    await context.close();
  }
}
const still = await open(1280, "light", false);
out.still = (await still.page.content()).match(/<article/g)?.length ?? 0;
await still.context.close();
await browser.close();
console.log(JSON.stringify(out, null, 1));
