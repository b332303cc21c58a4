// How long packing takes under Node: by d3-hierarchy and by ours, which the
// variable CHATMUX_CIRCLES names.
//
// in:  { sizes: [[r, …], …], rounds: [n, …] }
// out: { d3: [ms, …], wasm: [ms, …] }, the medians

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { packSiblings } from "d3-hierarchy";

const { pack } = createRequire(import.meta.url)(process.env.CHATMUX_CIRCLES);
const { sizes, rounds } = JSON.parse(readFileSync(0, "utf8"));

function median(numbers) {
  return numbers.sort((a, b) => a - b)[numbers.length >> 1];
}

// The first rounds only warm up.
function time(count, prepare, run) {
  const times = [];
  for (let round = -Math.ceil(count / 4); round < count; round += 1) {
    const input = prepare();
    const start = performance.now();
    run(input);
    const end = performance.now();
    if (round >= 0) times.push(end - start);
  }
  return median(times);
}

const all = (prepare, run) => sizes.map((radii, at) => time(rounds[at], () => prepare(radii), run));
const d3 = all((radii) => radii.map((r) => ({ r })), packSiblings);
const wasm = all((radii) => Float64Array.from(radii), pack);
process.stdout.write(JSON.stringify({ d3, wasm }));
