// Clicks through a board in a real browser, as files and over HTTP: every page, sorting, search, filters,
// comparing, an item; at two widths, in both themes, with and without JavaScript. Whatever goes wrong
// in the console, on the network or in accessibility is a failure.
//
//   node browser.mjs MODULES CHROMIUM SITE [URL] [--hostile]
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, resolve } from "node:path";
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
  ...names("models").map((name) => `models/${name}`),
  ...names("tasks").map((name) => `tasks/${name}`),
];
/** The four ways in which a board is looked at. */
const WAYS = [1280, 390].flatMap((width) => ["light", "dark"].map((theme) => ({ width, theme })));
const home = JSON.parse(readFileSync(`${site}/index.json`, "utf8"));
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
let checks = 0;

/** The JSON of a shard. */
function shard(name) {
  const text = readFileSync(`${site}/${name}.js`, "utf8");
  return JSON.parse(`[${text.slice("tribunalShard(".length, text.lastIndexOf(");"))}]`)[1];
}

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

/** No serious finding of axe, and no sideways scrolling. */
async function sound(page, what) {
  // Evaluated from outside, so the page's own policy stays as it is.
  await page.evaluate(axe);
  const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"], preload: false }));
  const serious = found.violations.filter((one) => ["serious", "critical"].includes(one.impact));
  const told = serious.map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => `${node.target} ${node.any[0]?.message ?? ""}`).join(" | ")}`);
  checks += 1;
  assert.deepEqual(told, [], `accessibility of ${what}`);
  await narrow(page, what);
}

/** The page itself doesn't scroll sideways; its tables and pictures may. */
async function narrow(page, what) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(wide <= 1, `${what} scrolls sideways by ${wide}`);
}

/** Every page in every way. Pages of a kind come from one template: axe looks at some of each. */
async function everyPage({ width, theme }) {
  const first = width === 1280 && theme === "light";
  const view = await open({ width, theme });
  const seen = {};
  for (const path of pages) {
    const kind = path.split("/")[0];
    const nth = (seen[kind] = (seen[kind] ?? -1) + 1);
    await view.go(path);
    await view.page.locator("h1").waitFor();
    if (path === "items.html") await view.page.locator("#items table").waitFor();
    if (path === "compare.html") await view.page.locator("#comparison .headline").waitFor();
    const what = `${path} at ${width} in ${theme}`;
    if (nth % (first ? 3 : 12) === 0) await sound(view.page, what);
    else await narrow(view.page, what);
    view.calm(what);
  }
  await view.close();
}

/** Whatever a page names is there: pages, tables, data, styles. */
function links() {
  for (const path of pages) {
    const text = readFileSync(`${site}/${path}`, "utf8");
    for (const [, written] of text.matchAll(/ (?:href|src)="([^"]*)"/gu)) {
      const target = written.replaceAll("&#x2f;", "/").replaceAll("&amp;", "&").split("#")[0];
      checks += 1;
      assert.ok(!/^(?:[a-z]+:|\/)/u.test(target), `${path} names ${target}`);
      if (target) assert.ok(existsSync(resolve(site, dirname(path), target)), `${path} names ${target}`);
    }
  }
}

/** From page to page by nothing but clicks. */
async function clickThrough({ width, theme }) {
  const view = await open({ width, theme });
  const { page } = view;
  const arrive = async (link, place) => {
    await link.click();
    await page.waitForURL(place);
    await page.locator("h1").first().waitFor();
  };
  await view.go("index.html");
  for (const name of ["Compare", "Items", "Method", "Leaderboard"]) {
    await arrive(page.locator(".top nav a", { hasText: name }), new RegExp(`${name === "Leaderboard" ? "index" : name.toLowerCase()}\\.html`, "u"));
  }
  await arrive(page.locator("h2", { hasText: "Suites" }).locator("..").locator("tbody a").first(), /suites\//u);
  await arrive(page.locator("table.heat thead a").first(), /tasks\//u);
  await arrive(page.locator(".crumbs a").nth(1), /suites\//u);
  await arrive(page.locator("table.board tbody th a").first(), /models\//u);
  await page.locator("details.provenance summary").first().click();
  assert.match(await page.locator("details.provenance").first().innerText(), /Settings really sent/u);
  await arrive(page.locator("table.board a[href*='compare.html']").first(), /compare\.html#/u);
  await page.locator("#comparison .headline").waitFor();
  await page.goBack();
  await arrive(page.locator("table.board a[href*='items.html']").first(), /items\.html#/u);
  await page.locator("#items tbody a").first().click();
  await page.locator("#items .panel").nth(1).waitFor();
  const before = page.url();
  await page.locator("#items .pager a", { hasText: "Next" }).click();
  await page.waitForFunction((url) => location.href !== url, before);
  await page.locator("#items .panel").nth(1).waitFor();
  await page.locator("#items .pager a", { hasText: "List" }).click();
  await page.locator("#items table").first().waitFor();
  await page.goBack();
  await page.locator("#items .panel").nth(1).waitFor();
  view.calm(`clicking through at ${width} in ${theme}`);
  await view.close();
}

/** Every column of every table that sorts, of a page of each kind: both ways, by number or by word. */
async function sortEverything() {
  const view = await open();
  const { page } = view;
  const [suite, model, task] = ["suites/", "models/", "tasks/"].map((kind) => pages.find((path) => path.startsWith(kind)));
  for (const path of ["index.html", suite, model, task]) {
    await view.go(path);
    const heads = page.locator("table.sortable thead th:has(.sort)");
    for (let place = 0; place < await heads.count(); place += 1) {
      const head = heads.nth(place);
      if (!(await head.isVisible())) continue;
      for (let twice = 0; twice < 2; twice += 1) {
        await head.locator(".sort").click();
        const told = await head.evaluate((th) => {
          const column = [...th.parentElement.children].indexOf(th);
          const cells = [...th.closest("table").tBodies[0].rows].map((row) => row.cells[column]);
          const number = (cell) => Number((cell.dataset.v ?? cell.textContent.trim()).replace(/^–$/u, "-1").replaceAll(",", ""));
          return { sort: th.getAttribute("aria-sort"), values: cells.map(number), words: cells.map((cell) => (cell.dataset.v ?? cell.textContent.trim()).toLowerCase()) };
        });
        const numeric = told.values.every((value) => !Number.isNaN(value));
        const sign = told.sort === "ascending" ? 1 : -1;
        checks += 1;
        for (let at = 1; at < told.words.length; at += 1) {
          const order = numeric ? told.values[at] - told.values[at - 1] : told.words[at].localeCompare(told.words[at - 1], "en");
          assert.ok(order * sign >= 0, `${path}, column ${place}, ${told.sort}: ${told.words[at - 1]} before ${told.words[at]}`);
        }
      }
    }
  }
  view.calm("sorting every table");
  await view.close();
}

async function withoutScript({ width, theme }) {
  const view = await open({ width, theme, script: false });
  for (const [place, path] of pages.entries()) {
    if (width < 600 && path.startsWith("tasks/") && place % 8 !== 0) continue;
    await view.go(path);
    view.calm(`${path} without JavaScript`);
    if (/^(?:index|suites|models|tasks)/u.test(path)) {
      assert.ok(await view.page.locator("table tbody tr").first().isVisible(), `${path} has its table without JavaScript`);
    }
  }
  await view.go("index.html");
  assert.equal(await view.page.locator("#board tbody tr").count(), home.entries.length);
  for (const tool of ["#search", "#tray", "#theme", ".pick input"]) {
    assert.equal(await view.page.locator(tool).first().isVisible(), false, `${tool} needs a script`);
  }
  await view.page.locator("#board tbody th a").first().click();
  assert.ok(await view.page.locator("table").first().isVisible(), "a model's tables stand without JavaScript");
  await view.go("items.html");
  assert.match(await view.page.locator("noscript").innerText(), /tribunal show/u);
  await view.close();
}

async function sortAndFilter({ width, theme }) {
  const view = await open({ width, theme });
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
  await page.locator("#search").fill("no model has such a name");
  assert.equal(await rows.count(), 0);
  await page.locator("#search").fill("");
  for (const kind of ["provider", "weights", "effort", "mode"]) {
    const select = page.locator(`select[data-filter="${kind}"]`);
    const of = (entry) => entry[kind] ?? { weights: "not stated", effort: "default" }[kind];
    const values = new Set(home.entries.map(of));
    // A filter with nothing to choose from is not offered.
    assert.equal(await select.isVisible(), values.size > 1, `the filter by ${kind}`);
    if (values.size < 2) continue;
    for (const value of values) {
      await select.selectOption(value);
      assert.equal(await rows.count(), home.entries.filter((entry) => of(entry) === value).length, `${kind}: ${value}`);
    }
    await select.selectOption("");
    assert.equal(await rows.count(), home.entries.length);
  }
  view.calm(`sorting and filters at ${width}`);
  await view.close();
}

async function compareAndOpen({ width, theme, base }) {
  const view = await open({ width, theme, base });
  const { page } = view;
  await view.go("index.html");
  const boxes = page.locator("#board .pick input");
  await boxes.nth(0).check();
  assert.ok(await page.locator("#tray").isVisible());
  await page.locator("#tray-clear").click();
  assert.equal(await page.locator("#tray").isVisible(), false);
  await boxes.nth(0).check();
  await boxes.nth(Math.min(4, (await boxes.count()) - 1)).check();
  await page.locator("#tray-go").click();
  await page.locator("#comparison .headline").waitFor();
  assert.match(page.url(), /compare\.html#.*a=.*b=/);
  const slugs = Object.fromEntries(new URLSearchParams(new URL(page.url()).hash.slice(1)));
  // What is shown is what the data says.
  const suite = await page.locator("#suite").inputValue();
  const pair = shard(`data/${suite}/pairs/${slugs.a}`).others[slugs.b];
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

/** Items of each outcome: what an answer took stands beside it, an error says why, and what isn't published is said. */
async function outcomes({ width, theme }) {
  const view = await open({ width, theme });
  const { page } = view;
  await view.go("items.html");
  await page.locator("#items tbody a").first().waitFor();
  const suite = await page.locator("#suite").inputValue();
  const index = shard(`data/${suite}/index`);
  let opened = 0;
  const wanted = new Set(["c", "i", "u", "t", "r", "e"]);
  for (const entry of shard(`data/${suite}/entries`).entries) {
    const { marks } = shard(`data/${suite}/scores/${entry}`);
    for (const mark of [...wanted]) {
      const item = marks.indexOf(mark);
      if (item < 0) continue;
      wanted.delete(mark);
      opened += 1;
      await view.go(`items.html#s=${suite}&m=${entry}&i=${item}`);
      await page.reload();
      const panel = page.locator("#items .panel").nth(1);
      await panel.waitFor();
      const { columns, rows } = shard(`data/${suite}/taken/${entry}/${Math.floor(item / index.per_taken)}`);
      const row = Object.fromEntries(columns.map((name, place) => [name, rows[item][0][place]]));
      const words = await panel.innerText();
      if (row.failure !== null) assert.ok(words.includes(`Given up: ${row.failure}`), words);
      if (row.output_tokens !== null) assert.match(words, new RegExp(`Output tokens\\s+${row.output_tokens.toLocaleString("en")}`, "u"));
      if (row.usd !== null) assert.match(words, /Cost\s+\$0\.\d+/u);
      if (row.total_ms !== null) assert.match(words, /Whole after\s+[\d.]+ m?s/u);
      if (row.attempts > 0) assert.match(words, new RegExp(`Attempts\\s+${row.attempts}`, "u"));
      if (row.failure === null) assert.equal(words.includes("not published"), !row.transcript);
      assert.equal(await panel.locator("pre").count() > 0, row.transcript);
      const table = await page.locator("#csv-results").getAttribute("href");
      assert.ok(existsSync(`${site}/${table}`), table);
    }
  }
  assert.ok(opened >= (hostile ? 6 : 2), `${opened} outcomes were opened`);
  await sound(page, `an item at ${width}`);
  view.calm(`outcomes at ${width} in ${theme}`);
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
    // Of Sudoku only wrong answers are marked part by part, and a curve of those would mislead.
    const curves = await view.page.locator(".plot", { hasText: "right at each step" }).count();
    if (["sudoku", "queue"].includes(kind)) assert.equal(curves, kind === "queue" ? 1 : 0, `curves of ${kind}`);
    await view.page.locator("a", { hasText: "open with the models" }).first().click();
    await view.page.locator("#items .drawing svg").first().waitFor();
  }
  view.calm("pictures");
  await view.close();
}

/** The home page is small and soon there: the best of three loads, for the machine has other work. */
async function firstPaint() {
  const view = await open({ base: served ?? undefined });
  const paints = [];
  for (let load = 0; load < 3; load += 1) {
    await view.go("index.html");
    await view.page.waitForFunction(() => performance.getEntriesByName("first-contentful-paint").length > 0);
    paints.push(await view.page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0].startTime));
  }
  const size = readFileSync(`${site}/index.html`).length;
  console.log(`first paint after ${paints.map(Math.round).join(", ")} ms; home page ${Math.round(size / 1000)} kB`);
  assert.ok(Math.min(...paints) < 1000, "the first paint comes within a second");
  assert.ok(size < 300_000, "the home page stays below 300 kB");
  view.calm("first paint");
  await view.close();
}

/** One round of checks, named when it is done. */
async function round(name, work) {
  await work();
  console.log(`${name}: well`);
}

const [desktop, , , phone] = WAYS;

try {
  await round("links", links);
  // Rounds have nothing in common but the browser.
  await Promise.all([
    (async () => {
      for (const way of [desktop, phone]) await round(`without JavaScript at ${way.width}`, () => withoutScript(way));
      // Hostile text is the same text in every way: there two of them do.
      for (const way of hostile ? [desktop, phone] : WAYS) {
        const name = `at ${way.width} in ${way.theme}`;
        await round(`sort, search and filter ${name}`, () => sortAndFilter(way));
        await round(`compare and open an item ${name}`, () => compareAndOpen(way));
        await round(`click through ${name}`, () => clickThrough(way));
      }
      await round("sort every table", sortEverything);
      for (const way of [desktop, phone]) await round(`an item of each outcome at ${way.width}`, () => outcomes(way));
      if (served) await round("the same over HTTP", () => compareAndOpen({ ...desktop, base: served }));
      await round("theme", theme);
      if (!hostile) await round("pictures", pictures);
    })(),
    (async () => {
      for (const way of WAYS) await round(`every page at ${way.width} in ${way.theme}, axe`, () => everyPage(way));
    })(),
  ]);
  await firstPaint();
  console.log(`${pages.length} pages, ${checks} checks in ${Math.round(performance.now() / 1000)} s: all well`);
} finally {
  await browser.close();
}
