// What a call of four costs: not a test, a measurement. Run it on a machine
// that does nothing else:
//
//   CHATMUX_BIN=… npx playwright test --config measure.config.ts
//
// One browser holds all four people, so the figure is that of four machines.

import { readdir, readFile } from 'node:fs/promises';

import { chromium } from '@playwright/test';

import { launchOptions } from '../browser';
import { allSeeEachOther, type Person } from '../people';
import { test } from '../test';

/** How long is measured, in milliseconds. */
const WINDOW = 20_000;
/** Ticks a second of `/proc/…/stat` (man 5 proc). */
const TICKS = 100;

const PICTURES = [
  { width: 160, height: 120 },
  { width: 640, height: 360 },
];

for (const picture of PICTURES) {
  test(`a call of four at ${picture.width}×${picture.height}`, async ({ arrive }) => {
    const server = await chromium.launchServer(launchOptions('granted'));
    const browser = await chromium.connect(server.wsEndpoint());
    const permissions = ['camera', 'microphone'];
    const people: Person[] = [];
    for (const name of ['Ada', 'Bert', 'Cleo', 'Dora']) {
      const person = await arrive(name, { browser, picture, permissions });
      const [first] = people;
      await (first ? person.joins(first.page.url()) : person.startsARoom());
      people.push(person);
    }
    await allSeeEachOther(people);
    const before = await ticks(server.process().pid ?? 0);
    await new Promise((done) => setTimeout(done, WINDOW));
    const used = (await ticks(server.process().pid ?? 0)) - before;
    console.log(`${(used / TICKS / (WINDOW / 1000)).toFixed(2)} cores for four people`);
    console.log(`${(await readingTime(people[0] as Person)).toFixed(2)} ms to read the counters of one link`);
    await browser.close();
    await server.close();
  });
}

/** CPU time of a process and all it has started, in ticks. */
async function ticks(root: number): Promise<number> {
  const processes = new Map<number, { parent: number; used: number }>();
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    processes.set(Number(name), { parent: Number(fields[1]), used: Number(fields[11]) + Number(fields[12]) });
  }
  const belongs = (pid: number): boolean => pid === root || (pid > 1 && belongs(processes.get(pid)?.parent ?? 0));
  return [...processes].filter(([pid]) => belongs(pid)).reduce((sum, [, { used }]) => sum + used, 0);
}

/** How long one `getStats` takes, in milliseconds, on the page's own thread. */
function readingTime({ page }: Person): Promise<number> {
  return page.evaluate(async () => {
    const open = window.probe.links.filter(({ connection }) => connection.connectionState === 'connected');
    const since = performance.now();
    for (let round = 0; round < 20; round++) {
      for (const { connection } of open) {
        for (const report of (await connection.getStats()).values()) JSON.stringify(report);
      }
    }
    return (performance.now() - since) / 20 / open.length;
  });
}
