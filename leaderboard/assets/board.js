// What every page does: the theme, tables that sort, the home page's filters and compare tray, and
// the loading of shards. Words from the data are only ever set as text.
"use strict";

const root = document.body.dataset.root;
const waiting = new Map();

/** Called by a shard with its name and its JSON. */
function tribunalShard(name, data) {
  waiting.get(name)?.(data);
}

const loaded = new Map();

/** The data of the shard with this name, or null where there is none. */
function load(name) {
  if (!loaded.has(name)) {
    loaded.set(name, new Promise((resolve) => {
      waiting.set(name, resolve);
      const script = document.createElement("script");
      script.src = `${root}${name}.js`;
      script.onerror = () => resolve(null);
      // A script that ran and called nothing is no shard.
      script.onload = () => setTimeout(resolve, 0, null);
      document.head.append(script);
    }));
  }
  return loaded.get(name);
}

/** An element with attributes and children; a child that is no element becomes text. */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

const SIGNS = /[\u0000-\u0008\u000b-\u001f\u007f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

/** Foreign text: signs that can't be seen, or that turn the direction, are shown by number. */
function foreign(text) {
  const parts = [];
  let from = 0;
  let spelled = 0;
  for (const found of text.matchAll(SIGNS)) {
    // So many of them are a text made to be slow; the rest is left out.
    if (++spelled > 2000) break;
    parts.push(text.slice(from, found.index));
    const number = found[0].codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
    parts.push(make("span", { class: "control-sign" }, `⟨U+${number}⟩`));
    from = found.index + found[0].length;
  }
  parts.push(spelled > 2000 ? text.slice(from).replace(SIGNS, "") : text.slice(from));
  return parts;
}

/** Heads of columns that hold numbers. */
const NUMBERS = new Set(["A better", "B better", "Difference, points", "Items", "Index", "Score"]);

const DRAWN = new Set(["svg", "path", "rect", "circle", "text", "title", "g", "a"]);

/** A picture of a shard: our own SVG, and still nothing but shapes and words gets into the page. */
function drawing(picture) {
  const parsed = new DOMParser().parseFromString(
    picture.svg.includes("xmlns=") ? picture.svg : picture.svg.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"'),
    "image/svg+xml",
  );
  for (const element of parsed.querySelectorAll("*")) {
    if (!DRAWN.has(element.localName)) { element.remove(); continue; }
    for (const { name } of [...element.attributes]) {
      if (name.startsWith("on") || name.endsWith("href") || name === "style") element.removeAttribute(name);
    }
  }
  const svg = parsed.documentElement;
  if (svg.localName !== "svg") return null;
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", picture.caption);
  return make("figure", { class: "drawing" },
    make("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": picture.caption }, document.importNode(svg, true)),
    make("figcaption", {}, picture.caption));
}

const OUTCOMES = { c: "correct", i: "incorrect", u: "unparsable", t: "truncated", r: "refused", e: "error", "?": "not judged yet", ".": "not asked" };

/** The score that a mark tells by itself: an error and what was not judged have none. */
const TOLD = { c: 1, i: 0, u: 0, t: 0, r: 0 };

function percent(share) {
  return (share * 100).toFixed(1);
}

function points(difference) {
  const text = Math.abs(difference * 100).toFixed(1);
  if (text === "0.0") return text;
  return (difference > 0 ? "+" : "−") + text;
}

/** What stands behind the # of the address. */
function address() {
  return Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
}

function setAddress(parts) {
  const kept = Object.entries(parts).filter(([, value]) => value !== "" && value !== null && value !== undefined);
  history.replaceState(null, "", `#${new URLSearchParams(kept)}`);
}

/** Parameters as `size 8, steps 10`; only those in which cells differ, where there are many. */
function spelled(params) {
  try {
    return Object.entries(JSON.parse(params)).map(([name, value]) => `${name} ${value}`).join(", ");
  } catch {
    return params;
  }
}

/** Chooses `value` in a select, if it is there. */
function choose(select, value) {
  if (value && [...select.options].some((option) => option.value === value)) select.value = value;
}

function sortable(table) {
  const body = table.tBodies[0];
  for (const button of table.querySelectorAll("thead .sort")) {
    button.addEventListener("click", () => {
      const head = button.closest("th");
      const column = [...head.parentElement.children].indexOf(head);
      const rows = [...body.rows];
      const key = (row) => {
        const cell = row.cells[column];
        const value = cell.dataset.v ?? cell.textContent.trim();
        const number = Number(value.replace(/^[–]$/, "-1").replaceAll(",", ""));
        return Number.isNaN(number) ? value.toLowerCase() : number;
      };
      const keys = new Map(rows.map((row) => [row, key(row)]));
      const numeric = rows.every((row) => typeof keys.get(row) === "number");
      const before = head.getAttribute("aria-sort");
      const down = before ? before === "ascending" : numeric;
      rows.sort((one, other) => {
        const [a, b] = [keys.get(one), keys.get(other)];
        const order = numeric ? a - b : String(a).localeCompare(String(b));
        return down ? -order : order;
      });
      for (const other of head.parentElement.children) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      body.append(...rows);
    });
  }
}

function filters(table) {
  const rows = [...table.tBodies[0].rows];
  const search = document.getElementById("search");
  const selects = [...document.querySelectorAll("select[data-filter]")];
  for (const select of selects) {
    const values = [...new Set(rows.map((row) => row.dataset[select.dataset.filter]))].sort();
    select.append(...values.map((value) => make("option", { value }, value)));
    if (values.length < 2) select.closest("label").hidden = true;
  }
  const words = new Map(rows.map((row) => [row, `${row.cells[1].textContent} ${row.cells[2].textContent}`.toLowerCase()]));
  const apply = () => {
    const wanted = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const fits = wanted.every((word) => words.get(row).includes(word))
        && selects.every((select) => !select.value || row.dataset[select.dataset.filter] === select.value);
      row.hidden = !fits;
      shown += fits ? 1 : 0;
    }
    document.getElementById("shown").textContent = shown === rows.length ? `${shown} models` : `${shown} of ${rows.length} models`;
  };
  search.addEventListener("input", apply);
  for (const select of selects) select.addEventListener("change", apply);
  // A browser may bring back what was typed before.
  apply();
}

function tray(table) {
  const [bar, names, go, clear] = ["tray", "tray-names", "tray-go", "tray-clear"].map((id) => document.getElementById(id));
  const boxes = [...table.querySelectorAll(".pick input")];
  let picked = [];
  const show = () => {
    bar.hidden = picked.length === 0;
    const name = (box) => box.closest("tr").cells[1].textContent.trim();
    names.textContent = picked.length === 2 ? picked.map(name).join(" and ") : `${picked.map(name).join("")}: choose one more`;
    go.setAttribute("aria-disabled", String(picked.length < 2));
    go.href = picked.length === 2 ? `compare.html#a=${picked[0].value}&b=${picked[1].value}` : "compare.html";
  };
  for (const box of boxes) {
    box.checked = false;
    box.addEventListener("change", () => {
      picked = picked.filter((other) => other !== box);
      if (box.checked) picked.push(box);
      // A third takes the place of the first.
      if (picked.length > 2) picked.shift().checked = false;
      show();
    });
  }
  clear.addEventListener("click", () => {
    for (const box of picked) box.checked = false;
    picked = [];
    show();
  });
}

document.getElementById("theme").addEventListener("click", () => {
  const shown = document.documentElement.dataset.theme
    ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  const next = shown === "dark" ? "light" : "dark";
  document.documentElement.dataset.theme = next;
  try {
    localStorage.setItem("tribunal-theme", next);
  } catch {
    // It holds for this page then.
  }
});
for (const table of document.querySelectorAll("table.sortable")) sortable(table);
const board = document.getElementById("board");
if (board) {
  filters(board);
  tray(board);
}

/** A duration in words, from milliseconds. */
function duration(ms) {
  if (ms < 1000) return `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
  return ms < 60_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.floor(ms / 60_000)} min ${Math.round(ms % 60_000 / 1000)} s`;
}

/** A sum of money; most answers cost less than a cent. */
function dollars(usd) {
  return `$${usd === 0 || usd >= 1 ? usd.toFixed(2) : Number(usd.toPrecision(2)).toFixed(Math.max(2, 1 - Math.floor(Math.log10(usd))))}`;
}

/** Where an answer came from, where it is not the model itself. */
const SOURCES = { cache: "from the cache of an earlier run", import: "imported", builtin: "a built-in player", replay: "replayed from a file" };

/** What an answer took, and why there is none: a row of a shard, by the names of its columns. */
function takenList(row) {
  const facts = [
    ["Input tokens", row.input_tokens?.toLocaleString("en")], ["of them cached", row.cached_tokens?.toLocaleString("en")],
    ["Output tokens", row.output_tokens?.toLocaleString("en")], ["of them reasoning", row.reasoning_tokens?.toLocaleString("en")],
    ["Cost", row.usd === null ? null : dollars(row.usd)],
    ["First byte after", row.first_byte_ms === null ? null : duration(row.first_byte_ms)],
    ["Whole after", row.total_ms === null ? null : duration(row.total_ms)],
    ["Attempts", row.attempts || null],
    ["Answered by", SOURCES[row.source]],
  ].filter(([, value]) => value !== null && value !== undefined);
  return [
    row.failure === null ? null : make("p", { class: "callout failure" }, make("b", {}, `Given up: ${row.failure}`), ", ", make("bdi", {}, foreign(row.message ?? ""))),
    facts.length === 0 ? null : make("dl", { class: "facts taken" }, ...facts.map(([term, value]) => make("div", {}, make("dt", {}, term), make("dd", {}, String(value))))),
  ];
}

/** An item's answers of one model, as a panel. */
async function answersPanel(suite, entry, item, title, scores) {
  const mark = scores?.marks[item] ?? ".";
  const index = await load(`data/${suite}/index`);
  const panel = make("section", { class: "panel" },
    make("h3", {}, title, " ", make("span", { class: `verdict ${mark}` }, OUTCOMES[mark] ?? mark)));
  if (scores) {
    const digest = index.digest.slice(item * 16, item * 16 + 16);
    panel.append(make("p", { class: "meta" }, "In the store: ",
      make("code", {}, `tribunal show ${scores.run} ${digest} --store ${scores.store}`)));
  }
  const taken = mark === "." ? null : await load(`data/${suite}/taken/${entry}/${Math.floor(item / index.per_taken)}`);
  const rows = (taken?.rows[item] ?? []).map((row) => Object.fromEntries(taken.columns.map((name, place) => [name, row[place]])));
  const given = rows.filter((row) => row.failure === null).length;
  const published = rows.some((row) => row.transcript);
  const shard = published ? await load(`data/${suite}/answers/${entry}/${Math.floor(item / index.per_shard)}`) : null;
  const answers = shard?.[item] ?? [];
  for (const row of rows) {
    if (rows.length > 1) panel.append(make("h4", {}, `Repeat ${row.repeat + 1}`));
    panel.append(...takenList(row).filter((part) => part));
    const answer = answers.find((one) => one.repeat === row.repeat);
    if (answer) transcript(panel, answer, title);
  }
  if (given > answers.length) {
    panel.append(make("p", { class: "note" }, given > 1 ? `The transcripts of ${given - answers.length} of ${given} answers are not published on this board.` : "The transcript of this answer is not published on this board."));
  }
  return panel;
}

/** An answer's words, its verdict and its picture, added to `panel`. */
function transcript(panel, answer, title) {
  const text = (words, name) => [
    make("h4", {}, foreign(name), words.cut ? ` (${words.cut} characters in the middle are left out)` : ""),
    make("pre", { dir: "auto", tabindex: "0" }, foreign(words.text)),
  ];
  if (answer.reasoning) panel.append(make("details", {}, make("summary", {}, "Reasoning"), ...text(answer.reasoning, "Reasoning")));
  panel.append(...text(answer.text, `Response, ended by ${answer.finish}`));
  const rows = ["strict", "lenient"].filter((reading) => answer[reading]).map((reading) => {
    const judged = answer[reading];
    const evidence = judged.evidence && typeof judged.evidence === "object" ? judged.evidence.reason ?? "" : judged.evidence ?? "";
    return make("tr", {}, make("th", { scope: "row" }, reading), make("td", {}, judged.outcome), make("td", { class: "num" }, String(judged.score)),
      make("td", {}, make("code", {}, foreign(judged.answer ?? "–"))), make("td", {}, foreign(String(evidence))));
  });
  if (rows.length) {
    const head = ["Reading", "Outcome", "Score", "Read as", "Evidence"].map((name) => make("th", { scope: "col", class: NUMBERS.has(name) ? "num" : null }, name));
    panel.append(make("h4", {}, "Verdict"),
      make("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": `Verdict for ${title}` }, make("table", { class: "plain" }, make("caption", { class: "sr" }, "Verdict"), make("thead", {}, make("tr", {}, head)), make("tbody", {}, rows))));
  }
  if (answer.picture) panel.append(make("h4", {}, "As a picture"), drawing(answer.picture) ?? "");
}

/** The item itself: prompt, address, picture. */
async function itemPanel(suite, item) {
  const index = await load(`data/${suite}/index`);
  const shard = await load(`data/${suite}/items/${Math.floor(item / index.per_shard)}`);
  const data = shard?.find((one) => one.item === item);
  const cell = index.cells[index.cell[item]];
  const digest = index.digest.slice(item * 16, item * 16 + 16);
  const panel = make("section", { class: "panel" },
    make("h3", {}, make("bdi", {}, foreign(cell.task)), " ", make("small", {}, make("bdi", {}, foreign(cell.variation)))),
    make("p", { class: "meta" }, foreign(spelled(cell.params)), " · seed ", make("bdi", {}, foreign(index.seeds[index.seed[item]])), ` · index ${index.index[item]} · digest `, make("code", {}, digest)));
  if (!data) return panel;
  const words = make("div", {});
  if (data.system) words.append(make("h4", {}, "System prompt"), make("pre", { dir: "auto", tabindex: "0" }, foreign(data.system)));
  words.append(make("h4", {}, "Prompt"), make("pre", { dir: "auto", tabindex: "0" }, foreign(data.prompt)));
  if (data.reference) {
    words.append(make("details", {}, make("summary", {}, "A right answer"), make("pre", { dir: "auto", tabindex: "0" }, foreign(data.reference))));
  }
  words.append(make("details", {}, make("summary", {}, "Make it again"), make("pre", { tabindex: "0" }, foreign(data.command))));
  const split = make("div", { class: "split" }, words);
  if (data.picture) split.append(drawing(data.picture) ?? "");
  panel.append(split);
  return panel;
}
