// local.sums: what it asks, and what is hard about it.
//
// Build it:      sh build.sh
// Try it:        tribunal plugin check sums.wasm
// Then use it:   tribunal plugin add sums.wasm
import { range } from "tribunal:plugin/random@1.0.0";

const TASK = {
  api: 1,
  name: "local.sums",
  // Raise it whenever `generate` gives something else for the same random numbers.
  version: 1,
  summary: "the sum of two numbers",
  variations: { default: "positive numbers" },
  params: {
    high: { kind: "int", min: 10, max: 1000000000, default: 1000000, doc: "the largest number" },
  },
  prompt: "What is {{ a }} + {{ b }}?\n\nGive the sum as \\boxed{answer}.",
  space: 100,
};

export function describe() {
  return JSON.stringify(TASK);
}

// One item. `tribunal:plugin/random` is the only source of chance; its integers of 64 bits are plain
// numbers here, exact up to 2^53.
export function generate(variation, params) {
  const { high } = JSON.parse(params);
  const [a, b] = [range(1, high), range(1, high)];
  return JSON.stringify({
    vars: { a, b },
    check: { kind: "integer", expected: String(a + b) },
  });
}

// For items with `right` and `wrong` in place of a built-in `check`.
export function verify(item, answer) {
  throw "no item asks for it";
}
