// The map of rooms as it lives: who comes, who speaks, who goes.

import type { Page } from '@playwright/test';

import { UNREACHABLE } from '../complaints';
import { quints } from '../quints';
import { expect, test } from '../test';
import { withAVoice } from '../voice';

const sky = (page: Page) => page.locator('.sky:visible');
const faces = (page: Page) => sky(page).locator('.face:not(.leaving)');
const rooms = (page: Page) => page.getByRole('list', { name: 'Rooms' });

/** Counts what fades as it goes, however short it is there. */
const watchFading = () => {
  const seen = window as unknown as { faded: number };
  seen.faded = 0;
  const fades = ({ target }: MutationRecord) => (target as Element).classList.contains('leaving');
  const observer = new MutationObserver((changes) => (seen.faded += changes.filter(fades).length));
  observer.observe(document, { attributeFilter: ['class'], subtree: true });
};
const faded = (page: Page) => page.evaluate(() => (window as unknown as { faded: number }).faded);

test('two in the lobby see a third come, call, speak, change, and leave', async ({ arrive }) => {
  test.slow();
  const [ada, bert, cleo] = [await arrive('Ada'), await arrive('Bert'), await arrive('Cleo')];
  for (const visitor of [ada, bert]) {
    await visitor.visitsTheLobby();
    await expect(visitor.page.getByText('0 online')).toBeVisible();
    await expect(sky(visitor.page).getByRole('button', { name: 'Start a room' })).toBeVisible();
  }
  await cleo.context.addInitScript(withAVoice);
  await cleo.startsARoom();
  const name = await cleo.roomName();
  for (const { page } of [ada, bert]) {
    await expect(page.getByText('1 online')).toBeVisible();
    await expect(faces(page)).toHaveText(['C']);
    await expect(page.getByRole('button', { name: 'Start a room' })).toHaveCount(0);
    await expect(rooms(page).getByRole('link').first()).toHaveText(new RegExp(`${name}.*1 person`));
    await expect(page.getByRole('link', { name: `Enter ${name}, 1 person` }).first()).toBeVisible();
  }
  const dora = await arrive('Dora');
  await dora.context.addInitScript(withAVoice);
  await dora.joins(cleo.page.url());
  for (const { page } of [ada, bert]) {
    await expect(faces(page)).toHaveCount(2);
    // One line for the two of them.
    await expect(sky(page).locator('.tie')).toHaveCount(1);
    await expect(rooms(page).getByRole('link').first()).toHaveText(/2 people.*Cleo, Dora/);
    await expect(sky(page).locator('.face-speaking')).toHaveCount(0);
  }
  await cleo.page.evaluate(() => window.talk(true));
  for (const { page } of [ada, bert]) await expect(sky(page).locator('.face-speaking')).toHaveText(['C']);
  await cleo.page.evaluate(() => window.talk(false));
  for (const { page } of [ada, bert]) await expect(sky(page).locator('.face-speaking')).toHaveCount(0);
  await cleo.changes({ colour: 'Red', status: 'Back at three' });
  for (const { page } of [ada, bert]) {
    await expect(faces(page).filter({ hasText: 'C' })).toContainClass('person-red');
    await expect(rooms(page).locator('.dot').first()).toContainClass('person-red');
    await expect(rooms(page).getByRole('link').first()).toHaveText(/Cleo \(Back at three\), Dora/);
  }
  for (const { page } of [ada, bert]) await page.evaluate(watchFading);
  await dora.leaves();
  for (const { page } of [ada, bert]) {
    await expect(faces(page)).toHaveCount(1);
    expect(await faded(page)).toBeGreaterThan(0);
    await expect(sky(page).locator('.tie:not(.leaving)')).toHaveCount(0);
  }
  await cleo.leaves();
  for (const { page } of [ada, bert]) {
    await expect(page.getByText('0 online')).toBeVisible();
    await expect(sky(page).getByRole('button', { name: 'Start a room' })).toBeVisible();
  }
});

test('someone who is there stays the same element, and moves to a new place', async ({ arrive }) => {
  const [ada, bert] = [await arrive('Ada'), await arrive('Bert')];
  await bert.startsARoom();
  await ada.visitsTheLobby();
  const face = await faces(ada.page).first().elementHandle();
  const before = await face?.getAttribute('transform');
  const cleo = await arrive('Cleo');
  await cleo.joins(bert.page.url());
  await expect(faces(ada.page)).toHaveCount(2);
  expect(await face?.evaluate((face) => face.isConnected)).toBe(true);
  expect(await face?.getAttribute('transform')).not.toBe(before);
});

test('who speaks has a ring, and a line says what the link is like', async ({ arrive }) => {
  const [ada, bert, visitor] = [await arrive('Ada'), await arrive('Bert'), await arrive('Visitor')];
  for (const person of [ada, bert]) await person.context.addInitScript(withAVoice);
  await ada.startsARoom();
  await bert.joins(ada.page.url());
  await ada.sees(bert);
  await visitor.visitsTheLobby();
  // Of two on one machine that has much to do, it may be no more than fair.
  await expect(sky(visitor.page).locator('.tie-good, .tie-fair')).toHaveCount(1);
  await expect(sky(visitor.page).locator('.face-speaking')).toHaveCount(0);
  await ada.page.evaluate(() => window.talk(true));
  await expect(sky(visitor.page).locator('.face-speaking')).toHaveText(['A']);
  await ada.page.evaluate(() => window.talk(false));
  await expect(sky(visitor.page).locator('.face-speaking')).toHaveCount(0);
});

test('what is looked for is found by name of room and person', async ({ arrive }) => {
  const [ada, bert] = [await arrive('Ada'), await arrive('Bert')];
  await bert.startsARoom();
  const name = await bert.roomName();
  await ada.visitsTheLobby();
  const field = ada.page.getByRole('searchbox', { name: 'Search rooms and people' });
  await expect(rooms(ada.page).getByRole('listitem')).toHaveCount(2);
  await field.fill('bert');
  await expect(rooms(ada.page).getByRole('listitem')).toHaveText([new RegExp(name)]);
  await field.fill('BÉRT');
  await expect(rooms(ada.page).getByRole('listitem')).toHaveText([new RegExp(name)]);
  await field.fill('lounge');
  await expect(rooms(ada.page).getByRole('listitem')).toHaveText([/Lounge/]);
  await field.fill('nothing of the kind');
  await expect(rooms(ada.page).getByRole('listitem')).toHaveCount(0);
  await expect(ada.page.getByText('No room and nobody here is called that.')).toBeVisible();
  await field.fill('');
  await expect(rooms(ada.page).getByRole('listitem')).toHaveCount(2);
});

test('whoever points at a room, or comes to it by key, is told what it is', async ({ arrive }) => {
  const [ada, bert] = [await arrive('Ada'), await arrive('Bert')];
  await bert.startsARoom();
  const name = await bert.roomName();
  await ada.visitsTheLobby();
  const door = sky(ada.page).getByRole('link', { name: `Enter ${name}, 1 person` });
  const hint = ada.page.locator('#map-hint');
  await door.hover();
  await expect(hint).toHaveText(new RegExp(`^${name}: 1 person, there for (a moment|1 minute)\\. Bert$`));
  await ada.page.mouse.move(1, 1);
  await expect(hint).toBeEmpty();
  await door.focus();
  await expect(hint).toContainText(name);
  await ada.page.keyboard.press('Enter');
  await expect(ada.page).toHaveURL(bert.page.url());
});

test('what is said of a room that is pointed at is what is so now', async ({ arrive }) => {
  const [ada, bert, cleo] = [await arrive('Ada'), await arrive('Bert'), await arrive('Cleo')];
  await bert.startsARoom();
  const name = await bert.roomName();
  await ada.visitsTheLobby();
  const hint = ada.page.locator('#map-hint');
  await sky(ada.page).getByRole('link', { name: `Enter ${name}` }).hover();
  await expect(hint).toContainText(`${name}: 1 person`);
  await cleo.joins(bert.page.url());
  await expect(hint).toContainText(`${name}: 2 people`);
  await ada.page.keyboard.press('Escape');
  await expect(hint).toBeEmpty();
});

test('a row that changes keeps the focus, and takes a click that was begun before', async ({ arrive }) => {
  const [ada, bert, cleo] = [await arrive('Ada'), await arrive('Bert'), await arrive('Cleo')];
  await bert.startsARoom();
  await ada.visitsTheLobby();
  const row = rooms(ada.page).getByRole('link', { name: await bert.roomName() });
  await row.focus();
  await row.hover();
  await ada.page.mouse.down();
  await cleo.joins(bert.page.url());
  await bert.chooses('Lock this room');
  await expect(row).toHaveText(/2 people/);
  await expect(row.getByRole('img', { name: 'locked' })).toBeVisible();
  await expect(row).toBeFocused();
  await ada.page.mouse.up();
  await expect(ada.page).toHaveURL(bert.page.url());
});

test('the Tab key goes past the map if one wants, and through it in the order of the list', async ({ arrive }) => {
  const ada = await arrive('Ada');
  const [bert, cleo, dora] = [await arrive('Bert'), await arrive('Cleo'), await arrive('Dora')];
  await bert.startsARoom();
  await ada.visitsTheLobby();
  await cleo.startsARoom();
  await dora.joins(cleo.page.url());
  await expect(rooms(ada.page).getByRole('link').first()).toHaveText(/2 people/);
  const addresses = (links: Element[]) => links.map((link) => link.getAttribute('href'));
  const listed = await rooms(ada.page).getByRole('link').evaluateAll(addresses);
  await expect.poll(() => sky(ada.page).locator('.sky-room').evaluateAll(addresses)).toEqual(listed);
  await ada.page.keyboard.press('Tab');
  await expect(ada.page.getByRole('link', { name: 'Skip the map' })).toBeFocused();
  await ada.page.keyboard.press('Enter');
  await ada.page.keyboard.press('Tab');
  await expect(ada.button('New room')).toBeFocused();
});

test('the stream goes on after the server was away, and nothing is missed', async ({ arrive, complaints, house }) => {
  complaints.allow(...UNREACHABLE, /EventSource/);
  const [ada, bert] = [await arrive('Ada'), await arrive('Bert')];
  await bert.startsARoom();
  await ada.visitsTheLobby();
  await expect(faces(ada.page)).toHaveText(['B']);
  await house.kill();
  const away = ada.page.getByText('The server does not answer. This is the map as it was');
  await expect(away).toBeVisible();
  await house.restart();
  const cleo = await arrive('Cleo');
  await cleo.joins(bert.page.url());
  // In whichever order they found the server again.
  const shown = async () => (await faces(ada.page).allTextContents()).sort();
  await expect.poll(shown).toEqual(['B', 'C']);
  await expect(ada.page.getByText('2 online')).toBeVisible();
  await expect(away).toHaveCount(0);
});

test('the server is back as soon as it answers, even if it has nothing to tell', async ({ arrive, complaints }) => {
  complaints.allow(...UNREACHABLE, /ERR_FAILED/, /EventSource/);
  const ada = await arrive('Ada');
  await ada.visitsTheLobby();
  // Something was told, so that there is an id to come back with.
  const bert = await arrive('Bert');
  await bert.startsARoom();
  await expect(faces(ada.page)).toHaveText(['B']);
  const stream = /\/api\/lobby\?after=/;
  await ada.page.route(stream, (route) => route.abort());
  await ada.hides(true);
  await ada.hides(false);
  const away = ada.page.getByText('The server does not answer. This is the map as it was');
  await expect(away).toBeVisible();
  await ada.page.unroute(stream);
  await expect(away).toHaveCount(0);
  await expect(faces(ada.page)).toHaveText(['B']);
});

test('a hidden page has no stream, and is up to date when it is seen again', async ({ arrive }) => {
  const [ada, bert] = [await arrive('Ada'), await arrive('Bert')];
  await ada.page.addInitScript(() => {
    const streams: EventSource[] = [];
    Object.assign(window, { streams });
    window.EventSource = class extends EventSource {
      constructor(address: string | URL) {
        super(address);
        streams.push(this);
      }
    };
  });
  await ada.visitsTheLobby();
  const open = () =>
    ada.page.evaluate(() => (window as unknown as { streams: EventSource[] }).streams.filter((it) => it.readyState === 1).length);
  await expect.poll(open).toBe(1);
  await ada.hides(true);
  await expect.poll(open).toBe(0);
  await bert.startsARoom();
  await expect(faces(ada.page)).toHaveCount(0);
  await ada.hides(false);
  await expect(faces(ada.page)).toHaveText(['B']);
  expect(await open()).toBe(1);
});

test('with reduced motion nothing moves', async ({ arrive }) => {
  const [ada, bert] = [await arrive('Ada'), await arrive('Bert')];
  await ada.page.emulateMedia({ reducedMotion: 'reduce' });
  await bert.startsARoom();
  await ada.visitsTheLobby();
  await expect(faces(ada.page)).toHaveCount(1);
  const moving = () => ada.page.evaluate(() => document.getAnimations().length);
  expect(await moving()).toBe(0);
  const cleo = await arrive('Cleo');
  await cleo.joins(bert.page.url());
  await expect(faces(ada.page)).toHaveCount(2);
  expect(await moving()).toBe(0);
  await ada.page.evaluate(watchFading);
  await cleo.leaves();
  await expect(faces(ada.page)).toHaveCount(1);
  expect(await faded(ada.page)).toBe(0);
});

test('a map of very many rooms shows changes at once, and counts whom it cannot show', async ({ page, house }) => {
  const person = (seat: number) => ({ seat, name: `Person ${seat}`, color: 'cyan', in_call: 'on' });
  const rooms = Array.from({ length: 800 }, (_, room) => ({
    id: quints(room),
    name: `Room ${room}`,
    visibility: 'listed',
    made: room,
    people: Array.from({ length: 10 }, (_, seat) => person(seat)),
  }));
  const came = { came: { room: rooms[7]?.id, person: person(99) } };
  const events = [{ snapshot: { rooms, online: 8000 } }, { changes: [came] }];
  let asked = 0;
  await page.route('**/api/lobby*', async (route) => {
    const event = events[asked];
    asked += 1;
    if (event) await route.fulfill({ contentType: 'text/event-stream', body: `id: 0.${asked}\ndata: ${JSON.stringify(event)}\n\n` });
  });
  await page.goto(house.address);
  await expect(sky(page).locator('.sky-room')).toHaveCount(800);
  await expect(sky(page).locator('.face')).toHaveCount(0);
  await expect(sky(page).locator('.vacancy').first()).toHaveText('10');
  await expect(page.getByRole('list', { name: 'Rooms' }).getByRole('link').first()).toHaveText(/Room 7.*11 people/);
  await expect(sky(page).locator('.vacancy', { hasText: '11' })).toHaveCount(1);
  const moving = () => sky(page).evaluate((sky) => sky.getAnimations({ subtree: true }).length);
  expect(await moving()).toBe(0);
});
