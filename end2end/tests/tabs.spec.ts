// Someone loads the page again, or has it in two tabs.

import { allSeeEachOther, noneStalled, watchAll } from '../people';
import { expect, test } from '../test';

for (const [place, who] of [
  [0, 'the first'],
  [1, 'the second'],
  [2, 'the last'],
] as const) {
  test(`${who} to have come refreshes and is back, and the others never notice`, async ({ arrive }) => {
    const people = [await arrive('Ada'), await arrive('Bert'), await arrive('Cleo')];
    const [ada] = people as [(typeof people)[0]];
    await ada.startsARoom();
    const link = ada.page.url();
    for (const person of people.slice(1)) await person.joins(link);
    await allSeeEachOther(people);
    for (const person of people) await person.says(`I am ${person.name}`);
    const history = ['I am Ada', 'I am Bert', 'I am Cleo'];

    const one = people[place]!;
    const others = people.filter((person) => person !== one);
    const watches = await watchAll(others);
    await one.refreshes();
    await allSeeEachOther(people);
    await noneStalled(watches);
    for (const other of others) {
      expect(await other.linksMade(), `links ${other.name} made`).toBe(3);
      expect(await other.linksOpen(), `links ${other.name} has`).toBe(2);
    }
    for (const person of people) {
      await person.reads(history);
      await person.finds(['Ada', 'Bert', 'Cleo']);
      await expect(person.row(one.name)).not.toContainText('tabs');
    }
    await one.says('Here I am again');
    for (const person of people) await person.reads([...history, 'Here I am again']);
  });
}

test('a refresh leaves microphone and camera as they were', async ({ arrive }) => {
  const [ada, bert] = [await arrive('Ada'), await arrive('Bert')];
  await ada.startsARoom();
  await bert.joins(ada.page.url());
  await allSeeEachOther([ada, bert]);
  await ada.button('Mute microphone').click();
  await ada.button('Turn camera off').click();
  await expect(bert.tile('Ada').getByRole('img', { name: 'muted' })).toBeVisible();

  await ada.refreshes();
  await expect(ada.button('Unmute microphone')).toBeVisible();
  await expect(ada.button('Turn camera on')).toBeVisible();
  await ada.sees(bert);
  await expect(bert.tile('Ada').getByRole('img', { name: 'muted' })).toBeVisible();
});

test('all refresh at once and find each other again', async ({ arrive }) => {
  const people = [await arrive('Ada'), await arrive('Bert'), await arrive('Cleo')];
  const [ada, bert, cleo] = people as [(typeof people)[0], (typeof people)[0], (typeof people)[0]];
  await ada.startsARoom();
  await bert.joins(ada.page.url());
  await cleo.joins(ada.page.url());
  await allSeeEachOther(people);
  await Promise.all(people.map((person) => person.refreshes()));
  await allSeeEachOther(people);
  for (const person of people) await person.finds(['Ada', 'Bert', 'Cleo']);
});

test('a duplicated tab is a session of its own, and the first lives on', async ({ arrive }) => {
  const [ada, bert] = [await arrive('Ada'), await arrive('Bert')];
  await ada.startsARoom();
  await bert.joins(ada.page.url());
  await allSeeEachOther([ada, bert]);
  await ada.says('In the first tab');

  const watches = await watchAll([ada, bert]);
  const [page] = await Promise.all([
    ada.context.waitForEvent('page'),
    ada.page.evaluate(() => void window.open(location.href)),
  ]);
  const copy = ada.with(page);
  await copy.isInside();
  await expect(page.getByText('You are in the call in another tab.')).toBeVisible();
  await copy.says('In the second tab');
  await ada.says('Still in the first');
  for (const person of [ada, bert, copy]) {
    await person.reads(['In the first tab', 'In the second tab', 'Still in the first']);
  }
  await bert.finds(['Ada', 'Bert']);
  await expect(bert.row('Ada')).toContainText('2 tabs');
  await noneStalled(watches);

  await page.close();
  await expect(bert.row('Ada')).not.toContainText('tabs');
  await ada.says('Alone again');
  await bert.reads(['In the first tab', 'In the second tab', 'Still in the first', 'Alone again']);
});

test('a person in two tabs is one person', async ({ arrive }) => {
  const [ada, bert] = [await arrive('Ada'), await arrive('Bert')];
  await ada.startsARoom();
  const link = ada.page.url();
  await bert.joins(link);
  await allSeeEachOther([ada, bert]);

  const second = ada.with(await ada.context.newPage());
  await second.page.goto(link);
  await second.isInTheGreenRoom();
  await expect(second.page.getByRole('textbox', { name: 'Your name' })).toHaveValue('Ada');
  await second.comesIn();
  await bert.finds(['Ada', 'Bert']);
  await expect(bert.row('Ada')).toContainText('2 tabs');
  await second.says('From here');
  await ada.says('And from there');
  await bert.reads(['From here', 'And from there']);

  await second.leaves();
  await bert.finds(['Ada', 'Bert']);
  await expect(bert.row('Ada')).not.toContainText('tabs');
  await allSeeEachOther([ada, bert]);
});

test('the call goes on in the tab that joins it', async ({ arrive }) => {
  const [ada, bert] = [await arrive('Ada'), await arrive('Bert')];
  await ada.startsARoom();
  const link = ada.page.url();
  await bert.joins(link);
  const second = ada.with(await ada.context.newPage());
  await second.joins(link);
  await expect(second.page.getByText('You are in the call in another tab.')).toBeVisible();
  await second.button('Join call').click();
  await allSeeEachOther([second, bert]);
  await expect(ada.page.getByText('You are in the call in another tab.')).toBeVisible();
  await expect(ada.button('Turn camera off').or(ada.button('Turn camera on'))).toBeDisabled();
  await expect.poll(() => ada.liveTracks()).toBe(0);
  await expect(bert.page.locator('.tile')).toHaveCount(2);
  await ada.leaves();
  await allSeeEachOther([second, bert]);
});
