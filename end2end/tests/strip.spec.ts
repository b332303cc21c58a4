// The map while one is in a room: a strip, and the ways in and out.

import type { Page, WebSocket } from '@playwright/test';

import { UNREACHABLE } from '../complaints';
import { expect, test } from '../test';
import { withAVoice } from '../voice';

const strip = (page: Page) => page.getByRole('group', { name: 'Map of rooms' });
const doors = (page: Page) => strip(page).getByRole('link');
/** The one that leads to where someone else is: rooms may be called alike. */
const doorTo = (page: Page, someone: Page) => strip(page).locator(`a[href="${new URL(someone.url()).pathname}"]`);

test('in a room the map is a strip that lives, and leads into other rooms', async ({ arrive }) => {
  const [ada, bert, cleo] = [await arrive('Ada'), await arrive('Bert'), await arrive('Cleo')];
  await ada.startsARoom();
  const [here, lounge] = [await ada.roomName(), 'Enter Lounge, nobody yet'];
  await expect(doors(ada.page)).toHaveCount(2);
  await expect(strip(ada.page).getByRole('link', { name: `You are in ${here}, 1 person` })).toHaveAttribute('aria-current', 'page');
  await expect(strip(ada.page).getByRole('link', { name: lounge })).toHaveCount(1);
  await expect(strip(ada.page).getByText('Start a room')).toHaveCount(0);

  await bert.startsARoom();
  const there = await bert.roomName();
  await cleo.joins(bert.page.url());
  await expect(strip(ada.page).getByRole('link', { name: `Enter ${there}, 2 people` })).toHaveCount(1);
  await expect(strip(ada.page).locator('.face')).toHaveText(['A', 'B', 'C']);
  await expect(strip(ada.page).locator('.tie')).toHaveCount(1);
  await expect(ada.page.getByText('3 online')).toBeVisible();
  await cleo.leaves();
  await expect(strip(ada.page).getByRole('link', { name: `Enter ${there}, 1 person` })).toHaveCount(1);

  await strip(ada.page).getByRole('link', { name: `Enter ${there}, 1 person` }).hover();
  const said = ada.page.locator('.strip .map-hint');
  await expect(said).toContainText(new RegExp(`${there}: 1 person, there for (a moment|1 minute)\\. Bert`));
  await strip(ada.page).getByRole('link', { name: `Enter ${there}, 1 person` }).click();
  await ada.isInTheGreenRoom();
  expect(ada.page.url()).toBe(bert.page.url());
  // The way back is the browser's: nothing was left.
  await ada.page.goBack();
  await ada.isInside();
  expect(await ada.roomName()).toBe(here);
});

test('the Tab key stops at the strip once, and arrows go from room to room', async ({ arrive }) => {
  const [ada, bert] = [await arrive('Ada'), await arrive('Bert')];
  const [here, there] = ['Kitchen', 'Balcony'];
  await bert.startsARoom(there);
  await ada.startsARoom(here);
  await expect(doors(ada.page)).toHaveCount(3);
  await ada.page.getByRole('link', { name: 'All rooms' }).focus();
  await ada.page.keyboard.press('Tab');
  await expect(strip(ada.page).getByRole('link', { name: `You are in ${here}` })).toBeFocused();
  // On one's own room, Enter does nothing.
  await ada.page.keyboard.press('Enter');
  const said = ada.page.locator('.strip .map-hint');
  const met = new Set<string>();
  for (const key of ['ArrowLeft', 'ArrowLeft', 'ArrowLeft', 'ArrowRight', 'ArrowRight', 'ArrowRight']) {
    await ada.page.keyboard.press(key);
    met.add((await said.textContent())?.split(':')[0]?.trim() ?? '');
  }
  expect(met).toEqual(new Set([here, there, 'Lounge']));
  // What lies over the stage can be put away.
  await ada.page.keyboard.press('Escape');
  await expect(said).toHaveText('');
  await ada.page.getByRole('link', { name: 'All rooms' }).focus();
  await ada.page.keyboard.press('Tab');
  await ada.page.keyboard.press('Tab');
  await expect(ada.button('Invite')).toBeFocused();
});

test('a room by link is on the strip of those in it, and on no other', async ({ arrive }) => {
  const [ada, bert, eve] = [await arrive('Ada'), await arrive('Bert'), await arrive('Eve')];
  for (const person of [ada, bert]) await person.page.addInitScript(withAVoice);
  await ada.makesARoom();
  await ada.page.getByRole('checkbox', { name: 'By link only' }).check();
  await ada.comesIn();
  const name = await ada.roomName();
  await bert.joins(ada.page.url());
  for (const { page } of [ada, bert]) {
    await expect(strip(page).getByRole('link', { name: `You are in ${name}, 2 people` })).toHaveCount(1);
    await expect(strip(page).locator('.tie-good, .tie-fair')).toHaveCount(1);
  }
  // Those inside know it from one another.
  await ada.page.evaluate(() => window.talk(true));
  for (const { page } of [ada, bert]) await expect(strip(page).locator('.face-speaking')).toHaveText(['A']);
  await ada.page.evaluate(() => window.talk(false));
  for (const { page } of [ada, bert]) await expect(strip(page).locator('.face-speaking')).toHaveCount(0);
  await eve.startsARoom();
  await expect(doors(eve.page)).toHaveCount(2);
  await expect(doorTo(eve.page, ada.page)).toHaveCount(0);
});

test('a page that is not seen is told nothing of the map, and a new connection all of it', async ({
  arrive,
  complaints,
  house,
}) => {
  complaints.allow(...UNREACHABLE);
  const [ada, bert] = [await arrive('Ada'), await arrive('Bert')];
  const said: string[] = [];
  ada.page.on('websocket', (socket: WebSocket) => {
    socket.on('framesent', ({ payload }) => {
      if (String(payload).includes('"watch"')) said.push(String(payload));
    });
  });
  await ada.startsARoom();
  await expect.poll(() => said).toEqual(['{"watch":{"lobby":"on"}}']);
  await ada.hides(true);
  await expect.poll(() => said).toEqual(['{"watch":{"lobby":"on"}}', '{"watch":{"lobby":"off"}}']);
  await bert.startsARoom();
  await expect(doorTo(ada.page, bert.page)).toHaveCount(0);
  await ada.hides(false);
  await expect(doorTo(ada.page, bert.page)).toHaveCount(1);

  await house.kill();
  await house.restart();
  const cleo = await arrive('Cleo');
  await cleo.joins(bert.page.url());
  await expect(doorTo(ada.page, bert.page)).toHaveAccessibleName(/, 2 people$/);
  expect(said.slice(2)).toEqual(['{"watch":{"lobby":"on"}}', '{"watch":{"lobby":"on"}}']);
});

for (const width of [320, 768, 1440]) {
  test(`at ${width} pixels the strip is inside the page, and nothing on it over another`, async ({ arrive }) => {
    const ada = await arrive('Ada');
    await ada.page.addInitScript(watchWidth);
    await ada.page.setViewportSize({ width, height: 800 });
    await ada.startsARoom();
    for (const name of ['Bert', 'Cleo']) await (await arrive(name)).startsARoom();
    await expect(doors(ada.page)).toHaveCount(4);
    const circles = strip(ada.page).locator('.door');
    const boxes = () =>
      circles.evaluateAll((doors) =>
        doors.map((door) => door.getBoundingClientRect()).map(({ x, y, width }) => ({ x: x + width / 2, y: y + width / 2, r: width / 2 })),
      );
    // Once everything is in its place.
    const moving = () => ada.page.evaluate(() => document.querySelector('.strip')?.getAnimations({ subtree: true }).filter((it) => it.effect?.getTiming().iterations === 1).length);
    await expect.poll(moving).toBe(0);
    const shown = await boxes();
    for (const [place, one] of shown.entries()) {
      expect(one.x - one.r).toBeGreaterThanOrEqual(0);
      expect(one.x + one.r).toBeLessThanOrEqual(width);
      for (const other of shown.slice(place + 1)) {
        expect(Math.hypot(one.x - other.x, one.y - other.y)).toBeGreaterThan(one.r + other.r - 2.5);
      }
    }
    expect(await ada.page.evaluate(() => (window as unknown as { widest: number }).widest)).toBe(width);
  });
}

/** Notes how wide the page has ever been. */
const watchWidth = () => {
  const note = () => {
    const seen = window as unknown as { widest?: number };
    seen.widest = Math.max(seen.widest ?? 0, document.documentElement?.scrollWidth ?? 0);
    requestAnimationFrame(note);
  };
  requestAnimationFrame(note);
};

/** Notes what moves by itself between two pages, or two parts of one. */
const watchTransitions = () => {
  const seen: string[] = [];
  Object.assign(window, { seen });
  const note = (pseudoElement: string | null, target: EventTarget | null) => {
    const moved = pseudoElement || ((target as Element | null)?.className === 'strip-sky' ? '.strip-sky' : null);
    if (moved && !seen.includes(moved)) seen.push(moved);
  };
  const look = () => {
    for (const animation of document.getAnimations()) {
      const { pseudoElement, target } = animation.effect as KeyframeEffect;
      note(pseudoElement, target);
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  // What is over before the next picture of a slow machine.
  addEventListener('animationstart', ({ pseudoElement, target }) => note(pseudoElement, target));
};
/** Notes how what is lifted out of the map looks as the page goes. */
const noteWhatIsLifted = () => {
  addEventListener('pageswap', () => {
    const [copy, face] = [document.querySelector('.zoomed .face'), document.querySelector('.sky .face.lifted')];
    sessionStorage.setItem('copy', copy ? getComputedStyle(copy).opacity : 'none');
    sessionStorage.setItem('face', face ? getComputedStyle(face).visibility : 'none');
  });
};
/** How long it may take until a transition is not left out. */
const AGAIN = { timeout: 90_000 };
const seen = (page: Page) => page.evaluate(() => (window as unknown as { seen: string[] }).seen);

test('a room grows to its page, the map shrinks to the strip, and grows back', async ({ arrive }) => {
  const [ada, bert] = [await arrive('Ada'), await arrive('Bert')];
  test.slow();
  const { page } = bert;
  await page.addInitScript(watchTransitions);
  await bert.visitsTheLobby();
  await ada.startsARoom();
  // The map is told of what comes: it shows who came.
  await expect(page.locator('.sky:visible .face')).toHaveCount(1);
  const door = page.locator('.sky:visible').getByRole('link', { name: `Enter ${await ada.roomName()}` });
  const moves = (...parts: string[]) => expect.poll(() => seen(page), { timeout: 5_000 }).toEqual(expect.arrayContaining(parts));
  // The browser leaves out a transition for which a page comes too late: one goes again.
  await expect(async () => {
    if (!(await door.isVisible())) await bert.visitsTheLobby();
    await page.evaluate(noteWhatIsLifted);
    await door.click();
    await bert.isInTheGreenRoom();
    // What was lifted out of the map was whole, and not left behind.
    expect(await page.evaluate(() => [sessionStorage.getItem('copy'), sessionStorage.getItem('face')])).toEqual(['1', 'hidden']);
    // Both ends of it: the circle, and the page.
    await moves('::view-transition-old(room)', '::view-transition-new(room)');
  }).toPass(AGAIN);
  await bert.comesIn();
  await moves('.strip-sky');
  await expect(async () => {
    if (await bert.button('New room').isVisible()) await bert.joins(ada.page.url());
    await bert.leaves();
    await moves('::view-transition-old(map)', '::view-transition-new(map)');
  }).toPass(AGAIN);
  await expect(page.locator('.zoomed')).toHaveCount(0);
});

test('with reduced motion one is there at once', async ({ arrive }) => {
  const [ada, bert] = [await arrive('Ada'), await arrive('Bert', { reducedMotion: 'reduce' })];
  await ada.startsARoom();
  const { page } = bert;
  await page.addInitScript(watchTransitions);
  await bert.visitsTheLobby();
  await page.locator('.sky:visible').getByRole('link', { name: `Enter ${await ada.roomName()}` }).click();
  await bert.isInTheGreenRoom();
  expect(await seen(page)).toEqual([]);
  await bert.comesIn();
  await expect(doors(page)).toHaveCount(2);
  expect(await seen(page)).toEqual([]);
  await bert.leaves();
  await expect(page.locator('.sky:visible .face')).toHaveCount(1);
  expect(await seen(page)).toEqual([]);
});
