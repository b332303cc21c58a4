// Devices and sound: which are used, what is done to a voice, who speaks, how
// loud others are, and the test of the connection.

import type { Locator } from '@playwright/test';

import type { Person } from '../people';
import { expect, test } from '../test';
import { withALock, withAVoice } from '../voice';

const SWITCHES = ['Echo cancellation', 'Noise suppression', 'Automatic gain'] as const;
const SETTINGS = ['echoCancellation', 'noiseSuppression', 'autoGainControl'] as const;

/** What the browser says of the microphone's track. */
async function settingsOf(person: Person): Promise<unknown[]> {
  return person.page.evaluate((names) => {
    const tracks = window.probe.tracks.filter((it) => it.kind === 'audio' && it.readyState === 'live');
    const settings = (tracks.at(-1)?.getSettings() ?? {}) as Record<string, unknown>;
    return names.map((name) => settings[name]);
  }, SETTINGS);
}

async function opensDevices(person: Person): Promise<Locator> {
  await person.chooses('Devices');
  const dialog = person.page.getByRole('dialog', { name: 'Devices' });
  await expect(dialog).toBeVisible();
  return dialog;
}

test('the switches of the voice are applied at once, and remembered', async ({ arrive }) => {
  const ada = await arrive('Ada');
  await ada.startsARoom();
  await expect.poll(() => settingsOf(ada)).toEqual([true, true, true]);
  const dialog = await opensDevices(ada);
  for (const name of SWITCHES) await expect(dialog.getByRole('checkbox', { name })).toBeChecked();
  await dialog.getByRole('checkbox', { name: 'Echo cancellation' }).uncheck();
  await expect.poll(() => settingsOf(ada)).toEqual([false, true, true]);
  await dialog.getByRole('checkbox', { name: 'Automatic gain' }).uncheck();
  await expect.poll(() => settingsOf(ada)).toEqual([false, true, false]);
  await ada.page.keyboard.press('Escape');
  await expect(ada.button('Mute microphone')).toBeVisible();

  await ada.refreshes();
  await expect.poll(() => settingsOf(ada)).toEqual([false, true, false]);
  await ada.makesARoom();
  const page = ada.page;
  await expect(page.getByRole('checkbox', { name: 'Echo cancellation' })).not.toBeChecked();
  await expect(page.getByRole('checkbox', { name: 'Noise suppression' })).toBeChecked();
});

test('another microphone is chosen during the call, heard, and remembered', async ({ arrive }) => {
  const [ada, bert] = [await arrive('Ada'), await arrive('Bert')];
  await ada.startsARoom();
  await bert.joins(ada.page.url());
  await bert.hears(ada);
  const dialog = await opensDevices(ada);
  const microphones = dialog.getByRole('combobox', { name: 'Microphone' });
  const ids = await microphones.getByRole('option').evaluateAll((options) => options.map((it) => (it as HTMLOptionElement).value));
  expect(ids.length).toBeGreaterThan(1);
  const other = ids.at(-1)!;
  await microphones.selectOption(other);
  const used = () => ada.page.evaluate(() => {
    const tracks = window.probe.tracks.filter((it) => it.kind === 'audio' && it.readyState === 'live');
    return tracks.map((it) => it.getSettings().deviceId);
  });
  await expect.poll(used).toEqual([other]);
  await ada.page.keyboard.press('Escape');
  await bert.hears(ada);
  await ada.refreshes();
  await expect.poll(used).toEqual([other]);
});

test('space is held to talk, and typing is not talking', async ({ arrive }) => {
  const [ada, bert] = [await arrive('Ada'), await arrive('Bert')];
  await ada.startsARoom();
  await bert.joins(ada.page.url());
  await bert.sees(ada);
  const muted = bert.tile('Ada').getByRole('img', { name: 'muted' });
  const keyboard = ada.page.keyboard;
  await keyboard.press('m');
  await expect(muted).toBeVisible();
  await keyboard.down(' ');
  await expect(ada.button('Mute microphone')).toBeVisible();
  await expect(muted).toHaveCount(0);
  await keyboard.up(' ');
  await expect(ada.button('Unmute microphone')).toBeVisible();
  await expect(muted).toBeVisible();

  // The focus goes elsewhere while it is held.
  await keyboard.down(' ');
  await expect(ada.button('Mute microphone')).toBeVisible();
  await ada.page.evaluate(() => window.dispatchEvent(new Event('blur')));
  await expect(ada.button('Unmute microphone')).toBeVisible();
  await keyboard.up(' ');

  // In a field it is a space, on a button a press.
  await ada.opens('Chat');
  await ada.messageBox.fill('a');
  await keyboard.press(' ');
  await expect(ada.messageBox).toHaveValue('a ');
  await expect(ada.button('Unmute microphone')).toBeVisible();
  await ada.button('People').focus();
  await keyboard.press(' ');
  await expect(ada.page.getByRole('complementary', { name: 'People' })).toBeVisible();
  await expect(ada.button('Unmute microphone')).toBeVisible();

  // What is on stays on.
  await ada.page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await keyboard.press('m');
  await expect(ada.button('Mute microphone')).toBeVisible();
  await keyboard.press(' ');
  await expect(ada.button('Mute microphone')).toBeVisible();
  await expect(muted).toHaveCount(0);
});

test('space is held to talk after a press of the mouse, too', async ({ arrive }) => {
  const ada = await arrive('Ada');
  await ada.startsARoom();
  const { keyboard } = ada.page;
  await ada.button('Mute microphone').click();
  await expect(ada.button('Unmute microphone')).toBeVisible();
  await keyboard.down(' ');
  await expect(ada.button('Mute microphone')).toBeVisible();
  await keyboard.up(' ');
  await expect(ada.button('Unmute microphone')).toBeVisible();

  // Who came to the button by key presses it by key.
  await ada.button('Unmute microphone').focus();
  await keyboard.press(' ');
  await expect(ada.button('Mute microphone')).toBeVisible();
});

test('who speaks is shown to all, for as long as they do', async ({ arrive }) => {
  const [ada, bert] = [await arrive('Ada'), await arrive('Bert')];
  for (const person of [ada, bert]) await person.page.addInitScript(withAVoice);
  await ada.startsARoom();
  await bert.joins(ada.page.url());
  await bert.sees(ada);
  for (const person of [ada, bert]) await person.opens('People');
  const speaking = (who: Person, of: string) => who.row(of).getByText('speaking', { exact: true });
  await expect(speaking(bert, 'Ada')).toHaveCount(0);
  await ada.page.evaluate(() => window.talk(true));
  await expect(speaking(bert, 'Ada')).toBeVisible();
  await expect(speaking(ada, 'Ada')).toBeVisible();
  await expect(speaking(bert, 'Bert')).toHaveCount(0);
  await ada.page.evaluate(() => window.talk(false));
  await expect(speaking(bert, 'Ada')).toHaveCount(0);
  await expect(speaking(ada, 'Ada')).toHaveCount(0);
});

test('one who talks while muted is told, and is not heard', async ({ arrive }) => {
  const [ada, bert] = [await arrive('Ada'), await arrive('Bert')];
  for (const person of [ada, bert]) await person.page.addInitScript(withAVoice);
  await ada.startsARoom();
  await bert.joins(ada.page.url());
  await bert.sees(ada);
  await bert.opens('People');
  await ada.button('Mute microphone').click();
  await ada.page.evaluate(() => window.talk(true));
  await expect(ada.page.getByText('You are muted: nobody hears you.')).toBeVisible();
  await expect(bert.row('Ada').getByText('speaking')).toHaveCount(0);
});

test('a person is as loud as one wants, or not heard at all, and that is remembered', async ({ arrive }) => {
  const [ada, bert] = [await arrive('Ada'), await arrive('Bert')];
  await ada.startsARoom();
  await bert.joins(ada.page.url());
  await bert.hears(ada);
  await bert.opens('People');
  const video = bert.tile('Ada').locator('video');
  const row = bert.row('Ada');
  await expect(bert.row('Bert').getByRole('slider')).toHaveCount(0);
  await row.getByRole('slider', { name: 'Volume of Ada' }).fill('30');
  await expect(video).toHaveJSProperty('volume', 0.3);
  const mute = row.getByRole('button', { name: 'Mute for me: Ada' });
  await mute.click();
  await expect(video).toHaveJSProperty('muted', true);
  await expect(mute).toHaveAttribute('aria-pressed', 'true');
  // Nobody else is told.
  await expect(ada.tile('Ada').getByRole('img', { name: 'muted' })).toHaveCount(0);

  await bert.refreshes();
  await bert.sees(ada);
  await expect(video).toHaveJSProperty('muted', true);
  await expect(video).toHaveJSProperty('volume', 0.3);
  // The same in the menu of the tile.
  await bert.tile('Ada').hover();
  await bert.button('More about Ada').click();
  const menu = bert.page.getByRole('group', { name: 'More about Ada' });
  await menu.getByRole('button', { name: 'Mute for me: Ada' }).click();
  await expect(video).toHaveJSProperty('muted', false);
  await bert.hears(ada);
});

test('whoever is muted here is so before anything of them is heard', async ({ arrive }) => {
  const [ada, bert] = [await arrive('Ada'), await arrive('Bert')];
  await bert.page.addInitScript(() => {
    const heard: { volume: number; muted: boolean }[] = [];
    Object.assign(window, { heard });
    const property = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, 'srcObject')!;
    Object.defineProperty(HTMLMediaElement.prototype, 'srcObject', {
      ...property,
      set(this: HTMLMediaElement, stream: MediaProvider | null) {
        if (stream && this.classList.contains('remote')) heard.push({ volume: this.volume, muted: this.muted });
        property.set!.call(this, stream);
      },
    });
  });
  const isHeard = async (how: { volume: number; muted: boolean }) => {
    const heard = await bert.page.evaluate(() => (window as unknown as { heard: unknown[] }).heard);
    expect(heard.length).toBeGreaterThan(0);
    expect(heard).toEqual(heard.map(() => how));
  };
  await ada.startsARoom();
  await bert.joins(ada.page.url());
  await bert.hears(ada);
  await isHeard({ volume: 1, muted: false });
  await bert.opens('People');
  await bert.row('Ada').getByRole('slider', { name: 'Volume of Ada' }).fill('30');
  await bert.row('Ada').getByRole('button', { name: 'Mute for me: Ada' }).click();
  await expect(bert.tile('Ada').locator('video')).toHaveJSProperty('muted', true);
  await bert.refreshes();
  await bert.sees(ada);
  await isHeard({ volume: 0.3, muted: true });
});

test('a microphone that the system has muted is given back with one tap', async ({ arrive }) => {
  const [ada, bert] = [await arrive('Ada'), await arrive('Bert')];
  await ada.startsARoom();
  await bert.joins(ada.page.url());
  await bert.hears(ada);
  const set = (muted: boolean) =>
    ada.page.evaluate((muted) => {
      const track = window.probe.tracks.filter((it) => it.kind === 'audio' && it.readyState === 'live').at(-1)!;
      Object.defineProperty(track, 'muted', { value: muted, configurable: true });
      track.dispatchEvent(new Event(muted ? 'mute' : 'unmute'));
    }, muted);
  const banner = ada.page.getByText('Your microphone was muted by the system (a phone call?).');
  const muted = bert.tile('Ada').getByRole('img', { name: 'muted' });
  await set(true);
  await expect(banner).toBeVisible();
  await expect(muted).toBeVisible();
  // The system may give it back by itself.
  await set(false);
  await expect(banner).toHaveCount(0);
  await expect(muted).toHaveCount(0);

  await set(true);
  await expect(banner).toBeVisible();
  await ada.button('Turn it back on').click();
  await expect(banner).toHaveCount(0);
  await expect(muted).toHaveCount(0);
  await expect(ada.button('Mute microphone')).toBeVisible();
  await expect.poll(() => ada.liveTracks()).toBe(2);
  await bert.hears(ada);
});

test('the screen stays awake during the call and no longer', async ({ arrive }) => {
  const ada = await arrive('Ada');
  await ada.page.addInitScript(withALock);
  await ada.makesARoom();
  const locks = () => ada.page.evaluate(() => window.locks);
  expect(await locks()).toEqual({ asked: 0, released: 0 });
  await ada.comesIn();
  await expect.poll(locks).toEqual({ asked: 1, released: 0 });
  // The browser takes it back with the page; it is asked for again.
  await ada.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await expect.poll(async () => (await locks()).asked).toBe(2);
  await ada.chooses('Leave call, stay here');
  await expect.poll(async () => (await locks()).released).toBe(2);
  expect((await locks()).asked).toBe(2);
});

test.describe('the test of the connection', () => {
  const line = (person: Person, of: string) =>
    person.page
      .getByRole('region', { name: 'Test of the connection' })
      .getByRole('listitem')
      .filter({ has: person.page.getByText(of, { exact: true }) });

  test('says a sentence of each thing where there is no relay', async ({ arrive, complaints }) => {
    complaints.allow(/status of (404|405)/);
    const ada = await arrive('Ada');
    await ada.page.addInitScript(withAVoice);
    await ada.makesARoom();
    await ada.page.route('**/ice', (route) => route.fulfill({ status: 404, body: '' }));
    await ada.button('Test the connection').click();
    await expect(line(ada, 'Camera')).toContainText('Your camera works.');
    await expect(line(ada, 'Microphone')).toContainText('Nothing is heard yet');
    await ada.page.evaluate(() => window.talk(true));
    await expect(line(ada, 'Microphone')).toContainText('We hear you.');
    await expect(line(ada, 'Server')).toContainText('The server answers.');
    await expect(line(ada, 'Relay (TURN)')).toContainText('This server offers no relay.');
    await expect(line(ada, 'Path')).toContainText('Calls within your network should work.');
    await ada.button('Close the test').click();
    await expect(ada.page.getByRole('region', { name: 'Test of the connection' })).toHaveCount(0);
    await ada.comesIn();
  });

  test('finds the relay of the server, and a direct path', async ({ arrive }) => {
    const ada = await arrive('Ada');
    await ada.makesARoom();
    await ada.button('Test the connection').click();
    // On the server's own machine, one's address is as others see it.
    await expect(line(ada, 'Address (STUN)')).toContainText('your address is your own');
    await expect(line(ada, 'Relay (TURN)')).toContainText('A relay can be used when no direct path is found.');
    await expect(line(ada, 'Path')).toContainText('Direct paths should work, and the relay helps where they do not.');
    await expect.poll(() => ada.linksOpen()).toBe(0);
  });

  test('says what to do when the server does not answer', async ({ arrive, complaints }) => {
    complaints.allow(/Failed to load resource/);
    const ada = await arrive('Ada');
    await ada.makesARoom();
    await ada.page.route('**/ice', (route) => route.abort());
    await ada.button('Test the connection').click();
    await expect(line(ada, 'Server')).toContainText('The server does not answer');
    await expect(line(ada, 'Path')).toContainText('No call without the server.');
  });

  test('finds that nobody answers by UDP, frees all it took, and keeps nobody from joining', async ({ arrive }) => {
    const ada = await arrive('Ada');
    await ada.makesARoom();
    // A port on which nobody listens.
    const servers = [
      { urls: ['stun:127.0.0.1:9'] },
      { urls: ['turn:127.0.0.1:9?transport=udp'], username: 'u', credential: 'c' },
    ];
    await ada.page.route('**/ice', (route) => route.fulfill({ json: { servers, expires_in: 60_000, boot: 1 } }));
    await ada.button('Test the connection').click();
    await expect(line(ada, 'Relay (TURN)')).toContainText('The relay cannot be reached', { timeout: 30_000 });
    await expect(line(ada, 'Address (STUN)')).toContainText('No answer by UDP', { timeout: 30_000 });
    await expect(line(ada, 'Path')).toContainText('ask your host');
    await expect.poll(() => ada.linksOpen()).toBe(0);
    // Again, and in the midst of it one comes in.
    await ada.button('Test the connection').click();
    await expect(line(ada, 'Path')).toContainText('Not known yet.');
    await expect.poll(() => ada.linksOpen()).toBeGreaterThan(0);
    await ada.comesIn();
    await expect.poll(() => ada.linksOpen()).toBe(0);
  });
});
