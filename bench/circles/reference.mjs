// What d3-hierarchy makes of radii, and of circles to be enclosed.
//
// in:  { packs: [[r, …], …], clouds: [[[x, y, r], …], …] }
// out: { packs: [[[x, y, r], …], …], enclosing: [[x, y, r], …] }, the circles
//      around each pack and then around each cloud

import { readFileSync } from "node:fs";
import { packEnclose, packSiblings } from "d3-hierarchy";

const { packs, clouds } = JSON.parse(readFileSync(0, "utf8"));
const flat = ({ x, y, r }) => [x, y, r];
const packed = packs.map((radii) => packSiblings(radii.map((r) => ({ r }))));
const scattered = clouds.map((cloud) => cloud.map(([x, y, r]) => ({ x, y, r })));
const enclosing = [...packed, ...scattered].map((circles) => flat(packEnclose(circles)));
process.stdout.write(JSON.stringify({ packs: packed.map((pack) => pack.map(flat)), enclosing }));
