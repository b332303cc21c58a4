// Tiles on the stage: where they are, which is large, and that their pictures
// go on wherever they go.

import type { Locator } from '@playwright/test';

import { allSeeEachOther, type Person } from '../people';
import { expect, test } from '../test';

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Still before a measure is taken: nothing moves, nothing is awaited. */
const STILL = { reducedMotion: 'reduce' } as const;

const NAMES = ['Ada', 'Bert', 'Cleo', 'Dora'];

type Arrive = (name: string, arrival?: object) => Promise<Person>;

/** The first of so many people in a call, and the others. */
async function call(arrive: Arrive, count: number, arrival: object = STILL): Promise<Person[]> {
  const ada = await arrive('Ada', arrival);
  await ada.startsARoom();
  const people = [ada];
  for (const name of NAMES.slice(1, count)) {
    const person = await arrive(name);
    await person.joins(ada.page.url());
    people.push(person);
  }
  await allSeeEachOther(people);
  return people;
}

function tiles(person: Person): Locator {
  return person.page.locator('.tile');
}

/** Where things are, to a tenth of a pixel. */
async function boxes(things: Locator): Promise<Box[]> {
  return things.evaluateAll((all) =>
    all.map((it) => {
      const { x, y, width, height } = it.getBoundingClientRect();
      const [left, top, across, down] = [x, y, width, height].map((it) => Math.round(it * 10) / 10);
      return { x: left!, y: top!, width: across!, height: down! };
    }),
  );
}

async function stage(person: Person): Promise<Box> {
  const [box] = await boxes(person.page.locator('.stage'));
  return box!;
}

const area = ({ width, height }: Box) => width * height;

function isInside(inner: Box, outer: Box): boolean {
  return (
    inner.x >= outer.x - 0.6 &&
    inner.y >= outer.y - 0.6 &&
    inner.x + inner.width <= outer.x + outer.width + 0.6 &&
    inner.y + inner.height <= outer.y + outer.height + 0.6
  );
}

function overlap(one: Box, other: Box): boolean {
  return (
    one.x < other.x + other.width - 0.6 &&
    other.x < one.x + one.width - 0.6 &&
    one.y < other.y + other.height - 0.6 &&
    other.y < one.y + one.height - 0.6
  );
}

/** The largest tile that so many of can stand on a stage, reckoned anew. */
function best(count: number, { width, height }: Box): number {
  const gap = width < 640 ? 8 : 12;
  const narrowest = height > width ? 9 / 16 : 3 / 4;
  let most = 0;
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    const across = (width - (columns - 1) * gap) / columns;
    const down = (height - (rows - 1) * gap) / rows;
    most = Math.max(most, Math.min(across, (down * 16) / 9) * Math.min(down, across / narrowest));
  }
  return most;
}

/** Inside the stage, side by side, and as large as can be. */
async function fillTheStage(person: Person, count: number, where: string): Promise<void> {
  await expect(async () => {
    const [all, whole] = [await boxes(tiles(person)), await stage(person)];
    expect(all, where).toHaveLength(count);
    for (const [index, one] of all.entries()) {
      expect(isInside(one, whole), `${where}: ${JSON.stringify(one)} in ${JSON.stringify(whole)}`).toBe(true);
      for (const other of all.slice(0, index)) expect(overlap(one, other), where).toBe(false);
      expect(area(one) / best(count, whole), `${where}: of the largest there can be`).toBeGreaterThan(0.97);
    }
  }).toPass({ timeout: 10_000 });
}

const WINDOWS = [
  { width: 1280, height: 800 },
  { width: 1920, height: 700 },
  { width: 900, height: 900 },
  { width: 390, height: 844 },
  { width: 844, height: 390 },
];

async function closesPanels(person: Person): Promise<void> {
  const close = person.page.getByRole('button', { name: 'Close', exact: true });
  if (await close.isVisible()) await close.click();
}

/** The one tile the stage is for. */
function large(person: Person): Locator {
  return person.page.locator('.tile-large');
}

/** Marks the videos, to know them again. */
async function marks(person: Person): Promise<void> {
  await person.page.evaluate(() => {
    for (const video of document.querySelectorAll('.tile video')) {
      const watched = video as HTMLVideoElement & { mark?: string; pauses?: number };
      watched.mark = 'the same';
      watched.pauses = 0;
      watched.addEventListener('pause', () => (watched.pauses = (watched.pauses ?? 0) + 1));
    }
  });
}

/** They are the very same elements, never paused, and their pictures go on. */
async function playOn(person: Person, names: string[]): Promise<void> {
  for (const name of names) {
    const video = person.tile(name).locator('video');
    await expect(video, `the video of ${name}`).toHaveJSProperty('mark', 'the same');
    await expect(video).toHaveJSProperty('pauses', 0);
    const time = () => video.evaluate((video) => (video as HTMLVideoElement).currentTime);
    const before = await time();
    await expect.poll(time, `the pictures of ${name} go on`).toBeGreaterThan(before);
  }
}

test('tiles fill the stage with the least waste, for any number and window', async ({ arrive }, info) => {
  test.slow();
  const ada = await arrive('Ada', STILL);
  await ada.startsARoom();
  await closesPanels(ada);
  const people = [ada];
  for (let count = 1; ; count++) {
    for (const window of WINDOWS) {
      await ada.page.setViewportSize(window);
      const where = `${count} in ${window.width}×${window.height}`;
      await fillTheStage(ada, count, where);
      await ada.page.screenshot({ path: info.outputPath(`${count}-${window.width}x${window.height}.png`) });
    }
    if (count === NAMES.length) break;
    const person = await arrive(NAMES[count]!);
    await person.joins(ada.page.url());
    people.push(person);
    await allSeeEachOther(people);
  }
  await ada.page.setViewportSize({ width: 1280, height: 800 });
  await ada.opens('Chat');
  await fillTheStage(ada, 4, '4 beside the chat');
});

test('a pinned tile is large, the others are in a strip, and every picture goes on', async ({ arrive }, info) => {
  const [ada] = (await call(arrive, 3)) as [Person];
  await closesPanels(ada);
  await marks(ada);
  const bert = ada.tile('Bert');
  await bert.hover();
  await bert.getByRole('button', { name: 'Pin', exact: true }).click();
  await expect(large(ada)).toHaveAccessibleName('Bert');
  const unpin = bert.getByRole('button', { name: 'Unpin' });
  await expect(unpin, 'it is seen to be pinned').toHaveCSS('background-color', 'rgb(189, 147, 249)');
  const [box] = await boxes(large(ada));
  const whole = await stage(ada);
  expect(area(box!) / area(whole)).toBeGreaterThan(0.6);
  for (const small of await boxes(ada.page.locator('.tile-small'))) {
    expect(isInside(small, whole)).toBe(true);
    expect(overlap(small, box!)).toBe(false);
    expect(area(small)).toBeLessThan(area(box!) / 5);
  }
  await ada.page.screenshot({ path: info.outputPath('pinned.png') });
  await playOn(ada, ['Ada', 'Bert', 'Cleo']);

  await ada.tile('Cleo').dblclick({ position: { x: 60, y: 75 } });
  await expect(large(ada)).toHaveAccessibleName('Cleo');
  await ada.page.keyboard.press('1');
  await expect(large(ada)).toHaveAccessibleName('Ada');
  await ada.page.keyboard.press('1');
  await expect(large(ada)).toHaveCount(0);
  await fillTheStage(ada, 3, 'after all that');
  await playOn(ada, ['Ada', 'Bert', 'Cleo']);
});

test('what is at hand on a tile is reached by keyboard', async ({ arrive }) => {
  const [ada] = (await call(arrive, 2)) as [Person];
  const pin = ada.tile('Bert').getByRole('button', { name: 'Pin', exact: true });
  const tools = ada.tile('Bert').locator('.tile-tools');
  await ada.page.mouse.move(0, 0);
  await expect(tools).toHaveCSS('opacity', '0');
  for (let step = 0; step < 40 && !(await pin.evaluate((it) => it === document.activeElement)); step++) {
    await ada.page.keyboard.press('Tab');
  }
  await expect(pin).toBeFocused();
  await expect(tools).toHaveCSS('opacity', '1');
  await ada.page.keyboard.press('Enter');
  await expect(large(ada)).toHaveAccessibleName('Bert');

  const more = ada.tile('Bert').getByRole('button', { name: 'More about Bert' });
  await more.focus();
  await ada.page.keyboard.press('Enter');
  const menu = ada.page.getByRole('group', { name: 'More about Bert' });
  await expect(menu.getByText('Bert', { exact: true })).toBeVisible();
  await ada.page.keyboard.press('Escape');
  await expect(menu).toBeHidden();
  await expect(more).toBeFocused();
});

test('a shared screen takes the stage and gives it back', async ({ arrive }, info) => {
  const [ada, bert, cleo] = (await call(arrive, 3)) as [Person, Person, Person];
  await closesPanels(ada);
  await marks(ada);
  const shares = async (person: Person) => {
    await person.page.evaluate(() => {
      navigator.mediaDevices.getDisplayMedia = () => navigator.mediaDevices.getUserMedia({ video: {} });
    });
    await person.button('Share screen').click();
  };
  await shares(bert);
  await expect(large(ada)).toHaveAccessibleName('Bert’s screen');
  const mirrored = (name: string) => ada.tile(name).locator('video').evaluate((it) => getComputedStyle(it).transform);
  expect(await mirrored('Ada')).toContain('matrix(-1');
  expect(await mirrored('Bert’s screen')).toBe('none');
  await ada.page.screenshot({ path: info.outputPath('screen.png') });
  await shares(cleo);
  await expect(large(ada), 'the newest').toHaveAccessibleName('Cleo’s screen');
  await cleo.button('Stop sharing').click();
  await expect(large(ada)).toHaveAccessibleName('Bert’s screen');
  await shares(ada);
  await expect(ada.tile('Ada’s screen')).toBeVisible();
  await expect(large(ada), 'one’s own comes last').toHaveAccessibleName('Bert’s screen');
  await bert.button('Stop sharing').click();
  await expect(large(ada)).toHaveAccessibleName('Ada’s screen');
  expect(await mirrored('Ada’s screen')).toBe('none');
  await ada.button('Stop sharing').click();
  await expect(large(ada)).toHaveCount(0);
  await fillTheStage(ada, 3, 'after the screens');
  await playOn(ada, ['Ada', 'Bert', 'Cleo']);
});

test('in the speaker view one of the others is large, in the grid nobody', async ({ arrive }) => {
  const [ada] = (await call(arrive, 3)) as [Person];
  await ada.chooses('Speaker view');
  await expect(large(ada)).toHaveCount(1);
  await expect(large(ada)).not.toHaveAccessibleName('Ada');
  await ada.chooses('Grid view');
  await expect(large(ada)).toHaveCount(0);
});

test('a tile fills the screen, by button and by key', async ({ arrive }) => {
  const [ada] = (await call(arrive, 2)) as [Person];
  await marks(ada);
  const filling = () => ada.page.evaluate(() => document.fullscreenElement?.getAttribute('aria-label') ?? null);
  await ada.tile('Bert').hover();
  await ada.tile('Bert').getByRole('button', { name: 'Full screen' }).click();
  await expect.poll(filling).toBe('Bert');
  const leave = ada.tile('Bert').getByRole('button', { name: 'Leave full screen' });
  await expect(leave).toHaveCount(1);
  const [box] = await boxes(ada.tile('Bert'));
  const window = await ada.page.evaluate(() => ({ width: innerWidth, height: innerHeight }));
  expect([box!.width, box!.height]).toEqual([window.width, window.height]);
  await ada.page.keyboard.press('f');
  await expect.poll(filling).toBe(null);
  await ada.page.locator('.stage').click({ position: { x: 1, y: 1 } });
  await ada.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await ada.page.keyboard.press('f');
  await expect.poll(filling).toBe('Stage');
  await ada.page.keyboard.press('f');
  await expect.poll(filling).toBe(null);
  await fillTheStage(ada, 2, 'after the full screen');
  await playOn(ada, ['Ada', 'Bert']);
});

test('a picture goes into a window of its own, or the refusal is said', async ({ arrive }) => {
  const [ada, bert] = (await call(arrive, 2)) as [Person, Person];
  const button = ada.tile('Bert').getByRole('button', { name: 'Picture in picture' });
  await ada.tile('Bert').hover();
  if (!(await ada.page.evaluate(() => document.pictureInPictureEnabled))) {
    await expect(button).toHaveCount(0);
    return;
  }
  await button.click();
  const leave = ada.tile('Bert').getByRole('button', { name: 'Leave picture in picture' });
  const refusal = ada.page.getByText('The browser does not show this picture there now.');
  await expect(leave.or(refusal)).toBeVisible();
  if (await leave.isVisible()) {
    await leave.click();
    await expect(button).toBeVisible();
    expect(await ada.page.evaluate(() => document.pictureInPictureElement)).toBeNull();
  }
  await ada.sees(bert);
});

test('a browser that refuses is heard', async ({ arrive }) => {
  const [ada] = (await call(arrive, 2)) as [Person];
  await ada.page.evaluate(() => {
    Element.prototype.requestFullscreen = () => Promise.reject(new TypeError('no'));
  });
  await ada.tile('Bert').hover();
  await ada.tile('Bert').getByRole('button', { name: 'Full screen' }).click();
  await expect(ada.page.getByText('The browser does not show this picture there now.')).toBeVisible();
});

const PHONE = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
  ...STILL,
};

test('on a phone a tap shows the tools, and oneself floats over who is pinned', async ({ arrive }, info) => {
  const [ada] = (await call(arrive, 3, PHONE)) as [Person];
  await fillTheStage(ada, 3, 'a phone');
  await ada.page.screenshot({ path: info.outputPath('grid.png') });
  const tools = ada.tile('Bert').locator('.tile-tools');
  await expect(tools).toHaveCSS('opacity', '0');
  await ada.tile('Bert').tap({ position: { x: 150, y: 120 } });
  await expect(tools).toHaveCSS('opacity', '1');
  const pin = ada.tile('Bert').getByRole('button', { name: 'Pin', exact: true });
  for (const { width, height } of await boxes(ada.tile('Bert').getByRole('button'))) {
    expect(Math.min(width, height)).toBeGreaterThanOrEqual(44);
  }
  await pin.tap();
  await expect(large(ada)).toHaveAccessibleName('Bert');
  await expect(ada.page.locator('.tile-floating')).toHaveAccessibleName('Ada');
  const whole = await stage(ada);
  for (const box of await boxes(tiles(ada))) expect(isInside(box, whole)).toBe(true);
  await ada.page.screenshot({ path: info.outputPath('pinned.png') });
  await ada.tile('Bert').getByRole('button', { name: 'More about Bert' }).tap();
  await expect(ada.page.getByRole('group', { name: 'More about Bert' })).toBeInViewport({ ratio: 1 });
  await ada.page.screenshot({ path: info.outputPath('menu.png') });
  const width = await ada.page.evaluate(() => document.documentElement.scrollWidth);
  expect(width, 'nothing is wider than the window').toBe(390);
});
