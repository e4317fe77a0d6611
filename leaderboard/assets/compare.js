// The comparison page: a difference, what makes it, and both transcripts.
"use strict";

const MOST = 300;
const picks = Object.fromEntries(["suite", "a", "b"].map((id) => [id, document.getElementById(id)]));
const place = document.getElementById("comparison");
const sides = document.getElementById("side-by-side");
let drawn = 0;

function scoreOf(scores, item) {
  return scores.scores[item] ?? TOLD[scores.marks[item]] ?? null;
}

/** Items by task and parameters: how many, and on how many either side is better. */
function grouped(index, a, b) {
  const groups = new Map();
  const tasks = new Map();
  const flips = [];
  for (let item = 0; item < index.cell.length; item += 1) {
    const [one, other] = [scoreOf(a, item), scoreOf(b, item)];
    if (one === null || other === null) continue;
    const cell = index.cells[index.cell[item]];
    const key = `${cell.task}\n${cell.variation}\n${cell.params}`;
    for (const [name, known] of [[cell.task, tasks], [key, groups]]) {
      const group = known.get(name) ?? { cell, n: 0, wins: 0, losses: 0, sum: 0 };
      group.n += 1;
      group.sum += one - other;
      if (one > other) group.wins += 1;
      if (one < other) group.losses += 1;
      known.set(name, group);
    }
    if (one !== other) flips.push({ item, keys: [cell.task, key], ahead: one > other });
  }
  return { tasks, groups, flips };
}

function name(select) {
  return select.selectedOptions[0]?.textContent ?? "";
}

function headline(pair, a, b) {
  if (!pair) return make("p", { class: "callout" }, "Choose two different models that were both asked this suite.");
  const sure = pair.adjusted < 0.05;
  const verdict = sure ? `${pair.difference > 0 ? a : b} is significantly better` : "no significant difference";
  return make("section", { class: "panel" },
    make("p", { class: "kicker" }, make("bdi", {}, a), " less ", make("bdi", {}, b), ", points of the suite's score"),
    make("p", { class: "headline" }, points(pair.difference), " ", make("span", { class: "ci" }, `${points(pair.low)} to ${points(pair.high)}, 95 % interval`)),
    make("p", {}, make("b", {}, verdict), `: p ${pair.adjusted < 0.0001 ? "< 0.0001" : `= ${pair.adjusted.toFixed(4)}`} adjusted over all pairs of the suite (${pair.p < 0.0001 ? "< 0.0001" : pair.p.toFixed(4)} alone).`),
    make("dl", { class: "facts" },
      ...[["Items in common", pair.n], ["A better", pair.wins], ["B better", pair.losses], ["Alike", pair.n - pair.wins - pair.losses]]
        .map(([term, value]) => make("div", {}, make("dt", {}, term), make("dd", {}, String(value))))),
    pair.n === 0 ? make("p", { class: "note" }, "The two were not asked the same items; only their scores are compared.") : null);
}

function groupTable(groups, show, fine) {
  const differing = [...groups.entries()].filter(([, group]) => group.wins + group.losses > 0);
  differing.sort(([, one], [, other]) => other.wins + other.losses - one.wins - one.losses);
  const rows = differing.map(([key, group]) => make("tr", {},
    make("th", { scope: "row" }, make("button", { type: "button", class: "link", onclick: () => show(key) }, make("bdi", {}, foreign(group.cell.task)))),
    ...(fine ? [make("td", {}, make("bdi", {}, foreign(group.cell.variation))), make("td", {}, foreign(spelled(group.cell.params)))] : []),
    make("td", { class: "num up" }, String(group.wins)),
    make("td", { class: "num down" }, String(group.losses)),
    make("td", { class: "num" }, points(group.sum / group.n)),
    make("td", { class: "num" }, String(group.n))));
  const head = ["Task", ...(fine ? ["Variation", "Difficulty"] : []), "A better", "B better", "Difference, points", "Items"].map((words) => make("th", { scope: "col", class: NUMBERS.has(words) ? "num" : null }, words));
  return make("div", { class: "scroll wide tall", tabindex: "0", role: "group", "aria-label": fine ? "By task and difficulty" : "By task" },
    make("table", { class: "board compact", id: fine ? "cells" : "tasks" }, make("caption", { class: "sr" }, fine ? "Items on which the two differ, by task and difficulty" : "Items on which the two differ, by task"),
      make("thead", {}, make("tr", {}, head)), make("tbody", {}, rows)));
}

function flipTable(index, flips, a, b, open) {
  const rows = flips.slice(0, MOST).map(({ item, ahead }) => {
    const cell = index.cells[index.cell[item]];
    const mark = (scores) => make("span", { class: `verdict ${scores.marks[item]}` }, OUTCOMES[scores.marks[item]] ?? "");
    return make("tr", { "data-item": item },
      make("th", { scope: "row" }, make("button", { type: "button", class: "link", onclick: () => open(item) }, make("bdi", {}, foreign(cell.task)), ` ${index.index[item]}`)),
      make("td", {}, make("bdi", {}, foreign(cell.variation))), make("td", {}, foreign(spelled(cell.params))),
      make("td", {}, mark(a)), make("td", {}, mark(b)), make("td", { class: ahead ? "up" : "down" }, ahead ? "A" : "B"));
  });
  const head = ["Item", "Variation", "Difficulty", "A", "B", "Better"].map((words) => make("th", { scope: "col", class: NUMBERS.has(words) ? "num" : null }, words));
  return make("div", {},
    make("p", { class: "note" }, flips.length > MOST ? `The first ${MOST} of ${flips.length} items` : `${flips.length} items`),
    make("div", { class: "scroll wide tall", tabindex: "0", role: "group", "aria-label": "Items that differ" },
      make("table", { class: "board compact", id: "flips" }, make("caption", { class: "sr" }, "Items on which the two differ"), make("thead", {}, make("tr", {}, head)), make("tbody", {}, rows))));
}

async function show() {
  const round = ++drawn;
  const parts = address();
  choose(picks.suite, parts.s);
  const suite = picks.suite.value;
  const ranked = await load(`data/${suite}/entries`);
  const entries = ranked?.entries ?? [];
  for (const select of [picks.a, picks.b]) {
    for (const option of select.options) option.disabled = !entries.includes(option.value);
  }
  choose(picks.a, parts.a);
  choose(picks.b, parts.b);
  if (!entries.includes(picks.a.value)) picks.a.value = entries[0] ?? "";
  if (!entries.includes(picks.b.value) || (!parts.b && picks.b.value === picks.a.value)) {
    picks.b.value = entries.find((entry) => entry !== picks.a.value) ?? "";
  }
  const [one, other] = [picks.a.value, picks.b.value];
  const [index, a, b, pairs] = await Promise.all(["index", `scores/${one}`, `scores/${other}`, `pairs/${one}`].map((stem) => load(`data/${suite}/${stem}`)));
  if (round !== drawn) return;
  sides.replaceChildren();
  const pair = pairs?.others[other];
  if (!index || !a || !b || !pair) {
    place.replaceChildren(headline(null));
    return;
  }
  const { tasks, groups, flips } = grouped(index, a, b);
  const listed = make("div", { id: "listed" });
  const open = async (item) => {
    setAddress({ s: suite, a: one, b: other, i: item });
    for (const row of listed.querySelectorAll("tr[data-item]")) {
      if (Number(row.dataset.item) === item) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
    const panels = await Promise.all([
      itemPanel(suite, item),
      answersPanel(suite, one, item, `A: ${name(picks.a)}`, a),
      answersPanel(suite, other, item, `B: ${name(picks.b)}`, b),
    ]);
    sides.replaceChildren(make("h2", { tabindex: "-1" }, "Side by side"), panels[0], make("div", { class: "halves" }, panels[1], panels[2]));
    sides.firstChild.focus();
    sides.scrollIntoView();
  };
  const list = (key) => {
    const chosen = key ? flips.filter((flip) => flip.keys.includes(key)) : flips;
    listed.replaceChildren(make("h2", {}, "Items that differ", key ? " " : "", key ? make("button", { type: "button", class: "button plain", onclick: () => list(null) }, "show all") : null),
      flipTable(index, chosen, a, b, open));
    if (key) listed.scrollIntoView();
  };
  list(null);
  place.replaceChildren(headline(pair, name(picks.a), name(picks.b)),
    ...(pair.n > 0 ? [make("h2", {}, "Where they differ"), groupTable(tasks, list, false), make("details", {}, make("summary", {}, "By variation and difficulty"), groupTable(groups, list, true)), listed] : []));
  if (parts.i !== undefined && Number.isInteger(Number(parts.i))) open(Number(parts.i));
}

for (const select of Object.values(picks)) {
  select.addEventListener("change", () => {
    setAddress({ s: picks.suite.value, a: picks.a.value, b: picks.b.value });
    show();
  });
}
document.getElementById("swap").addEventListener("click", () => {
  [picks.a.value, picks.b.value] = [picks.b.value, picks.a.value];
  setAddress({ s: picks.suite.value, a: picks.a.value, b: picks.b.value });
  show();
});
window.addEventListener("hashchange", show);
show();
