// Clicks through a board in a real browser, as files and over HTTP: every page, sorting, filters,
// comparing, an item; at two widths, in both themes, with and without JavaScript. Whatever goes wrong
// in the console, on the network or in accessibility is a failure.
//
//   node browser.mjs MODULES CHROMIUM SITE [URL] [--hostile]
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [modules, executablePath, folder, ...rest] = process.argv.slice(2);
const hostile = rest.includes("--hostile");
const served = rest.find((word) => word.startsWith("http"));
const require = createRequire(`${resolve(modules)}/package.json`);
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const site = resolve(folder);
const names = (place, ending = ".html") => readdirSync(`${site}/${place}`).filter((name) => name.endsWith(ending)).sort();
const pages = [
  "index.html", "compare.html", "items.html", "method.html",
  ...names("suites").map((name) => `suites/${name}`),
  ...names("models").slice(0, 3).map((name) => `models/${name}`),
  ...names("tasks").map((name) => `tasks/${name}`),
];
const home = JSON.parse(readFileSync(`${site}/index.json`, "utf8"));
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
let checks = 0;

/** A page in which any trouble is noted. */
async function open({ width = 1280, theme = "light", script = true, base = `${pathToFileURL(site)}/` } = {}) {
  const context = await browser.newContext({ viewport: { width, height: width < 600 ? 844 : 900 }, colorScheme: theme, javaScriptEnabled: script, bypassCSP: false });
  const page = await context.newPage();
  const trouble = [];
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) trouble.push(`console: ${message.text()}`); });
  page.on("pageerror", (error) => trouble.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => { trouble.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on("requestfailed", (request) => {
    // Leaving a page ends what it was still loading.
    const why = request.failure()?.errorText;
    if (why !== "net::ERR_ABORTED") trouble.push(`failed: ${request.url()}: ${why}`);
  });
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(base) && !url.startsWith("data:")) trouble.push(`another host: ${url}`);
  });
  return {
    page,
    go: async (path) => { await page.goto(base + path, { waitUntil: "load" }); },
    calm: (what) => { checks += 1; assert.deepEqual(trouble, [], what); },
    close: () => context.close(),
  };
}

/** No serious finding of axe, and no sideways scrolling of the page itself. */
async function sound(page, what) {
  // Evaluated from outside, so the page's own policy stays as it is.
  await page.evaluate(axe);
  const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"], preload: false }));
  const serious = found.violations.filter((one) => ["serious", "critical"].includes(one.impact));
  const told = serious.map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => `${node.target} ${node.any[0]?.message ?? ""}`).join(" | ")}`);
  checks += 1;
  assert.deepEqual(told, [], `accessibility of ${what}`);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(wide <= 1, `${what} scrolls sideways by ${wide}`);
}

async function everyPage() {
  for (const [width, theme] of [[1280, "light"], [1280, "dark"], [390, "light"], [390, "dark"]]) {
    const view = await open({ width, theme });
    for (const [place, path] of pages.entries()) {
      // Tasks' pages are alike: every eighth at the widths and themes beyond the first.
      if (path.startsWith("tasks/") && (width !== 1280 || theme !== "light") && place % 8 !== 0) continue;
      await view.go(path);
      await view.page.locator("h1").waitFor();
      if (path === "items.html") await view.page.locator("#items table").waitFor();
      if (path === "compare.html") await view.page.locator("#comparison .headline").waitFor();
      const what = `${path} at ${width} in ${theme}`;
      await sound(view.page, what);
      view.calm(what);
    }
    await view.close();
  }
}

async function withoutScript() {
  const view = await open({ script: false });
  for (const path of pages) {
    await view.go(path);
    view.calm(`${path} without JavaScript`);
  }
  await view.go("index.html");
  assert.equal(await view.page.locator("#board tbody tr").count(), home.entries.length);
  assert.equal(await view.page.locator("#search").isVisible(), false);
  await view.page.locator("#board tbody th a").first().click();
  assert.ok(await view.page.locator("table").first().isVisible(), "a model's tables stand without JavaScript");
  await view.go("items.html");
  assert.match(await view.page.locator("noscript").innerText(), /tribunal show/);
  await view.close();
}

async function sortAndFilter(width) {
  const view = await open({ width });
  const { page } = view;
  await view.go("index.html");
  const rows = page.locator("#board tbody tr:visible");
  const column = page.locator("#board thead th").nth(3);
  const scores = async () => (await page.locator("#board tbody tr:visible td:nth-child(4)").evaluateAll((cells) => cells.map((cell) => Number(cell.dataset.v))));
  const first = await scores();
  assert.deepEqual(first, [...first].sort((a, b) => b - a), "the best stands first");
  await column.locator("button").click();
  assert.equal(await column.getAttribute("aria-sort"), "ascending");
  assert.deepEqual(await scores(), [...first].sort((a, b) => a - b));
  // By the keyboard as well.
  await column.locator("button").focus();
  await page.keyboard.press("Enter");
  assert.equal(await column.getAttribute("aria-sort"), "descending");
  const models = page.locator("#board thead th").nth(1);
  await models.locator("button").click();
  assert.equal(await models.getAttribute("aria-sort"), "ascending");

  const name = home.entries[0].name;
  const word = (hostile ? "model-1" : name).toLowerCase();
  await page.locator("#search").fill(word);
  const left = await rows.count();
  assert.ok(left >= 1 && left < home.entries.length, `${left} rows are left`);
  assert.match(await page.locator("#shown").innerText(), new RegExp(`^${left} of ${home.entries.length} `));
  await page.locator("#search").fill("");
  const weights = page.locator('select[data-filter="weights"]');
  if (await weights.isVisible()) {
    await weights.selectOption("open");
    const open = home.entries.filter((entry) => entry.weights === "open").length;
    assert.equal(await rows.count(), open);
    await weights.selectOption("");
  }
  view.calm(`sorting and filters at ${width}`);
  await view.close();
}

async function compareAndOpen(width, base) {
  const view = await open({ width, base });
  const { page } = view;
  await view.go("index.html");
  const boxes = page.locator("#board .pick input");
  await boxes.nth(0).check();
  assert.ok(await page.locator("#tray").isVisible());
  await boxes.nth(Math.min(4, (await boxes.count()) - 1)).check();
  await page.locator("#tray-go").click();
  await page.locator("#comparison .headline").waitFor();
  assert.match(page.url(), /compare\.html#.*a=.*b=/);
  const slugs = Object.fromEntries(new URLSearchParams(new URL(page.url()).hash.slice(1)));
  // What is shown is what the data says.
  const suite = await page.locator("#suite").inputValue();
  const text = readFileSync(`${site}/data/${suite}/pairs/${slugs.a}.js`, "utf8");
  const pair = JSON.parse(`[${text.slice("tribunalShard(".length, text.lastIndexOf(");"))}]`)[1].others[slugs.b];
  const shown = Math.abs(pair.difference * 100).toFixed(1);
  assert.ok((await page.locator("#comparison .headline").innerText()).includes(shown));
  const facts = (await page.locator("#comparison .facts dd").allInnerTexts()).map(Number);
  assert.deepEqual(facts.slice(0, 3), [pair.n, pair.wins, pair.losses]);
  const sum = async (place) => (await page.locator(`#tasks tbody tr td:nth-of-type(${place})`).allInnerTexts()).map(Number).reduce((a, b) => a + b, 0);
  assert.deepEqual([await sum(1), await sum(2)], [pair.wins, pair.losses], "the tasks' flips add up");
  assert.equal(await page.locator("#flips tbody tr").count(), Math.min(300, pair.wins + pair.losses));
  await page.locator("#flips tbody button").first().click();
  await page.locator("#side-by-side .halves .panel").nth(1).waitFor();
  assert.ok((await page.locator("#side-by-side pre").count()) >= 1);
  await sound(page, `the comparison at ${width}`);
  await page.locator("#swap").click();
  await page.waitForFunction((before) => document.querySelector("#comparison .facts dd:nth-of-type(1)") && new URLSearchParams(location.hash.slice(1)).get("a") === before, slugs.b);
  view.calm(`comparing at ${width}`);

  await view.go("items.html");
  await page.locator("#items tbody a").first().waitFor();
  await page.locator("#outcome").selectOption("i");
  await page.waitForFunction(() => [...document.querySelectorAll("#items tbody .verdict")].every((mark) => mark.textContent === "incorrect"));
  await page.locator("#items tbody a").first().click();
  await page.locator("#items .panel").nth(1).waitFor();
  const verdict = page.locator("#items .panel .verdict").first();
  assert.equal(await verdict.innerText(), "incorrect");
  assert.match(await page.locator("#items .panel pre").first().innerText(), /\S/);
  await page.locator("#items summary", { hasText: "Make it again" }).click();
  assert.match(await page.locator("#items").innerText(), /tribunal show .+ --seed /su);
  await page.locator("#items summary", { hasText: "What became of it" }).click();
  await page.locator("#items details table tbody tr").first().waitFor();
  await sound(page, `an item at ${width}`);
  view.calm(`an item at ${width}`);
  await view.close();
}

async function theme() {
  const view = await open({ base: served ?? undefined });
  await view.go("index.html");
  const ground = () => view.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await ground();
  await view.page.locator("#theme").click();
  assert.notEqual(await ground(), light);
  await view.go("method.html");
  assert.notEqual(await ground(), light, "the choice stays");
  view.calm("the theme");
  await view.close();
}

/** Every kind of picture is drawn on some item. */
async function pictures() {
  const view = await open();
  const wanted = { sudoku: "sudoku_solving", queens: "n_queens", graph: "graph_coloring", queue: "tmbench.mtag", machine: "busy_beaver.run", towers: "tower_hanoi" };
  for (const [kind, task] of Object.entries(wanted)) {
    const suite = names("tasks").find((name) => name.includes(task.replaceAll(/[._]/g, "-")) && !name.startsWith("quick"));
    assert.ok(suite, `a page of ${task}`);
    await view.go(`tasks/${suite}`);
    const drawn = await view.page.locator(".drawing svg").count();
    assert.ok(drawn >= 1, `a picture of ${kind}`);
    await view.page.locator("a", { hasText: "open with the models" }).first().click();
    await view.page.locator("#items .drawing svg").first().waitFor();
  }
  view.calm("pictures");
  await view.close();
}

async function firstPaint() {
  const view = await open({ base: served ?? undefined });
  await view.go("index.html");
  const paint = await view.page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? null);
  console.log(`first paint after ${paint === null ? "?" : Math.round(paint)} ms; home page ${Math.round(readFileSync(`${site}/index.html`).length / 1000)} kB`);
  await view.close();
}

/** One round of checks, named when it is done. */
async function round(name, work) {
  await work();
  console.log(`${name}: well`);
}

try {
  await round("without JavaScript", withoutScript);
  for (const width of [1280, 390]) {
    await round(`sort and filter at ${width}`, () => sortAndFilter(width));
    await round(`compare and open an item at ${width}`, () => compareAndOpen(width));
  }
  if (served) await round("the same over HTTP", () => compareAndOpen(1280, served));
  await round("theme", theme);
  if (!hostile) await round("pictures", pictures);
  await round("every page, two widths, two themes, axe", everyPage);
  await firstPaint();
  console.log(`${pages.length} pages, ${checks} checks: all well`);
} finally {
  await browser.close();
}
