// Who comes in, who is in the call, and what one says there without a word.

import { UNREACHABLE } from '../complaints';
import { allSeeEachOther, noneStalled, type Person, watchAll } from '../people';
import { expect, test } from '../test';

/** Someone comes to a locked room. */
async function knocks(person: Person, link: string): Promise<void> {
  await person.page.goto(link);
  await expect(person.page.getByText('This room is locked: you will knock.')).toBeVisible();
  await person.comesInAtTheDoor();
  await expect(person.page.getByText('Knocking… The owner will let you in.')).toBeVisible();
}

test('the owner locks the room, and lets in whoever knocks, or turns them away', async ({ arrive }) => {
  const [ada, bert, cleo] = [await arrive('Ada'), await arrive('Bert'), await arrive('Cleo')];
  await ada.startsARoom();
  const link = ada.page.url();
  await bert.joins(link);
  await allSeeEachOther([ada, bert]);
  await bert.button('More').click();
  await expect(bert.button('Lock this room')).toHaveCount(0);
  await bert.page.keyboard.press('Escape');
  await ada.chooses('Lock this room');
  for (const person of [ada, bert]) await expect(person.page.getByText('🔒 Locked')).toBeVisible();

  await cleo.visitsTheLobby();
  const row = cleo.page.getByRole('list', { name: 'Rooms' }).getByRole('listitem');
  await expect(row.filter({ has: cleo.page.getByRole('img', { name: 'locked' }) })).toHaveCount(1);
  await knocks(cleo, link);
  await expect(ada.page.getByText('Cleo is knocking.')).toBeVisible();
  await expect(bert.page.getByText('Cleo is knocking.')).toHaveCount(0);
  await ada.says('Not for Cleo yet');
  expect(await cleo.page.content()).not.toContain('Not for Cleo yet');

  await ada.button('Turn away Cleo').click();
  await expect(cleo.page.getByText('The owner of this room did not let you in.')).toBeVisible();
  await expect(ada.page.getByText('Cleo is knocking.')).toHaveCount(0);

  await knocks(cleo, link);
  await cleo.button('Stop knocking').click();
  await cleo.isInTheGreenRoom();
  await expect(ada.page.getByText('Cleo is knocking.')).toHaveCount(0);

  await cleo.comesInAtTheDoor();
  await ada.button('Let in Cleo').click();
  await cleo.isInside();
  await allSeeEachOther([ada, bert, cleo]);
  await cleo.refreshes();
  await allSeeEachOther([ada, bert, cleo]);

  const dora = await arrive('Dora');
  await knocks(dora, link);
  await ada.chooses('Unlock this room');
  await dora.isInside();
  await expect(ada.page.getByText('🔒 Locked')).toHaveCount(0);
});

test('a hand is raised by key, seen by everyone, and lowered by the owner', async ({ arrive }) => {
  const [ada, bert] = [await arrive('Ada'), await arrive('Bert')];
  await ada.startsARoom();
  await bert.joins(ada.page.url());
  await allSeeEachOther([ada, bert]);

  await bert.page.locator('body').press('h');
  await expect(bert.button('Lower hand')).toBeVisible();
  const hand = ada.tile('Bert').getByRole('img', { name: 'hand raised' });
  await expect(hand).toBeVisible();
  await expect(ada.page.getByRole('status').filter({ hasText: 'Bert raised a hand.' })).toHaveCount(1);
  await ada.opens('People');
  const names = ada.page.getByRole('list', { name: 'People in this room' }).locator('.person-name');
  await expect(names).toHaveText(['Bert', 'Ada']);

  await ada.button('Lower the hand of Bert').click();
  await expect(hand).toHaveCount(0);
  await expect(names).toHaveText(['Ada', 'Bert']);
  await bert.button('Raise hand').click();
  await expect(hand).toBeVisible();
  await bert.chooses('Leave call, stay here');
  await bert.button('Join call').click();
  await allSeeEachOther([ada, bert]);
  await expect(hand).toHaveCount(0);
});

test('a reaction floats over the tile for a while, and is said', async ({ arrive }) => {
  const [ada, bert] = [await arrive('Ada'), await arrive('Bert')];
  await ada.startsARoom();
  await bert.joins(ada.page.url());
  await allSeeEachOther([ada, bert]);
  await bert.button('Reactions').click();
  await bert.button('Applause').click();
  // All at once: in a few seconds it is gone.
  await Promise.all([
    ...[ada, bert].map((person) => expect(person.tile('Bert').getByText('👏')).toBeVisible()),
    expect(ada.page.getByRole('status').filter({ hasText: 'Bert: Applause.' })).toHaveCount(1),
  ]);
  await expect(ada.tile('Bert').getByText('👏')).toHaveCount(0);
});

test('on a phone, the hand is among the reactions', async ({ arrive }) => {
  const ada = await arrive('Ada', { viewport: { width: 390, height: 844 } });
  await ada.startsARoom();
  await expect(ada.button('Raise hand')).toHaveCount(0);
  await ada.button('Reactions').click();
  await ada.button('Raise hand').click();
  await expect(ada.tile('Ada').getByRole('img', { name: 'hand raised' })).toBeVisible();
  const all = ada.page.getByRole('toolbar', { name: 'Controls' }).getByRole('button');
  for (const button of await all.all()) {
    const box = await button.boundingBox();
    expect((box?.x ?? -1) >= 0 && (box?.x ?? 0) + (box?.width ?? 0) <= 390, await button.innerHTML()).toBe(true);
  }
});

// trial 22: the call
test('the server is asked to stop and comes back: links and pictures are the same', async ({
  arrive,
  complaints,
  house,
}) => {
  complaints.allow(...UNREACHABLE);
  const people = [await arrive('Ada'), await arrive('Bert')];
  const [ada, bert] = people as [Person, Person];
  await ada.startsARoom();
  await bert.joins(ada.page.url());
  await allSeeEachOther(people);
  const watches = await watchAll(people);
  await house.stop();
  for (const person of people) {
    await expect(person.page.getByText('Reconnecting… Calls go on.')).toBeVisible();
  }
  await house.restart();
  for (const person of people) {
    await expect(person.page.getByText('Reconnecting…')).toHaveCount(0);
    await person.finds(['Ada', 'Bert']);
  }
  await noneStalled(watches);
  for (const person of people) expect(await person.linksMade()).toBe(1);
});

test.describe('a call of two, one of them with video', () => {
  test.use({ settings: { CHATMUX_CALL_SESSIONS: '2', CHATMUX_CALL_VIDEO: '1' } });

  test('whoever comes to a full call waits, writes, and is let in when someone leaves', async ({ arrive }) => {
    const [ada, bert, cleo] = [await arrive('Ada'), await arrive('Bert'), await arrive('Cleo')];
    await ada.startsARoom();
    const link = ada.page.url();
    await bert.joins(link);
    await bert.sees(ada);
    await ada.hears(bert);
    await expect(bert.button('Turn camera on')).toBeVisible();

    await cleo.joins(link);
    await expect(cleo.page.getByText('The call is full: 2 are in it. You are the next.')).toBeVisible();
    await expect.poll(() => cleo.liveTracks(), 'nothing is captured meanwhile').toBe(0);
    await cleo.says('I wait');
    await ada.reads(['I wait']);
    await ada.opens('People');
    await expect(ada.row('Cleo')).toContainText('waiting for the call');

    await bert.chooses('Leave call, stay here');
    await cleo.sees(ada);
    await ada.hears(cleo);
    await expect(cleo.button('Turn camera on')).toBeVisible();
    const place = 'There is a place for your picture now. You can turn your camera on.';
    await expect(cleo.page.getByText(place)).toHaveCount(0);
    await ada.button('Turn camera off').click();
    await expect(cleo.page.getByText(place)).toBeVisible();
    await cleo.button('Turn camera on').click();
    await ada.sees(cleo);
    await expect(cleo.page.getByText(place)).toHaveCount(0);
  });

  test('whoever waits may stop waiting, and a line goes on after the server came back', async ({
    arrive,
    complaints,
    house,
  }) => {
    complaints.allow(...UNREACHABLE);
    const [ada, bert, cleo] = [await arrive('Ada'), await arrive('Bert'), await arrive('Cleo')];
    await ada.startsARoom();
    const link = ada.page.url();
    await bert.joins(link);
    await ada.hears(bert);
    await cleo.joins(link);
    const next = cleo.page.getByText('You are the next.');
    await expect(next).toBeVisible();
    await cleo.button('Stop waiting').click();
    await expect(cleo.page.getByText('You are not in the call.')).toBeVisible();
    await cleo.button('Join call').click();
    await expect(next).toBeVisible();
    await cleo.refreshes();
    await expect(next).toBeVisible();

    await house.restart();
    await expect(next).toBeVisible({ timeout: 25_000 });
    await ada.hears(bert);
    await bert.leaves();
    await cleo.sees(ada);
  });
});
