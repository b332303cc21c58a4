// Who is at the other end of a link, and whether it is who one thinks.

import type { Locator } from '@playwright/test';

import { type Manner, standsBetween } from '../middle';
import { allSeeEachOther, type Person } from '../people';
import { expect, test } from '../test';

async function together(ada: Person, bert: Person): Promise<void> {
  await ada.startsARoom();
  await bert.joins(ada.page.url());
}

/** What a person's tile says of the link to them, or of them. */
function mark(viewer: Person, other: string, name: string): Locator {
  return viewer.tile(other).getByRole('img', { name, exact: true });
}

function dialog(viewer: Person, other: string): Locator {
  return viewer.page.getByRole('dialog', { name: `Verify ${other}`, exact: true });
}

async function asks(asker: Person, other: Person): Promise<void> {
  await asker.opens('People');
  await asker.row(other.name).getByRole('button', { name: `Verify ${other.name}` }).click();
}

/** Both have the emoji before them. */
async function compare(asker: Person, other: Person): Promise<void> {
  await asks(asker, other);
  await expect(dialog(asker, other.name).getByText(`Waiting for ${other.name} to agree…`)).toBeVisible();
  await expect(other.page.getByText(`${asker.name} wants to compare emoji with you.`)).toBeVisible();
  await other.button('Compare').click();
  await expect(emoji(asker, other)).toHaveCount(7);
  await expect(emoji(other, asker)).toHaveCount(7);
}

function emoji(viewer: Person, other: Person): Locator {
  return dialog(viewer, other.name).getByRole('list', { name: 'Emoji to compare' }).getByRole('listitem');
}

test('two people are verified, compare emoji once, and know each other from then on', async ({ arrive }) => {
  const [ada, bert] = [await arrive('Ada'), await arrive('Bert')];
  await together(ada, bert);
  await expect(mark(ada, 'Bert', 'verified')).toBeVisible();
  await expect(mark(bert, 'Ada', 'verified')).toBeVisible();
  await expect(mark(ada, 'Ada', 'verified')).toHaveCount(0);
  await expect(mark(ada, 'Bert', 'compared')).toHaveCount(0);

  await compare(ada, bert);
  const names = await emoji(ada, bert).locator('.emoji-name').allTextContents();
  expect(await emoji(bert, ada).locator('.emoji-name').allTextContents()).toEqual(names);
  await dialog(ada, 'Bert').getByRole('button', { name: 'They match' }).click();
  await expect(dialog(ada, 'Bert').getByText('Waiting for Bert to say so, too…')).toBeVisible();
  await expect(mark(ada, 'Bert', 'compared')).toHaveCount(0);
  await dialog(bert, 'Ada').getByRole('button', { name: 'They match' }).click();
  for (const [viewer, other] of [[ada, bert], [bert, ada]] as const) {
    const over = dialog(viewer, other.name);
    await expect(over.getByText(`You have compared emoji with ${other.name}.`)).toBeVisible();
    await over.getByRole('button', { name: 'Done' }).click();
    await expect(over).toBeHidden();
    await expect(mark(viewer, other.name, 'compared')).toBeVisible();
  }
  await ada.refreshes();
  await expect(mark(ada, 'Bert', 'compared')).toBeVisible();
  await expect(mark(ada, 'Bert', 'verified')).toBeVisible();
  await ada.opens('People');
  await expect(ada.row('Bert')).toContainText('compared');

  const another = await arrive('Bert');
  await another.joins(ada.page.url());
  await expect(ada.page.getByText('Not the Bert you compared with before')).toHaveCount(2);

  await ada.page.getByRole('button', { name: /^Forget that you compared with Bert/ }).click();
  await expect(ada.page.getByRole('img', { name: 'compared' })).toHaveCount(0);
  await expect(ada.page.getByText('Not the Bert you compared with before')).toHaveCount(0);
  await ada.refreshes();
  await expect(ada.page.getByRole('img', { name: 'verified' }).first()).toBeVisible();
  await expect(ada.page.getByRole('img', { name: 'compared' })).toHaveCount(0);
});

test('one asks by the menu of a tile and by key, and the other does not want to', async ({ arrive }) => {
  const [ada, bert] = [await arrive('Ada'), await arrive('Bert')];
  await together(ada, bert);
  await expect(mark(ada, 'Bert', 'verified')).toBeVisible();
  await ada.tile('Bert').getByRole('button', { name: 'More about Bert' }).press('Enter');
  const menu = ada.page.getByRole('group', { name: 'More about Bert' });
  await expect(menu).toContainText('encrypted from browser to browser');
  await menu.getByRole('button', { name: 'Verify Bert' }).press('Enter');
  await bert.button('Not now').press('Enter');
  await expect(dialog(ada, 'Bert').getByText('Bert does not want to compare now.')).toBeVisible();
  await ada.page.keyboard.press('Escape');
  await expect(dialog(ada, 'Bert')).toBeHidden();

  await asks(bert, ada);
  await expect(ada.button('Compare')).toBeVisible();
  await bert.page.keyboard.press('Escape');
  await expect(dialog(bert, 'Ada')).toBeHidden();
  await expect(ada.button('Compare')).toHaveCount(0);
  await expect(mark(ada, 'Bert', 'verified')).toBeVisible();
});

test('whoever sees other emoji says so, and nothing of that link is shown any more', async ({ arrive }) => {
  const [ada, bert] = [await arrive('Ada'), await arrive('Bert')];
  await together(ada, bert);
  await allSeeEachOther([ada, bert]);
  await compare(bert, ada);
  await dialog(ada, 'Bert').getByRole('button', { name: 'They do not match' }).click();
  for (const [viewer, other] of [[ada, bert], [bert, ada]] as const) {
    await expect(dialog(viewer, other.name).getByText('The emoji are not the same')).toBeVisible();
    await viewer.page.keyboard.press('Escape');
    await isHeldBack(viewer, other);
  }
});

test('other emoji are held against the key until the emoji are the same', async ({ arrive }) => {
  const [ada, bert] = [await arrive('Ada'), await arrive('Bert')];
  await together(ada, bert);
  await allSeeEachOther([ada, bert]);
  await compare(bert, ada);
  await dialog(ada, 'Bert').getByRole('button', { name: 'They do not match' }).click();
  await expect(dialog(ada, 'Bert').getByText('The emoji are not the same')).toBeVisible();
  await dialog(ada, 'Bert').getByRole('button', { name: 'Done' }).click();
  await expect(dialog(ada, 'Bert')).toBeHidden();
  await isHeldBack(ada, bert);
  // Another building of the link, whose proof is as good as that of the former.
  await bert.refreshes();
  await expect(mark(bert, 'Ada', 'verified')).toBeVisible();
  await isHeldBack(ada, bert);

  // Somebody has tapped the wrong button.
  await compare(bert, ada);
  await dialog(ada, 'Bert').getByRole('button', { name: 'They match' }).click();
  await dialog(bert, 'Ada').getByRole('button', { name: 'They match' }).click();
  for (const [viewer, other] of [[ada, bert], [bert, ada]] as const) {
    await dialog(viewer, other.name).getByRole('button', { name: 'Done' }).click();
  }
  await expect(mark(ada, 'Bert', 'compared')).toBeVisible();
  await allSeeEachOther([ada, bert]);
});

/** Loud words, no picture, no sound, and nothing is sent. */
async function isHeldBack(
  viewer: Person,
  other: Person,
  words = `This connection is not with ${other.name}: someone may be listening in.`,
): Promise<void> {
  const tile = viewer.tile(other.name);
  await expect(mark(viewer, other.name, 'wrong')).toBeVisible();
  await expect(tile.getByRole('alert')).toContainText(words);
  await expect(tile.getByRole('button', { name: 'Leave this room' })).toBeVisible();
  await expect(tile.locator('video')).toHaveJSProperty('srcObject', null);
  const sent = () =>
    viewer.page.evaluate(() => {
      const open = window.probe.links.filter(({ connection }) => connection.signalingState !== 'closed');
      return open.flatMap(({ connection }) => connection.getSenders()).filter((it) => it.track).length;
    });
  await expect.poll(sent, `what ${viewer.name} sends`).toBe(0);
}

test.describe('someone in the middle', () => {
  for (const manner of ['relays', 'forges'] satisfies Manner[]) {
    test(`who ${manner} who is who is found out on both sides`, async ({ arrive }) => {
      const [ada, bert, eve] = [await arrive('Ada'), await arrive('Bert'), await arrive('Eve')];
      await eve.visitsTheLobby();
      await standsBetween(eve.page, manner, ada);
      await together(ada, bert);
      await isHeldBack(ada, bert);
      await isHeldBack(bert, ada);
      // One from each; more if the link was built anew.
      expect(await eve.page.evaluate(() => window.workshop.attests)).toBeGreaterThanOrEqual(2);
      await asks(ada, bert);
      await expect(ada.page.getByText('Only who is at a verified connection')).toBeVisible();
    });
  }

  test('who drops it leaves both unverified, and is not compared with', async ({ arrive }) => {
    const [ada, bert, eve] = [await arrive('Ada'), await arrive('Bert'), await arrive('Eve')];
    await eve.visitsTheLobby();
    await standsBetween(eve.page, 'drops', ada);
    await together(ada, bert);
    for (const [viewer, other] of [[ada, bert], [bert, ada]] as const) {
      await expect(mark(viewer, other.name, 'unverified')).toBeVisible();
      await expect(mark(viewer, other.name, 'unverified')).toContainText('not verified');
      await expect(mark(viewer, other.name, 'verified')).toHaveCount(0);
      // The attack is real: their pictures come through it.
      await viewer.sees(other);
    }
    await asks(ada, bert);
    await expect(ada.page.getByText('Only who is at a verified connection')).toBeVisible();
    await expect(dialog(ada, 'Bert')).toBeHidden();
  });

  test('who drops it between two who know each other is held back', async ({ arrive }) => {
    const [ada, bert, eve] = [await arrive('Ada'), await arrive('Bert'), await arrive('Eve')];
    await eve.visitsTheLobby();
    await together(ada, bert);
    await compare(ada, bert);
    for (const [viewer, other] of [[ada, bert], [bert, ada]] as const) {
      await dialog(viewer, other.name).getByRole('button', { name: 'They match' }).click();
    }
    for (const [viewer, other] of [[ada, bert], [bert, ada]] as const) {
      await dialog(viewer, other.name).getByRole('button', { name: 'Done' }).click();
    }
    await standsBetween(eve.page, 'drops', ada);
    await ada.refreshes();
    for (const [viewer, other] of [[ada, bert], [bert, ada]] as const) {
      await isHeldBack(viewer, other, `Nothing shows that this connection is with ${other.name}: someone may be in between.`);
    }
  });
});

test('keys are the business of the dialog while emoji are compared', async ({ arrive }) => {
  const [ada, bert] = [await arrive('Ada'), await arrive('Bert')];
  await together(ada, bert);
  await expect(mark(ada, 'Bert', 'verified')).toBeVisible();
  await asks(ada, bert);
  await expect(dialog(ada, 'Bert')).toBeVisible();
  const { keyboard } = ada.page;
  const hidden = { name: 'Mute microphone', exact: true, includeHidden: true };
  for (const key of ['m', 'v', 'c', '1', '?']) await keyboard.press(key);
  await expect(dialog(ada, 'Bert')).toBeVisible();
  await expect(ada.page.getByRole('dialog', { name: 'Keys' })).toBeHidden();
  await expect(ada.page.getByRole('button', hidden)).toBeVisible();
  await keyboard.press('Escape');
  await expect(dialog(ada, 'Bert')).toBeHidden();
  await expect(ada.button('People'), 'Escape closes one thing').toHaveAttribute('aria-expanded', 'true');
});
