// The items page: a list of a model's items, or one item with its answers.
"use strict";

const PAGE = 100;
const choices = Object.fromEntries(["suite", "model", "task", "outcome"].map((id) => [id, document.getElementById(id)]));
const place = document.getElementById("items");
let drawn = 0;

async function tasks(index, chosen) {
  const names = [...new Set(index.cells.map((cell) => cell.task))];
  choices.task.replaceChildren(make("option", { value: "" }, "all"), ...names.map((name) => make("option", { value: name }, name)));
  choose(choices.task, chosen);
}

function link(parts) {
  const kept = Object.entries(parts).filter(([, value]) => value !== "" && value !== undefined && value !== null);
  return `#${new URLSearchParams(kept)}`;
}

/** The numbers of the items that the choices leave. */
function matching(index, marks) {
  const [task, outcome] = [choices.task.value, choices.outcome.value];
  const found = [];
  for (let item = 0; item < index.cell.length; item += 1) {
    const mark = marks[item] ?? ".";
    if (mark === "." || (outcome && mark !== outcome)) continue;
    if (task && index.cells[index.cell[item]].task !== task) continue;
    found.push(item);
  }
  return found;
}

function list(index, scores, parts) {
  const found = matching(index, scores.marks);
  const page = Math.min(Number(parts.p ?? 0) || 0, Math.max(0, Math.ceil(found.length / PAGE) - 1));
  const shown = found.slice(page * PAGE, (page + 1) * PAGE);
  const own = { s: parts.s, m: parts.m, t: choices.task.value, o: choices.outcome.value };
  const rows = shown.map((item) => {
    const cell = index.cells[index.cell[item]];
    const mark = scores.marks[item];
    const score = scores.scores[item] ?? TOLD[mark];
    return make("tr", {},
      make("th", { scope: "row" }, make("a", { href: link({ ...own, i: item }) }, make("bdi", {}, foreign(cell.task)))),
      make("td", {}, make("bdi", {}, foreign(cell.variation))),
      make("td", {}, foreign(spelled(cell.params))),
      make("td", { class: "num" }, String(index.index[item])),
      make("td", {}, make("span", { class: `verdict ${mark}` }, OUTCOMES[mark] ?? mark)),
      make("td", { class: "num" }, score === undefined ? "–" : score.toFixed(2)));
  });
  const head = ["Task", "Variation", "Parameters", "Index", "Outcome", "Score"].map((name) => make("th", { scope: "col", class: NUMBERS.has(name) ? "num" : null }, name));
  const pages = Math.max(1, Math.ceil(found.length / PAGE));
  const to = (target, words) => target >= 0 && target < pages ? make("a", { class: "button plain", href: link({ ...own, p: target || "" }) }, words) : null;
  return [
    make("p", { class: "note" }, `${found.length} items`),
    make("div", { class: "scroll wide", tabindex: "0", role: "group", "aria-label": "Items" },
      make("table", { class: "board compact" }, make("caption", { class: "sr" }, "Items"), make("thead", {}, make("tr", {}, head)), make("tbody", {}, rows))),
    make("div", { class: "pager" }, to(page - 1, "Earlier"), make("span", {}, `Page ${page + 1} of ${pages}`), to(page + 1, "Later")),
  ];
}

async function one(index, parts, item) {
  const models = [...choices.model.options].filter((option) => !option.disabled);
  const entry = choices.model.value;
  const name = choices.model.selectedOptions[0]?.textContent ?? "";
  const scores = await load(`data/${parts.s}/scores/${entry}`);
  const own = { s: parts.s, m: entry, t: choices.task.value, o: choices.outcome.value };
  const found = scores ? matching(index, scores.marks) : [];
  const at = found.indexOf(item);
  const to = (target, words) => target === undefined ? null : make("a", { class: "button plain", href: link({ ...own, i: target }) }, words);
  const pager = make("div", { class: "pager" }, make("a", { class: "button plain", href: link({ ...own, p: at > 0 ? Math.floor(at / PAGE) || "" : "" }) }, "List"),
    at > 0 ? to(found[at - 1], "Previous") : null, at >= 0 && at + 1 < found.length ? to(found[at + 1], "Next") : null);
  const others = make("details", {}, make("summary", {}, `What became of it with all ${models.length} models`));
  others.addEventListener("toggle", async () => {
    if (!others.open || others.childElementCount > 1) return;
    const rows = await Promise.all(models.map(async (option) => {
      const theirs = await load(`data/${parts.s}/scores/${option.value}`);
      const mark = theirs?.marks[item] ?? ".";
      return make("tr", {}, make("th", { scope: "row" }, make("a", { href: link({ ...own, m: option.value, i: item }) }, option.textContent)),
        make("td", {}, make("span", { class: `verdict ${mark}` }, OUTCOMES[mark] ?? mark)));
    }));
    others.append(make("table", { class: "plain" }, make("caption", { class: "sr" }, "All models"), make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "Model"), make("th", { scope: "col" }, "Outcome"))), make("tbody", {}, rows)));
  });
  return [pager, await itemPanel(parts.s, item), await answersPanel(parts.s, entry, item, name, scores), others];
}

async function show() {
  const round = ++drawn;
  const parts = address();
  choose(choices.suite, parts.s);
  parts.s = choices.suite.value;
  const index = await load(`data/${parts.s}/index`);
  if (!index) {
    place.replaceChildren(make("p", { class: "callout" }, "The data of this suite can't be loaded."));
    return;
  }
  const pairs = await Promise.all([...choices.model.options].map(async (option) => option));
  await tasks(index, parts.t);
  choose(choices.outcome, parts.o);
  if (!parts.o) choices.outcome.value = "";
  // Models that weren't asked this suite can't be chosen.
  const ranked = await load(`data/${parts.s}/entries`);
  for (const option of pairs) option.disabled = ranked ? !ranked.entries.includes(option.value) : false;
  choose(choices.model, parts.m);
  if (choices.model.selectedOptions[0]?.disabled !== false) choices.model.value = ranked?.entries[0] ?? "";
  parts.m = choices.model.value;
  document.getElementById("csv-results").href = `data/${parts.s}/results/${parts.m}.csv`;
  document.getElementById("csv-items").href = `data/${parts.s}/items.csv`;
  const item = parts.i === undefined ? null : Number(parts.i);
  const scores = await load(`data/${parts.s}/scores/${parts.m}`);
  let content;
  if (item !== null && Number.isInteger(item) && item >= 0 && item < index.cell.length) content = await one(index, parts, item);
  else if (scores) content = list(index, scores, parts);
  else content = [make("p", { class: "callout" }, "The results of this model can't be loaded.")];
  // A later choice may have been quicker.
  if (round === drawn) place.replaceChildren(...content);
}

for (const [id, select] of Object.entries(choices)) {
  select.addEventListener("change", () => {
    const parts = address();
    setAddress({ s: choices.suite.value, m: choices.model.value, t: id === "suite" ? "" : choices.task.value, o: choices.outcome.value, i: id === "model" ? parts.i : "" });
    show();
  });
}
window.addEventListener("hashchange", show);
show();
