// A conversation that lasts: signed, ordered, changed and taken back.

import type { Page, WebSocketRoute } from '@playwright/test';

import { UNREACHABLE } from '../complaints';
import type { Person } from '../people';
import { expect, test } from '../test';

/** What a server says, with the means to change it. */
type Lie = (frame: string) => string | undefined;

/** From the next load on, the page hears its server through a liar. */
async function isLiedTo(page: Page, lie: Lie): Promise<void> {
  await page.routeWebSocket(/\/socket$/, (socket: WebSocketRoute) => {
    const server = socket.connectToServer();
    server.onMessage((frame) => {
      const told = lie(String(frame));
      if (told !== undefined) socket.send(told);
    });
  });
}

async function together(ada: Person, bert: Person): Promise<void> {
  await ada.startsARoom();
  await bert.joins(ada.page.url());
}

test('the last message is edited with the arrow up, and everyone sees that it was', async ({ arrive }) => {
  const [ada, bert] = [await arrive('Ada'), await arrive('Bert')];
  await together(ada, bert);
  await ada.says('First', 'Secnod');
  await bert.says('Mine');
  await ada.reads(['First', 'Secnod', 'Mine']);
  await ada.messageBox.press('ArrowUp');
  await expect(ada.messageBox).toHaveValue('Secnod');
  await expect(ada.messageBox).toBeFocused();
  await ada.messageBox.fill('Second');
  await ada.messageBox.press('Enter');
  for (const person of [ada, bert]) {
    await person.reads(['First', 'Second', 'Mine']);
    await expect(person.message('Second').getByText('edited')).toBeVisible();
    await expect(person.message('First').getByText('edited')).toHaveCount(0);
  }
  await ada.messageBox.press('ArrowUp');
  await ada.messageBox.press('Escape');
  await expect(ada.messageBox).toHaveValue('');
  await bert.refreshes();
  await bert.reads(['First', 'Second', 'Mine']);
});

test('one takes back what one said, and the owner what anyone said', async ({ arrive }) => {
  const [ada, bert] = [await arrive('Ada'), await arrive('Bert')];
  await together(ada, bert);
  await bert.says('Oops', 'Rude', 'Kind');
  await ada.says('Mine');
  await bert.reads(['Oops', 'Rude', 'Kind', 'Mine']);
  const remove = (person: Person, text: string) => person.message(text).getByRole('button', { name: 'Delete message' });
  await expect(remove(bert, 'Mine')).toHaveCount(0);
  await bert.message('Oops').hover();
  await remove(bert, 'Oops').click();
  await ada.message('Rude').hover();
  await remove(ada, 'Rude').click();
  for (const person of [ada, bert]) {
    await person.reads(['Kind', 'Mine']);
    await expect(person.log.getByText('This message was deleted.')).toHaveCount(2);
    await expect(person.log.getByRole('img', { name: 'Signed' })).toHaveCount(5);
    await expect(person.log.getByRole('alert')).toHaveCount(0);
  }
  await bert.refreshes();
  await bert.reads(['Kind', 'Mine']);
});

test('what was typed before an edit is there after it', async ({ arrive }) => {
  const ada = await arrive('Ada');
  await ada.startsARoom();
  await ada.says('First');
  await ada.reads(['First']);
  await ada.messageBox.fill('Half a thought');
  await ada.message('First').hover();
  await ada.message('First').getByRole('button', { name: 'Edit message' }).click();
  await expect(ada.messageBox).toHaveValue('First');
  await ada.messageBox.fill('First of all');
  await ada.messageBox.press('Enter');
  await expect(ada.messageBox).toHaveValue('Half a thought');
  await ada.reads(['First of all']);
});

test('an owner passes the room on, and the new one removes someone for good', async ({ arrive }) => {
  const [ada, bert] = [await arrive('Ada'), await arrive('Bert')];
  await together(ada, bert);
  for (const person of [ada, bert]) person.page.on('dialog', (dialog) => void dialog.accept());
  await ada.opens('People');
  await expect(bert.row('Ada').getByRole('button', { name: 'Remove Ada' })).toHaveCount(0);
  await ada.button('Make owner Bert').click();
  await bert.opens('People');
  await expect(bert.row('Bert')).toContainText('owner');
  await bert.button('Remove Ada').click();
  await expect(ada.page.getByRole('heading', { level: 1 })).toContainText('has removed you');
  await ada.page.reload();
  await ada.comesInAtTheDoor();
  await expect(ada.page.getByText('has removed you').first()).toBeVisible();
  await bert.opens('Chat');
  await expect(bert.log.getByText('Ada passed this room on to Bert.')).toBeVisible();
  await expect(bert.log.getByText('Bert removed Ada.')).toBeVisible();
  await expect(bert.log.getByRole('alert')).toHaveCount(0);
});

test('who is typing is shown, and not for long', async ({ arrive }) => {
  const [ada, bert] = [await arrive('Ada'), await arrive('Bert')];
  await together(ada, bert);
  await bert.opens('Chat');
  await ada.opens('Chat');
  await ada.messageBox.pressSequentially('Hm');
  const typing = bert.page.getByText('Ada is typing…');
  await expect(typing).toBeVisible();
  await expect(ada.page.getByText('is typing…')).toHaveCount(0);
  await expect(typing).toHaveCount(0);
  await ada.messageBox.pressSequentially(', well');
  await expect(typing).toBeVisible();
  await ada.messageBox.press('Enter');
  await bert.reads(['Hm, well']);
  await expect(typing).toHaveCount(0);
});

test('what was typed or written offline survives a reload, and is there once', async ({
  arrive,
  complaints,
  house,
}) => {
  complaints.allow(...UNREACHABLE);
  const [ada, bert] = [await arrive('Ada'), await arrive('Bert')];
  await together(ada, bert);
  await ada.says('Before');
  await bert.reads(['Before']);
  // Everything gets through but what Ada says.
  await ada.page.routeWebSocket(/\/socket$/, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((frame) => {
      if (!String(frame).includes('"post"')) server.send(frame);
    });
  });
  await house.restart();
  await expect(ada.page.getByText('Reconnecting…')).toHaveCount(0);
  await ada.says('While away', 'Still away');
  await expect(ada.log.getByText('Sending…')).toHaveCount(2);
  await ada.messageBox.fill('Not sent yet');
  await ada.page.unrouteAll();
  const again = await ada.context.newPage();
  await again.close();
  await ada.page.routeWebSocket(/\/socket$/, (socket) => void socket.connectToServer());
  await ada.refreshes();
  await expect(ada.messageBox).toHaveValue('Not sent yet');
  for (const person of [ada, bert]) await person.reads(['Before', 'While away', 'Still away']);
  await ada.refreshes();
  await ada.reads(['Before', 'While away', 'Still away']);
});

test('a person is the same in two tabs and after a refresh', async ({ arrive }) => {
  const ada = await arrive('Ada');
  await ada.startsARoom();
  await ada.says('From the first tab');
  const other = ada.with(await ada.context.newPage());
  await other.joins(ada.page.url());
  await other.finds(['Ada']);
  await expect(other.row('Ada')).toContainText('owner');
  await other.opens('Chat');
  await other.messageBox.press('ArrowUp');
  await expect(other.messageBox).toHaveValue('From the first tab');
});

test('a status is told to the others', async ({ arrive }) => {
  const [ada, bert] = [await arrive('Ada'), await arrive('Bert')];
  await together(ada, bert);
  await ada.chooses('Name and colour');
  const dialog = ada.page.getByRole('dialog', { name: 'Name and colour' });
  await dialog.getByRole('textbox', { name: 'Your status' }).fill('Back at three');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await bert.opens('People');
  await expect(bert.row('Ada')).toContainText('Back at three');
  await ada.refreshes();
  await expect(bert.row('Ada')).toContainText('Back at three');
});

test.describe('with ten messages at once, and one every ten seconds', () => {
  // So slow that no machine takes longer to write ten than one takes to come back.
  test.use({ settings: { CHATMUX_MESSAGES_A_MINUTE: '6', CHATMUX_MESSAGES_AT_ONCE: '10' } });

  test('whoever writes too fast is told how long to wait, and nothing is lost', async ({ arrive }) => {
    const ada = await arrive('Ada');
    await ada.startsARoom();
    // Opening the room was one of ten.
    const texts = Array.from({ length: 10 }, (_, index) => `Message ${index + 1}`);
    await ada.says(...texts);
    await expect(ada.page.getByText(/^Please wait \d+ s\.$/)).toBeVisible();
    await ada.messageBox.fill('Too soon');
    await ada.messageBox.press('Enter');
    await expect(ada.messageBox).toHaveValue('Too soon');
    await ada.reads(texts);
    await expect(ada.page.getByText(/^Please wait/)).toHaveCount(0);
    await ada.messageBox.press('Enter');
    await ada.reads([...texts, 'Too soon']);
  });
});

test.describe('with small pages', () => {
  test.use({
    settings: {
      CHATMUX_MESSAGES_A_MINUTE: '6000',
      CHATMUX_MESSAGES_AT_ONCE: '1000',
      CHATMUX_ENTRIES_PAGE: '40',
      CHATMUX_ENTRIES_KEPT: '100',
    },
  });

  test('older messages come by scrolling up, the page does not jump, and the oldest are gone', async ({ arrive }) => {
    const [ada, bert] = [await arrive('Ada'), await arrive('Bert')];
    await ada.startsARoom();
    const texts = Array.from({ length: 120 }, (_, index) => `Message ${index + 1}`);
    await ada.says(...texts);
    await bert.joins(ada.page.url());
    await bert.reads(texts.slice(80));
    const first = bert.message('Message 90');
    const before = await bert.log.evaluate((log) => {
      log.scrollTo(0, -(log.scrollHeight - log.clientHeight - 250));
      const texts = [...log.querySelectorAll('.message')];
      return texts.find((text) => text.textContent === 'Message 90')?.getBoundingClientRect().y;
    });
    await expect(bert.message('Message 41')).toHaveCount(1);
    const after = (await first.boundingBox())?.y;
    expect(Math.abs((after ?? 0) - (before ?? 1000)), 'it stays where it was').toBeLessThan(30);
    const begin = bert.log.getByText('What was said before is not kept.');
    await expect(async () => {
      await bert.log.evaluate((log) => log.scrollTo(0, -log.scrollHeight));
      await expect(begin).toBeVisible({ timeout: 500 });
    }).toPass();
    await expect(bert.message('Message 21')).toHaveCount(1);
    await expect(bert.message('Message 20')).toHaveCount(0);
    await expect(bert.log.getByRole('alert')).toHaveCount(0);
    await bert.log.evaluate((log) => log.scrollTo(0, -1200));
    const reading = bert.message('Message 70');
    const place = (await reading.boundingBox())?.y;
    await ada.says('The last one');
    await expect(bert.message('The last one')).toHaveCount(1);
    const stays = (await reading.boundingBox())?.y;
    expect(Math.abs((stays ?? 0) - (place ?? 1000)), 'what comes at the end moves nothing').toBeLessThan(30);
  });
});

test('a line stands above what is new, until it was read', async ({ arrive }) => {
  const [ada, bert] = [await arrive('Ada'), await arrive('Bert')];
  await together(ada, bert);
  await ada.says('Old');
  await bert.reads(['Old']);
  await bert.opens('People');
  await ada.says('New', 'Newer');
  await expect(bert.button('Chat').locator('.badge')).toHaveText('2');
  await bert.opens('Chat');
  await expect(bert.log.getByRole('heading', { name: 'New messages' })).toHaveCount(1);
  await bert.says('Read');
  await expect(bert.log.getByRole('heading', { name: 'New messages' })).toHaveCount(0);
});

test.describe('a server that lies', () => {
  const lies: [string, Lie, string][] = [
    ['changes a text', (frame) => frame.replace('"text":"Yes"', '"text":"No"'), 'another text than the one its author signed'],
    [
      'says it in the name of another',
      (frame) => {
        const parsed = JSON.parse(frame);
        const entry = parsed.told?.event?.entry?.entry;
        if (entry?.words?.kept?.text === 'Yes') entry.signature = entry.signature.replace(/^.{8}/, 'AAAAAAAA');
        return JSON.stringify(parsed);
      },
      'does not follow from what came before',
    ],
  ];
  for (const [what, lie, words] of lies) {
    test(`${what}, and is caught`, async ({ arrive }) => {
      const [ada, bert] = [await arrive('Ada'), await arrive('Bert')];
      await ada.startsARoom();
      await isLiedTo(bert.page, lie);
      await bert.joins(ada.page.url());
      await ada.says('Hello', 'Yes', 'Thank you');
      await bert.opens('Chat');
      await expect(bert.log.getByRole('alert')).toContainText(words);
      await expect(ada.log.getByRole('alert')).toHaveCount(0);
      await expect(ada.log.getByRole('img', { name: 'Signed' })).toHaveCount(4);
    });
  }
});

test('a page that cannot sign says what to do', async ({ arrive }) => {
  const ada = await arrive('Ada');
  await ada.page.addInitScript(() => {
    Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined });
  });
  await ada.visitsTheLobby();
  await ada.button('New room').click();
  await expect(ada.page.getByRole('heading', { level: 1 })).toContainText('by https, or by localhost');
});
