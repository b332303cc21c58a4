// For every hand and every eye: axe, the keyboard, a phone.

import { writeFile } from 'node:fs/promises';

import AxeBuilder from '@axe-core/playwright';
import type { Locator } from '@playwright/test';

import type { Person } from '../people';
import { expect, test } from '../test';

async function isFreeOfBarriers(person: Person, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page: person.page }).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  expect(found, `barriers in ${where}`).toEqual([]);
}

for (const theme of ['dark', 'light'] as const) {
  test(`axe finds nothing, ${theme} as the system has it`, async ({ arrive, complaints, house }) => {
    test.slow();
    const look = { colorScheme: theme, reducedMotion: 'reduce' } as const;
    const [ada, bert] = [await arrive('Ada', look), await arrive('Bert', look)];
    await ada.visitsTheLobby();
    await isFreeOfBarriers(ada, 'the empty lobby');
    await ada.button('New room').click();
    await ada.isInTheGreenRoom();
    await isFreeOfBarriers(ada, 'the green room');
    await ada.comesIn();
    await isFreeOfBarriers(ada, 'the room of one');

    await bert.joins(ada.page.url());
    await ada.sees(bert);
    await bert.says('Hello');
    await bert.button('Mute microphone').click();
    await ada.reads(['Hello']);
    await isFreeOfBarriers(ada, 'the room with the chat');
    await ada.opens('People');
    await isFreeOfBarriers(ada, 'the room with the people');
    for (const name of ['Name and colour', 'Keys']) {
      await ada.chooses(name);
      await expect(ada.page.getByRole('dialog', { name })).toBeVisible();
      await isFreeOfBarriers(ada, `the dialog ${name}`);
      await ada.page.keyboard.press('Escape');
    }
    await ada.button('More').click();
    await isFreeOfBarriers(ada, 'the room with more');
    await ada.page.keyboard.press('Escape');
    await expect(ada.button('Keys')).toBeHidden();
    await expect(ada.button('People'), 'Escape closes one thing').toHaveAttribute('aria-expanded', 'true');
    await ada.button('Invite').click();
    await isFreeOfBarriers(ada, 'the invitation');

    const eve = await arrive('Eve', look);
    await eve.visitsTheLobby();
    await isFreeOfBarriers(eve, 'the lobby with people');
    complaints.allow(/status of 404/);
    await eve.page.goto(`${house.address}/nothing/here`);
    await isFreeOfBarriers(eve, 'the page where there is nothing');
  });

  test(`axe finds nothing where emoji are compared and files are offered, ${theme}`, async ({ arrive }, info) => {
    const look = { colorScheme: theme, reducedMotion: 'reduce' } as const;
    const [ada, bert] = [await arrive('Ada', look), await arrive('Bert', look)];
    await ada.startsARoom();
    await bert.joins(ada.page.url());
    await ada.sees(bert);
    await expect(ada.tile('Bert').getByRole('img', { name: 'verified', exact: true })).toBeVisible();

    const path = info.outputPath('notes.txt');
    await writeFile(path, 'Some notes.');
    await ada.opens('Chat');
    const chooser = ada.page.waitForEvent('filechooser');
    await ada.button('Attach a file').click();
    await (await chooser).setFiles(path);
    await bert.opens('Chat');
    for (const person of [ada, bert]) {
      await expect(person.page.getByRole('group', { name: 'File notes.txt', exact: true })).toBeVisible();
      await isFreeOfBarriers(person, `the chat of ${person.name} with a file`);
    }

    await ada.opens('People');
    await ada.row('Bert').getByRole('button', { name: 'Verify Bert' }).click();
    const dialog = ada.page.getByRole('dialog', { name: 'Verify Bert' });
    await expect(dialog.getByText('Waiting for Bert to agree…')).toBeVisible();
    await isFreeOfBarriers(ada, 'the dialog that waits');
    await expect(bert.button('Compare')).toBeVisible();
    await isFreeOfBarriers(bert, 'the question');
    await bert.button('Compare').click();
    await expect(dialog.getByRole('listitem')).toHaveCount(7);
    await isFreeOfBarriers(ada, 'the dialog with the emoji');
  });

  test(`axe finds nothing, ${theme} by choice`, async ({ arrive, house }) => {
    const other = theme === 'dark' ? 'light' : 'dark';
    const ada = await arrive('Ada', { colorScheme: other, reducedMotion: 'reduce' });
    await ada.context.addCookies([{ name: 'theme', value: theme, url: house.address }]);
    await ada.visitsTheLobby();
    await isFreeOfBarriers(ada, 'the lobby');
    await ada.makesARoom();
    await isFreeOfBarriers(ada, 'the green room');
    await ada.comesIn();
    await isFreeOfBarriers(ada, 'the room');
  });
}

test('axe finds nothing on a phone', async ({ arrive }) => {
  const ada = await arrive('Ada', { ...PHONE, reducedMotion: 'reduce' });
  await ada.visitsTheLobby();
  await isFreeOfBarriers(ada, 'the lobby');
  await ada.makesARoom();
  await isFreeOfBarriers(ada, 'the green room');
  await ada.comesIn();
  await isFreeOfBarriers(ada, 'the room');
  await ada.opens('Chat');
  await isFreeOfBarriers(ada, 'the room with the chat');
});

/** Goes on by Tab until it is there. */
async function tabsTo(person: Person, target: Locator): Promise<void> {
  const isThere = () => target.evaluate((element) => element === document.activeElement);
  for (let step = 0; step < 40; step += 1) {
    if (await isThere()) return;
    await person.page.keyboard.press('Tab');
  }
  await expect(target).toBeFocused();
}

test('from the lobby to talking by keyboard alone', async ({ arrive }) => {
  const ada = await arrive('Ada');
  const { keyboard } = ada.page;
  await ada.visitsTheLobby();
  await tabsTo(ada, ada.button('New room'));
  await keyboard.press('Enter');
  await ada.isInTheGreenRoom();
  await tabsTo(ada, ada.page.getByRole('textbox', { name: 'Your name' }));
  await keyboard.type('Ada');
  await keyboard.press('Enter');
  await ada.isInside();
  const bert = await arrive('Bert');
  await bert.joins(ada.page.url());
  await bert.sees(ada);

  await keyboard.press('m');
  await expect(ada.button('Unmute microphone')).toBeVisible();
  await expect(bert.tile('Ada').getByRole('img', { name: 'muted' })).toBeVisible();
  await keyboard.press('m');
  await expect(ada.button('Mute microphone')).toBeVisible();
  await keyboard.press('v');
  await expect(ada.button('Turn camera on')).toBeVisible();
  await keyboard.press('v');
  await expect(ada.button('Turn camera off')).toBeVisible();
  await keyboard.press('c');
  await expect(ada.log).toBeHidden();
  await keyboard.press('c');
  await expect(ada.log).toBeVisible();
  await keyboard.press('?');
  await expect(ada.page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
  await keyboard.press('Escape');
  await expect(ada.page.getByRole('dialog', { name: 'Keys' })).toBeHidden();

  await tabsTo(ada, ada.messageBox);
  await keyboard.type('mvc? are letters here');
  await keyboard.press('Enter');
  await bert.reads(['mvc? are letters here']);
  await expect(ada.button('Mute microphone')).toBeVisible();
  await tabsTo(ada, ada.button('Leave'));
  await keyboard.press('Enter');
  await expect(ada.button('New room')).toBeVisible();
});

test('every way from the lobby shows where the focus is', async ({ arrive }) => {
  const ada = await arrive('Ada');
  await ada.startsARoom();
  for (const name of ['Invite', 'Mute microphone', 'Chat', 'People', 'More', 'Leave']) {
    await tabsTo(ada, ada.button(name));
    const outline = await ada.button(name).evaluate((button) => getComputedStyle(button).outlineStyle);
    expect(outline, name).not.toBe('none');
  }
});

const PHONE = {
  viewport: { width: 360, height: 640 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
} as const;

/** What is wider than the window, in words. */
async function isNotTooWide(person: Person, where: string): Promise<void> {
  const widths = await person.page.evaluate(() => ({
    page: document.documentElement.scrollWidth,
    body: document.body.scrollWidth,
    window: window.innerWidth,
  }));
  expect(widths, where).toEqual({ page: 360, body: 360, window: 360 });
}

/** Buttons can be brought into sight, and are large enough for a thumb. */
async function isAtHand(person: Person, names: string[]): Promise<void> {
  for (const name of names) {
    const button = person.button(name);
    await button.scrollIntoViewIfNeeded();
    await expect(button, name).toBeInViewport({ ratio: 1 });
    const box = await button.boundingBox();
    expect(box?.width, `width of ${name}`).toBeGreaterThanOrEqual(44);
    expect(box?.height, `height of ${name}`).toBeGreaterThanOrEqual(44);
  }
}

test('on a phone everything is there and nothing too wide', async ({ arrive }) => {
  const bert = await arrive('Bert');
  await bert.startsARoom();
  const ada = await arrive('Ada', PHONE);
  await ada.visitsTheLobby();
  await isNotTooWide(ada, 'the lobby');
  await isAtHand(ada, ['New room', 'Light theme']);
  await ada.page.getByRole('list', { name: 'Rooms' }).getByRole('link').first().tap();
  await ada.isInTheGreenRoom();
  await isNotTooWide(ada, 'the green room');
  await isAtHand(ada, ['Join', 'Join without camera']);
  await ada.page.getByRole('textbox', { name: 'Your name' }).fill('Ada');
  await ada.button('Join').tap();
  await ada.isInside();
  await ada.sees(bert);
  await bert.sees(ada);
  await isNotTooWide(ada, 'the room');
  await isAtHand(ada, ['Invite', 'Mute microphone', 'Turn camera off', 'Share screen', 'Chat', 'People', 'More', 'Leave']);

  await ada.button('Chat').tap();
  await isNotTooWide(ada, 'the chat');
  await ada.messageBox.fill('From my phone');
  await ada.button('Send').tap();
  await bert.reads(['From my phone']);
  await isAtHand(ada, ['Send', 'Close']);
  await ada.button('Close').tap();
  await ada.button('People').tap();
  await isNotTooWide(ada, 'the people');
  await ada.button('Close').tap();
  await ada.button('More').tap();
  await isNotTooWide(ada, 'more');
  await isAtHand(ada, ['Name and colour', 'Keys', 'Leave call, stay here']);
  await ada.button('Keys').tap();
  await isNotTooWide(ada, 'the keys');
  await ada.page.getByRole('dialog', { name: 'Keys' }).getByRole('button', { name: 'Close' }).tap();
  await ada.button('Invite').tap();
  const dialog = ada.page.getByRole('dialog', { name: 'Invite' });
  await expect(dialog.getByRole('img', { name: 'The link as a QR code' })).toBeVisible();
  await isNotTooWide(ada, 'the invitation');
  await dialog.getByRole('button', { name: 'Close' }).tap();
  await ada.button('Leave').tap();
  await expect(ada.button('New room')).toBeVisible();
});
