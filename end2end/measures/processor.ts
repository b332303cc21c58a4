// How much processor a process and all it has started use, by /proc.

import { readdir, readFile } from 'node:fs/promises';

/** Ticks of the kernel's clock in a second (`getconf CLK_TCK`). */
const TICKS = 100;

/** Cores used on average over so many milliseconds by all processes whose command begins so. */
export async function coresUsed(command: string, milliseconds: number): Promise<number> {
  const before = await secondsUsed(command);
  const since = performance.now();
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  const used = (await secondsUsed(command)) - before;
  return used / ((performance.now() - since) / 1000);
}

async function secondsUsed(command: string): Promise<number> {
  let ticks = 0;
  for (const process of await readdir('/proc')) {
    if (/^\d+$/.test(process)) ticks += await ticksOf(process, command);
  }
  return ticks / TICKS;
}

async function ticksOf(process: string, command: string): Promise<number> {
  try {
    const name = await readFile(`/proc/${process}/comm`, 'utf8');
    if (!name.startsWith(command)) return 0;
    const stat = await readFile(`/proc/${process}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(fields[11]) + Number(fields[12]);
  } catch {
    return 0; // It has ended meanwhile.
  }
}
