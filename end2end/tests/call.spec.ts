// People open a link, see and hear each other, and write.

import { allSeeEachOther, noneStalled, watchAll } from '../people';
import { expect, test } from '../test';

test('two people open a link, see and hear each other, and write', async ({ arrive }) => {
  const ada = await arrive('Ada');
  await ada.startsARoom();
  await expect(ada.page.getByText('Waiting for someone else to join…')).toBeVisible();
  const link = await ada.copiesTheLink();
  expect(link).toBe(ada.page.url());

  const bert = await arrive('Bert');
  await bert.joins(link);
  await allSeeEachOther([ada, bert]);
  await expect(ada.page.getByText('Waiting for someone else to join…')).toHaveCount(0);

  await ada.says('Hello, Bert');
  await bert.reads(['Hello, Bert']);
  await bert.says('Hello, Ada', 'Nice room');
  await ada.reads(['Hello, Bert', 'Hello, Ada', 'Nice room']);
  await ada.says('It is yours, too');
  for (const person of [ada, bert]) {
    await person.reads(['Hello, Bert', 'Hello, Ada', 'Nice room', 'It is yours, too']);
    await person.finds(['Ada', 'Bert']);
  }
});

test('a third and a fourth join, and everyone sees everyone', async ({ arrive }) => {
  const ada = await arrive('Ada');
  await ada.startsARoom();
  const people = [ada];
  for (const name of ['Bert', 'Cleo', 'Dora']) {
    const person = await arrive(name);
    await person.joins(ada.page.url());
    people.push(person);
    await allSeeEachOther(people);
  }
  for (const person of people) {
    expect(await person.linksMade(), `links ${person.name} made`).toBe(3);
    await person.finds(['Ada', 'Bert', 'Cleo', 'Dora']);
  }
});

test('two who come at the same moment see each other', async ({ arrive }) => {
  const [ada, bert, cleo] = await Promise.all([arrive('Ada'), arrive('Bert'), arrive('Cleo')]);
  await ada.startsARoom();
  await Promise.all([bert.joins(ada.page.url()), cleo.joins(ada.page.url())]);
  await allSeeEachOther([ada, bert, cleo]);
});

test('the first to have come leaves, and the room goes on', async ({ arrive }) => {
  const [ada, bert, cleo] = [await arrive('Ada'), await arrive('Bert'), await arrive('Cleo')];
  await ada.startsARoom();
  const link = ada.page.url();
  await bert.joins(link);
  await cleo.joins(link);
  await allSeeEachOther([ada, bert, cleo]);
  await ada.says('I have to go');

  const watches = await watchAll([bert, cleo]);
  await ada.leaves();
  for (const person of [bert, cleo]) {
    await expect(person.tile('Ada')).toHaveCount(0);
    await person.finds(['Bert', 'Cleo']);
    expect(await person.linksOpen()).toBe(1);
  }
  await noneStalled(watches);

  await bert.says('It is quiet now');
  await cleo.reads(['I have to go', 'It is quiet now']);
  const dora = await arrive('Dora');
  await dora.joins(link);
  await allSeeEachOther([bert, cleo, dora]);
  await dora.reads(['I have to go', 'It is quiet now']);
});

test('the others are told that one is muted and that the camera is off', async ({ arrive }) => {
  const [ada, bert] = [await arrive('Ada'), await arrive('Bert')];
  await ada.startsARoom();
  await bert.joins(ada.page.url());
  await allSeeEachOther([ada, bert]);
  const muted = bert.tile('Ada').getByRole('img', { name: 'muted' });
  const initial = bert.tile('Ada').getByText('A', { exact: true });
  await expect(muted).toHaveCount(0);
  await expect(initial).toBeHidden();

  await ada.button('Mute microphone').click();
  await expect(muted).toBeVisible();
  await ada.button('Turn camera off').click();
  await expect(initial).toBeVisible();

  await ada.button('Unmute microphone').click();
  await expect(muted).toHaveCount(0);
  await ada.button('Turn camera on').click();
  await expect(initial).toBeHidden();
  await bert.sees(ada);
  expect(await bert.linksMade()).toBe(1);
});

test('one who joins without a camera is heard, and sees the others', async ({ arrive }) => {
  const [ada, bert] = [await arrive('Ada'), await arrive('Bert')];
  await ada.startsARoom();
  await bert.page.goto(ada.page.url());
  await bert.comesIn('Join without camera');
  await bert.sees(ada);
  await bert.hears(ada);
  await ada.hears(bert);
  await bert.button('Turn camera on').click();
  await ada.sees(bert);
});

test('one leaves the call, stays in the room, and joins the call again', async ({ arrive }) => {
  const [ada, bert] = [await arrive('Ada'), await arrive('Bert')];
  await ada.startsARoom();
  await bert.joins(ada.page.url());
  await allSeeEachOther([ada, bert]);

  await bert.chooses('Leave call, stay here');
  await expect(bert.page.getByText('You are not in the call.')).toBeVisible();
  await expect(ada.tile('Bert')).toHaveCount(0);
  await expect.poll(() => bert.liveTracks()).toBe(0);
  await bert.says('I only read');
  await ada.reads(['I only read']);

  await bert.button('Join call').click();
  await allSeeEachOther([ada, bert]);
});

test('one tells the others another name', async ({ arrive }) => {
  const [ada, bert] = [await arrive('Ada'), await arrive('Bert')];
  await ada.startsARoom();
  await bert.joins(ada.page.url());
  await allSeeEachOther([ada, bert]);

  await bert.chooses('Name and colour');
  const dialog = bert.page.getByRole('dialog', { name: 'Name and colour' });
  const field = dialog.getByRole('textbox', { name: 'Your name' });
  await field.fill('Not so');
  await bert.page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await bert.chooses('Name and colour');
  await expect(field, 'what was not saved is gone').toHaveValue('Bert');
  await field.fill('Bertram');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  await expect(ada.tile('Bertram')).toBeVisible();
  await ada.finds(['Ada', 'Bertram']);
});
