// example.divisors: how many divisors a number has. Judged by a built-in check, so there is
// nothing to verify here.
import { range } from "tribunal:plugin/random@1.0.0";

const TASK = {
  api: 1,
  name: "example.divisors",
  version: 1,
  summary: "how many positive divisors a number has",
  variations: {
    count: "any number",
    square: "the square of a number: a count that is odd",
  },
  params: {
    digits: { kind: "int", min: 1, max: 6, default: 4, doc: "digits of the number" },
  },
  prompt:
    "How many positive divisors does {{ number }} have, 1 and itself among them?\n\n" +
    "Give the count as \\boxed{answer}.",
  space: 3,
};

export function describe() {
  return JSON.stringify(TASK);
}

export function generate(variation, params) {
  const { digits } = JSON.parse(params);
  const low = 10 ** (digits - 1);
  // Integers of 64 bits are plain numbers here, exact up to 2^53.
  let number = range(low, 10 * low - 1);
  if (variation === "square") number *= number;
  return JSON.stringify({
    vars: { number },
    check: { kind: "integer", expected: String(divisors(number)) },
  });
}

export function verify() {
  throw "every item is judged by the built-in check of an integer";
}

function divisors(number) {
  let count = 1;
  for (let prime = 2; prime * prime <= number; prime++) {
    let power = 0;
    while (number % prime === 0) {
      number /= prime;
      power++;
    }
    count *= power + 1;
  }
  return number > 1 ? 2 * count : count;
}
