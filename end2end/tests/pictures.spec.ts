// Pictures of every view, to look at. With `CHATMUX_PICTURES=1` the two of the
// README are written anew.

import { join } from 'node:path';

import type { TestInfo } from '@playwright/test';

import type { Person } from '../people';
import { allSeeEachOther } from '../people';
import { sit } from '../portrait';
import { expect, test } from '../test';

const SIZES = {
  desktop: { width: 1280, height: 800 },
  phone: { width: 360, height: 640 },
};
const THEMES = ['dark', 'light'] as const;
const DOCS = join(__dirname, '..', '..', 'docs');

/** People by the colour they pick. */
const SITTERS = {
  Cyan: { wall: '#8be9fd', hair: '#2b1420', skin: '#f2c9a8' },
  Pink: { wall: '#ff79c6', hair: '#6b3a1e', skin: '#d9a066' },
  Green: { wall: '#50fa7b', hair: '#1d1233', skin: '#8a5a3b' },
  Orange: { wall: '#ffb86c', hair: '#c9c3d6', skin: '#f6d7c3' },
  Violet: { wall: '#bd93f9', hair: '#2b1420', skin: '#d9a066' },
  Yellow: { wall: '#f1fa8c', hair: '#6b3a1e', skin: '#f2c9a8' },
};
type Colour = keyof typeof SITTERS;

/** What one sees now, in every size and theme. */
async function show(person: Person, name: string, info: TestInfo): Promise<void> {
  const { page } = person;
  for (const [size, viewport] of Object.entries(SIZES)) {
    await page.setViewportSize(viewport);
    if (size === 'phone') await closePanel(person);
    for (const colorScheme of THEMES) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.screenshot({ path: info.outputPath(`${name}-${size}-${colorScheme}.png`) });
    }
  }
  await page.setViewportSize(SIZES.desktop);
}

async function closePanel(person: Person): Promise<void> {
  // What is open over everything is what is to be seen.
  if (await person.page.locator('dialog:modal').isVisible()) return;
  const close = person.button('Close');
  if (await close.isVisible()) await close.click();
}

/** What a call has besides its tiles. */
async function showTheCall(ada: Person, bert: Person, info: TestInfo): Promise<void> {
  await bert.button('Raise hand').click();
  await bert.opens('Chat');
  const choosing = bert.page.waitForEvent('filechooser');
  await bert.button('Attach a file').click();
  await (await choosing).setFiles({ name: 'kitchen.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(2_300_000) });
  await ada.opens('Chat');
  await expect(ada.button('Accept').first()).toBeVisible();
  await show(ada, 'file-offered', info);
  await ada.page.keyboard.press('1');
  await show(ada, 'pinned', info);
  await ada.page.keyboard.press('1');
  for (const choice of ['Devices', 'Connections', 'Keys']) {
    await ada.chooses(choice);
    await show(ada, choice.toLowerCase(), info);
    await ada.page.keyboard.press('Escape');
  }
  await ada.button('More').click();
  await show(ada, 'more', info);
  await ada.page.keyboard.press('Escape');
  await ada.tile('Bert').hover();
  await ada.tile('Bert').getByRole('button', { name: 'More about Bert' }).click();
  await show(ada, 'tile-menu', info);
  await ada.page.keyboard.press('Escape');
}

/** The picture of that name in the README, if it is to be taken anew. */
function readme(name: string, info: TestInfo): string {
  return process.env['CHATMUX_PICTURES'] === '1' ? join(DOCS, name) : info.outputPath(name);
}

test('every view has its picture taken', async ({ arrive, house }, info) => {
  test.setTimeout(480_000);
  const comer = async (name: string, colour: Colour) => {
    const person = await arrive(name, { picture: { width: 640, height: 480 }, colorScheme: 'dark' });
    await person.context.addInitScript(sit, SITTERS[colour]);
    return person;
  };
  const entersAs = async (person: Person, colour: Colour) => {
    await person.isInTheGreenRoom();
    await person.page.getByRole('radio', { name: colour }).check();
    await person.comesIn();
  };
  const ada = await comer('Ada', 'Cyan');
  await ada.visitsTheLobby();
  await show(ada, 'lobby-empty', info);
  await ada.button('New room').click();
  await ada.isInTheGreenRoom();
  await ada.page.getByRole('textbox', { name: 'Your name' }).fill('Ada');
  await show(ada, 'green-room', info);
  await ada.button('Test the connection').click();
  await expect(ada.page.getByText('Direct paths should work', { exact: false })).toBeVisible();
  await show(ada, 'connection-tested', info);
  await ada.button('Close the test').click();
  await entersAs(ada, 'Cyan');
  await show(ada, 'room-of-1', info);

  const people = [ada];
  const link = ada.page.url();
  for (const [name, colour] of [['Bert', 'Pink'], ['Cleo', 'Green'], ['Dora', 'Orange']] as const) {
    const person = await comer(name, colour);
    await person.page.goto(link);
    await entersAs(person, colour);
    people.push(person);
    if (people.length === 2) {
      await allSeeEachOther(people);
      await show(ada, 'room-of-2', info);
    }
  }
  const [, bert, cleo, dora] = people as [Person, Person, Person, Person];
  await bert.says('Hello from the kitchen!');
  await cleo.says("Can everyone see me? I can't tell :)");
  await ada.says('We see you. Nobody in between, it comes straight from you.');
  await dora.says('And the room was one link away 🎉');
  await dora.button('Mute microphone').click();
  await expect(ada.tile('Dora').getByRole('img', { name: 'muted' })).toBeVisible();
  await allSeeEachOther([ada, bert, cleo]);
  await ada.sees(dora);
  await ada.opens('Chat');
  await ada.messageBox.blur();
  await ada.page.mouse.move(0, 0);
  await ada.page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await ada.page.screenshot({ path: readme('call.png', info) });
  await show(ada, 'room-of-4', info);
  await ada.opens('People');
  await show(ada, 'people', info);
  await ada.button('Invite').click();
  await show(ada, 'invitation', info);
  await ada.page.keyboard.press('Escape');
  await showTheCall(ada, bert, info);

  for (const [name, colour, room] of [
    ['Finn', 'Violet', `${house.address}/r/lounge`],
    ['Gia', 'Yellow', `${house.address}/r/lounge`],
    ['Hugo', 'Pink', undefined],
  ] as const) {
    const person = await comer(name, colour);
    if (room) await person.page.goto(room);
    else await person.makesARoom();
    await entersAs(person, colour);
  }
  const eve = await comer('Eve', 'Green');
  await eve.visitsTheLobby();
  await expect(eve.page.getByText('7 online')).toBeVisible();
  await eve.page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await eve.page.screenshot({ path: readme('lobby.png', info) });
  await show(eve, 'lobby', info);
});
