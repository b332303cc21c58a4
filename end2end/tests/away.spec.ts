// The server or the network goes away and comes back.

import { UNREACHABLE } from '../complaints';
import { allSeeEachOther, noneStalled, watchAll } from '../people';
import { expect, test } from '../test';

test('the server is killed and comes back: nothing is lost or doubled, and the call of four goes on', async ({
  arrive,
  complaints,
  house,
}) => {
  test.slow();
  complaints.allow(...UNREACHABLE);
  const [ada, bert, cleo] = [await arrive('Ada'), await arrive('Bert'), await arrive('Cleo')];
  const dan = await arrive('Dan');
  const people = [ada, bert, cleo, dan];
  await ada.startsARoom();
  for (const other of [bert, cleo, dan]) await other.joins(ada.page.url());
  await allSeeEachOther(people);
  await ada.says('Before');
  for (const person of people) await person.reads(['Before']);

  const watches = await watchAll(people);
  const stage = await Promise.all(people.map((person) => person.page.locator('.tile').elementHandles()));
  await house.kill();
  for (const person of people) {
    await expect(person.page.getByText('Reconnecting… Calls go on.')).toBeVisible();
  }
  await ada.says('First while away', 'Second while away', 'Third while away');
  await expect(ada.log.getByText('Sending…')).toHaveCount(3);
  expect(await ada.said()).toEqual(['Before']);

  await house.restart();
  const said = ['Before', 'First while away', 'Second while away', 'Third while away'];
  for (const person of people) {
    await person.reads(said);
    await expect(person.page.getByText('Reconnecting…')).toHaveCount(0);
  }
  await bert.says('After');
  for (const person of people) {
    await person.reads([...said, 'After']);
    await person.finds(['Ada', 'Bert', 'Cleo', 'Dan']);
  }
  for (const tile of stage.flat()) {
    expect(await tile.evaluate((tile) => tile.isConnected), 'every tile is the very one it was').toBe(true);
  }
  await noneStalled(watches);
  for (const person of people) expect(await person.linksMade()).toBe(3);
});

test('the server is killed in the middle of a talk, again and again, and every word is there once', async ({
  arrive,
  complaints,
  house,
}) => {
  complaints.allow(...UNREACHABLE);
  const [ada, bert] = [await arrive('Ada'), await arrive('Bert')];
  await ada.startsARoom();
  await bert.joins(ada.page.url());
  const said: string[] = [];
  for (const round of [1, 2, 3]) {
    const words = [1, 2, 3, 4, 5, 6].map((word) => `Round ${round}, word ${word}`);
    said.push(...words);
    await ada.says(...words.slice(0, 4));
    const killed = house.kill();
    await ada.says(...words.slice(4));
    await killed;
    await house.restart();
    for (const person of [ada, bert]) await person.reads(said);
  }
});

test('someone new joins the call after the server came back', async ({ arrive, complaints, house }) => {
  complaints.allow(...UNREACHABLE);
  const [ada, bert] = [await arrive('Ada'), await arrive('Bert')];
  await ada.startsARoom();
  const link = ada.page.url();
  await bert.joins(link);
  await allSeeEachOther([ada, bert]);
  await house.restart();
  const cleo = await arrive('Cleo');
  await cleo.joins(link);
  await allSeeEachOther([ada, bert, cleo]);
  await ada.finds(['Ada', 'Bert', 'Cleo']);
});

test('a tab that comes back while the server was away is in the call again', async ({
  arrive,
  complaints,
  house,
}) => {
  complaints.allow(...UNREACHABLE);
  const [ada, bert] = [await arrive('Ada'), await arrive('Bert')];
  await ada.startsARoom();
  await bert.joins(ada.page.url());
  await allSeeEachOther([ada, bert]);
  await house.restart();
  await ada.refreshes();
  await allSeeEachOther([ada, bert]);
});

test('what is written without a network is sent when it is back', async ({ arrive, complaints }) => {
  complaints.allow(...UNREACHABLE);
  const [ada, bert] = [await arrive('Ada'), await arrive('Bert')];
  await ada.startsARoom();
  await bert.joins(ada.page.url());
  await ada.says('With a network');
  await bert.reads(['With a network']);

  await ada.context.setOffline(true);
  await expect(ada.page.getByText('You are offline.')).toBeVisible();
  await ada.says('Without one');
  await ada.context.setOffline(false);
  await expect(ada.page.getByText('You are offline.')).toHaveCount(0);
  for (const person of [ada, bert]) await person.reads(['With a network', 'Without one']);
});
