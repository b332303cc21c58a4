// The lobby, and addresses at which there is nothing.

import { UNREACHABLE } from '../complaints';
import type { Person } from '../people';
import { expect, test } from '../test';

const map = (person: Person) => person.page.getByRole('group', { name: 'Map of rooms' });
const list = (person: Person) => person.page.getByRole('list', { name: 'Rooms' });

test('an empty lobby invites to start a room', async ({ arrive }) => {
  const ada = await arrive('Ada');
  await ada.visitsTheLobby();
  await expect(ada.page.getByText('0 online')).toBeVisible();
  await expect(list(ada).getByRole('link')).toHaveText([/Lounge.*nobody yet/]);
  await map(ada).getByRole('button', { name: 'Start a room' }).click();
  await ada.comesIn();
});

test('a room with its people is on the map, and a tap leads into it', async ({ arrive }) => {
  const [ada, bert, eve] = [await arrive('Ada'), await arrive('Bert'), await arrive('Eve')];
  await ada.startsARoom();
  await bert.joins(ada.page.url());
  await bert.sees(ada);
  const room = await ada.roomName();

  await eve.visitsTheLobby();
  await expect(eve.page.getByText('2 online')).toBeVisible();
  await expect(list(eve).getByRole('link').first()).toHaveText(new RegExp(`${room}.*2 people`));
  await map(eve).getByRole('link', { name: `Enter ${room}, 2 people` }).click();
  await eve.isInTheGreenRoom();
  expect(eve.page.url()).toBe(ada.page.url());
});

test('a room for those with the link is not in the lobby', async ({ arrive }) => {
  const [ada, bert, eve] = [await arrive('Ada'), await arrive('Bert'), await arrive('Eve')];
  await ada.makesARoom();
  await ada.page.getByRole('checkbox', { name: 'By link only' }).check();
  await ada.comesIn();
  const room = await ada.roomName();
  await expect(ada.page.getByText('By link only').first()).toBeVisible();

  await eve.visitsTheLobby();
  await expect(eve.page.getByText('1 online')).toBeVisible();
  await expect(list(eve).getByRole('link')).toHaveCount(1);
  await expect(list(eve).getByRole('link', { name: room })).toHaveCount(0);
  await bert.joins(ada.page.url());
  await bert.sees(ada);

  await ada.chooses('List this room for everyone');
  await expect(bert.page.getByText('Everyone finds this room')).toBeVisible();
  await eve.visitsTheLobby();
  await expect(list(eve).getByRole('link', { name: room })).toHaveCount(1);
});

test('whoever makes a room gives it a name, and its owner another one', async ({ arrive, complaints, house }) => {
  complaints.allow(...UNREACHABLE, /EventSource/);
  const [ada, bert, eve] = [await arrive('Ada'), await arrive('Bert'), await arrive('Eve')];
  await ada.makesARoom();
  const field = ada.page.getByRole('textbox', { name: 'Name of the room' });
  await expect(field).not.toHaveValue('');
  await field.fill('  ');
  await ada.page.getByRole('textbox', { name: 'Your name' }).fill('Ada');
  await ada.button('Join').click();
  await expect(ada.page.getByRole('alert')).toHaveText('What should this room be called?');
  await expect(field).toBeFocused();
  await field.fill(' Tea kitchen ☕ ');
  await ada.comesIn();
  await expect(ada.page.getByRole('heading', { level: 1 })).toHaveText('Tea kitchen ☕');
  await expect(ada.page).toHaveTitle('Tea kitchen ☕ · chatMUX');

  await eve.visitsTheLobby();
  await expect(list(eve).getByRole('link', { name: /Tea kitchen ☕.*1 person/ })).toHaveCount(1);
  await bert.page.goto(ada.page.url());
  await bert.isInTheGreenRoom();
  await expect(bert.page.getByRole('textbox', { name: 'Name of the room' })).toHaveCount(0);
  await bert.comesIn();
  await bert.button('More').click();
  await expect(bert.button('Rename this room')).toHaveCount(0);
  await bert.page.keyboard.press('Escape');

  await ada.chooses('Rename this room');
  await expect(field).toHaveValue('Tea kitchen ☕');
  await field.fill('Balcony');
  await field.press('Enter');
  await expect(bert.page.getByRole('heading', { level: 1 })).toHaveText('Balcony');
  await expect(bert.page).toHaveTitle('Balcony · chatMUX');
  await expect(list(eve).getByRole('link', { name: /Balcony.*2 people/ })).toHaveCount(1);
  await ada.refreshes();
  await expect(ada.page.getByRole('heading', { level: 1 })).toHaveText('Balcony');

  await house.kill();
  await expect(ada.page.getByText('Reconnecting… Calls go on.')).toBeVisible();
  await ada.chooses('Lock this room');
  await expect(ada.page.getByText('The server cannot be reached now. Try this again in a moment.')).toBeVisible();
});

test('a room that nobody has entered is in no list', async ({ arrive }) => {
  const [ada, eve] = [await arrive('Ada'), await arrive('Eve')];
  await ada.makesARoom();
  expect(ada.page.url()).not.toContain('#');
  await eve.visitsTheLobby();
  await expect(list(eve).getByRole('link')).toHaveCount(1);
});

test('the lounge is always there', async ({ arrive, house }) => {
  const [ada, bert] = [await arrive('Ada'), await arrive('Bert')];
  await ada.visitsTheLobby();
  await list(ada).getByRole('link', { name: 'Lounge' }).click();
  await ada.comesIn();
  await bert.joins(`${house.address}/r/lounge`);
  await bert.sees(ada);
});

test('without JavaScript the lobby shows the map and the rooms, and makes new ones', async ({
  arrive,
  complaints,
}) => {
  complaints.allow(/^warning: The resource .* was preloaded using link preload but not used/);
  const ada = await arrive('Ada');
  await ada.startsARoom();
  const room = await ada.roomName();

  const eve = await arrive('Eve', { javaScriptEnabled: false });
  await eve.page.goto(eve.home);
  await expect(map(eve).getByRole('link', { name: `Enter ${room}, 1 person` })).toBeVisible();
  await expect(list(eve).getByRole('link')).toHaveText([new RegExp(`${room}.*1 person`), /Lounge.*nobody yet/]);
  await map(eve).getByRole('link', { name: `Enter ${room}, 1 person` }).click();
  const words = eve.page.locator('noscript p');
  await expect(words).toContainText('A room needs JavaScript');
  await eve.page.getByRole('link', { name: 'Back to all rooms' }).click();

  await eve.button('New room').click();
  await expect(eve.page).toHaveURL(/\/r\//);
  await expect(words).toContainText('A room needs JavaScript');
});

test('the theme that was chosen stays, in the lobby and in rooms', async ({ arrive }) => {
  const ada = await arrive('Ada', { colorScheme: 'dark' });
  const ground = () => ada.page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  await ada.visitsTheLobby();
  const night = await ground();
  await ada.button('Light theme').click();
  await expect.poll(ground).not.toBe(night);
  const day = await ground();
  await ada.startsARoom();
  expect(await ground()).toBe(day);
  await ada.chooses('Dark theme');
  await expect.poll(ground).toBe(night);
  await ada.leaves();
  expect(await ground()).toBe(night);
});

for (const address of ['/r/nosuchroomatall', '/r/aaaaa-aaaaa-aaaaa', '/nothing/here']) {
  test(`at ${address} there is a page in words`, async ({ arrive, complaints, house }) => {
    complaints.allow(/^error: Failed to load resource: the server responded with a status of 404/);
    const ada = await arrive('Ada');
    const answer = await ada.page.goto(house.address + address);
    expect(answer?.status()).toBe(404);
    await expect(ada.page.getByRole('heading', { level: 1 })).toHaveText(/No such room|Nothing here/);
    await ada.page.getByRole('link', { name: 'Back to all rooms' }).click();
    await expect(ada.button('New room')).toBeVisible();
  });
}

test('what the pages refer to is there', async ({ arrive, house }) => {
  const ada = await arrive('Ada');
  const missing: string[] = [];
  ada.page.on('response', (answer) => {
    if (answer.status() >= 400) missing.push(answer.url());
  });
  await ada.startsARoom();
  await ada.visitsTheLobby();
  const links = await ada.page.locator('link[href]').evaluateAll((links) => links.map((link) => (link as HTMLLinkElement).href));
  for (const link of links) expect((await fetch(link)).status, link).toBe(200);
  const manifest = (await (await fetch(`${house.address}/manifest.webmanifest`)).json()) as { icons: { src: string }[] };
  expect(manifest.icons.length).toBeGreaterThan(0);
  for (const { src } of manifest.icons) expect((await fetch(new URL(src, house.address))).status, src).toBe(200);
  expect(missing).toEqual([]);
});
