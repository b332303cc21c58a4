// Files and pictures, straight from person to person.

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rm, writeFile } from 'node:fs/promises';

import type { Locator, TestInfo } from '@playwright/test';

import { allSeeEachOther, type Person } from '../people';
import { expect, test } from '../test';

/** A picture of one green pixel. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

const MB = 1_000_000;

/** Bytes that no two places of a file share. */
async function file(info: TestInfo, name: string, size: number): Promise<{ path: string; digest: string }> {
  const path = info.outputPath(name);
  const handle = await open(path, 'w');
  const block = Buffer.alloc(MB);
  for (let at = 0; at < size; at += MB) {
    for (let word = 0; word < MB; word += 4) block.writeUInt32LE((at + word) % 4294967291, word);
    await handle.write(block, 0, Math.min(MB, size - at));
  }
  await handle.close();
  return { path, digest: await digestOf(path) };
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
  return hash.digest('hex');
}

/** In headless browsers nobody answers the question where to save. */
function withoutQuestion(): void {
  Reflect.deleteProperty(window, 'showSaveFilePicker');
}

function card(person: Person, name: string): Locator {
  return person.page.getByRole('group', { name: `File ${name}`, exact: true });
}

async function offers(person: Person, path: string): Promise<void> {
  await person.opens('Chat');
  const chooser = person.page.waitForEvent('filechooser');
  await person.button('Attach a file').click();
  await (await chooser).setFiles(path);
}

async function saves(person: Person, name: string): Promise<string> {
  const download = person.page.waitForEvent('download');
  await card(person, name).getByRole('link', { name: 'Save' }).click();
  const saved = await download;
  expect(saved.suggestedFilename()).toBe(name);
  return digestOf(await saved.path());
}

type Arrive = (name: string) => Promise<Person>;

/** These people in one call, all of whom see each other. */
async function call(arrive: Arrive, ...names: string[]): Promise<Person[]> {
  const people: Person[] = [];
  for (const name of names) {
    const person = await arrive(name);
    await person.context.addInitScript(withoutQuestion);
    if (people[0]) await person.joins(people[0].page.url());
    else await person.startsARoom();
    people.push(person);
  }
  await allSeeEachOther(people);
  return people;
}

test('a file is offered, taken, seen on its way, and is the same', async ({ arrive }, info) => {
  const [ada, ben] = (await call(arrive, 'Ada', 'Ben')) as [Person, Person];
  const { path, digest } = await file(info, 'report.bin', 30 * MB);
  await offers(ada, path);
  await expect(card(ada, 'report.bin')).toContainText('Ben: not answered yet');
  await expect(ben.page.getByRole('status').getByText('Ada offers you report.bin (30 MB)')).toBeVisible();
  await ben.opens('Chat');
  await expect(card(ben, 'report.bin')).toContainText('From Ada · 30 MB · sent directly, not kept');
  const begun = Date.now();
  await card(ben, 'report.bin').getByRole('button', { name: 'Accept' }).click();
  await expect(card(ben, 'report.bin').getByRole('progressbar')).toBeVisible();
  await expect(card(ada, 'report.bin')).toContainText('Ben has it');
  console.log(`30 MB in ${Date.now() - begun} ms`);
  await expect(card(ben, 'report.bin')).toContainText('Received');
  expect(await saves(ben, 'report.bin')).toBe(digest);

  await card(ben, 'report.bin').getByRole('button', { name: 'Remove' }).click();
  await expect(card(ben, 'report.bin')).toHaveCount(0);
});

test('a file may be declined, stopped by one side, or withdrawn by the other', async ({ arrive }, info) => {
  test.slow();
  const [ada, ben] = (await call(arrive, 'Ada', 'Ben')) as [Person, Person];
  await ben.opens('Chat');
  const { path } = await file(info, 'no.bin', MB);
  await offers(ada, path);
  await card(ben, 'no.bin').getByRole('button', { name: 'Decline' }).click();
  await expect(card(ada, 'no.bin')).toContainText('Ben declined');

  for (const [name, stopper, words] of [
    ['stopped.bin', ben, 'Ben stopped it'],
    ['withdrawn.bin', ada, 'Ada stopped it'],
  ] as const) {
    const { path } = await file(info, name, 200 * MB);
    await offers(ada, path);
    await card(ben, name).getByRole('button', { name: 'Accept' }).click();
    await expect(card(ben, name)).toContainText(/[1-9]\d* %/);
    await card(stopper, name).getByRole('button', { name: 'Cancel' }).click();
    await expect(card(stopper === ben ? ada : ben, name)).toContainText(words);
    await expect(card(stopper, name)).toContainText(/stopped/i);
    await rm(path);
  }
  await expect.poll(() => lodged(ben), 'what is left in the browser').toBe(0);
});

/** How many files the browser itself keeps for this person. */
async function lodged(person: Person): Promise<number> {
  return person.page.evaluate(async () => {
    let count = 0;
    const look = async (folder: FileSystemDirectoryHandle): Promise<void> => {
      const entries = (folder as unknown as { values(): AsyncIterable<FileSystemHandle> }).values();
      for await (const entry of entries) {
        if (entry.kind === 'directory') await look(entry as FileSystemDirectoryHandle);
        else count += 1;
      }
    };
    await look(await navigator.storage.getDirectory());
    return count;
  });
}

test('a picture is shown, to everyone who takes it', async ({ arrive }, info) => {
  const [ada, ben, cleo] = (await call(arrive, 'Ada', 'Ben', 'Cleo')) as [Person, Person, Person];
  const path = info.outputPath('pixel.png');
  await writeFile(path, PIXEL);
  await ada.says('Look at this');
  await offers(ada, path);
  for (const person of [ben, cleo]) await person.opens('Chat');
  await card(ben, 'pixel.png').getByRole('button', { name: 'Accept' }).click();
  await expect(card(ada, 'pixel.png')).toContainText('Ben has it');
  await expect(card(ada, 'pixel.png')).toContainText('Cleo: not answered yet');
  await card(cleo, 'pixel.png').getByRole('button', { name: 'Accept' }).click();
  await expect(card(ada, 'pixel.png')).toContainText('Cleo has it');
  for (const person of [ben, cleo]) {
    const picture = card(person, 'pixel.png').getByRole('img', { name: 'pixel.png' });
    await expect(picture).toHaveJSProperty('naturalWidth', 1);
  }
  await ada.says('And this is below it');
  const below = ben.log.locator('.file ~ *').getByText('And this is below it');
  await expect(below).toBeVisible();
});

test('a file goes on when its link was built anew', async ({ arrive, complaints }, info) => {
  test.setTimeout(300_000);
  complaints.allow(/.*/);
  const [ada, ben] = (await call(arrive, 'Ada', 'Ben')) as [Person, Person];
  await ben.opens('Chat');
  const { path, digest } = await file(info, 'long.bin', 200 * MB);
  await offers(ada, path);
  await card(ben, 'long.bin').getByRole('button', { name: 'Accept' }).click();
  await expect(card(ben, 'long.bin')).toContainText(/[1-9]\d* %/);
  const made = await ada.linksMade();
  await ben.page.evaluate(() => window.probe.links.forEach(({ connection }) => connection.close()));
  await expect.poll(() => ada.linksMade(), { timeout: 45_000 }).toBeGreaterThan(made);
  await expect(card(ada, 'long.bin')).toContainText('Ben has it', { timeout: 120_000 });
  expect(await saves(ben, 'long.bin')).toBe(digest);
});

test('a file is written where the person wants it', async ({ arrive }, info) => {
  const [ada, ben] = (await call(arrive, 'Ada', 'Ben')) as [Person, Person];
  await ben.opens('Chat');
  await ben.page.evaluate(() => {
    let asked = 0;
    const choose = async ({ suggestedName }: { suggestedName: string }) => {
      asked += 1;
      if (asked === 1) throw new DOMException('', 'AbortError');
      return (await navigator.storage.getDirectory()).getFileHandle(suggestedName, { create: true });
    };
    Object.assign(window, { showSaveFilePicker: choose });
  });
  const { path } = await file(info, 'kept.bin', 3 * MB);
  await offers(ada, path);
  await card(ben, 'kept.bin').getByRole('button', { name: 'Accept' }).click();
  // Nowhere was chosen: the offer stands.
  await card(ben, 'kept.bin').getByRole('button', { name: 'Accept' }).click();
  await expect(card(ada, 'kept.bin')).toContainText('Ben has it');
  await expect(card(ben, 'kept.bin').getByRole('link', { name: 'Save' })).toHaveCount(0);
  const size = () =>
    ben.page.evaluate(async () => {
      const root = await navigator.storage.getDirectory();
      return (await (await root.getFileHandle('kept.bin')).getFile()).size;
    });
  expect(await size()).toBe(3 * MB);
  await card(ben, 'kept.bin').getByRole('button', { name: 'Remove' }).click();
  expect(await size(), 'it is the person’s own').toBe(3 * MB);
});

test('a file for nobody is refused in words', async ({ arrive }, info) => {
  const [ada] = (await call(arrive, 'Ada')) as [Person];
  const { path } = await file(info, 'alone.bin', MB);
  await offers(ada, path);
  await expect(ada.page.getByText('alone.bin was not sent: nobody else is in the call')).toBeVisible();
});

test('a large file does not fill the memory', async ({ arrive }, info) => {
  test.slow();
  const [ada, ben] = (await call(arrive, 'Ada', 'Ben')) as [Person, Person];
  await ben.opens('Chat');
  const { path, digest } = await file(info, 'large.bin', 300 * MB);
  await offers(ada, path);
  const cdp = await ben.context.newCDPSession(ben.page);
  await cdp.send('Performance.enable');
  const heap = async (): Promise<number> => {
    // What nobody holds is of no interest.
    await cdp.send('HeapProfiler.collectGarbage');
    const memory = (await ben.page.evaluate(
      'performance.memory ? performance.memory.usedJSHeapSize : 0',
    )) as number;
    const { metrics } = await cdp.send('Performance.getMetrics');
    return Math.max(memory, metrics.find((it) => it.name === 'JSHeapUsedSize')?.value ?? 0);
  };
  const before = await heap();
  const begun = Date.now();
  await card(ben, 'large.bin').getByRole('button', { name: 'Accept' }).click();
  let most = 0;
  await expect
    .poll(
      async () => {
        most = Math.max(most, await heap());
        return (await card(ada, 'large.bin').textContent()) ?? '';
      },
      { timeout: 120_000 },
    )
    .toContain('Ben has it');
  const seconds = (Date.now() - begun) / 1000;
  console.log(`300 MB in ${seconds} s: ${300 / seconds} MB/s; the heap grew by ${(most - before) / MB} MB`);
  expect(most - before).toBeLessThan(60 * MB);
  expect(await saves(ben, 'large.bin')).toBe(digest);
});
