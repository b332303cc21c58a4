// A camera or a microphone that is refused, missing, or taken; and one that is
// given back.

import { launchOptions } from '../browser';
import type { Person } from '../people';
import { expect, test } from '../test';

/** Still in the room, seeing and hearing the other one, writing. */
async function takesPart(one: Person, other: Person): Promise<void> {
  await one.sees(other);
  await one.hears(other);
  await one.says('I have no devices');
  await other.says('I see that');
  for (const person of [one, other]) await person.reads(['I have no devices', 'I see that']);
  await other.finds([other.name, one.name]);
}

test('camera and microphone are refused: one is in the room all the same', async ({
  arrive,
  playwright,
}) => {
  const bert = await arrive('Bert');
  await bert.startsARoom();

  const browser = await playwright.chromium.launch(launchOptions('asked'));
  const ada = await arrive('Ada', { browser, permissions: [] });
  const protocol = await browser.newBrowserCDPSession();
  for (const name of ['camera', 'microphone']) {
    const permission = { name };
    await protocol.send('Browser.setPermission', { permission, setting: 'denied' });
  }
  await ada.page.goto(bert.page.url());
  const words = ada.page.getByRole('status');
  await expect(words.getByText('The camera was refused.')).toBeVisible();
  await expect(words.getByText('The microphone was refused.')).toBeVisible();
  await expect(words.getByText('You can join all the same.')).toBeVisible();
  await ada.comesIn();
  await takesPart(ada, bert);
  await expect(bert.tile('Ada').getByRole('img', { name: 'muted' })).toBeVisible();
  await expect(ada.button('Unmute microphone')).toBeVisible();
  await expect(ada.button('Turn camera on')).toBeVisible();
  await browser.close();
});

for (const [name, sentence] of [
  ['NotAllowedError', 'was refused.'],
  ['NotFoundError', 'was found.'],
  ['NotReadableError', 'could not be started.'],
] as const) {
  test(`the browser answers ${name}: one joins, and a sentence says what happened`, async ({ arrive }) => {
    const bert = await arrive('Bert');
    await bert.startsARoom();
    const ada = await arrive('Ada');
    await ada.page.addInitScript((name) => {
      if (location.protocol === 'about:') return;
      MediaDevices.prototype.getUserMedia = () => Promise.reject(new DOMException('no', name));
    }, name);
    await ada.page.goto(bert.page.url());
    for (const device of ['camera', 'microphone']) {
      await expect(ada.page.getByText(new RegExp(`${device}.*${sentence}`))).toBeVisible();
    }
    await ada.comesIn();
    await takesPart(ada, bert);
  });
}

test('a camera that is missing does not take the microphone away', async ({ arrive }) => {
  const bert = await arrive('Bert');
  await bert.startsARoom();
  const ada = await arrive('Ada');
  await ada.page.addInitScript(() => {
    if (location.protocol === 'about:') return;
    const ask = MediaDevices.prototype.getUserMedia;
    MediaDevices.prototype.getUserMedia = async function (wish) {
      if (wish?.video) throw new DOMException('no', 'NotFoundError');
      return ask.call(this, wish);
    };
  });
  await ada.page.goto(bert.page.url());
  await expect(ada.page.getByText('No camera was found.')).toBeVisible();
  await ada.comesIn();
  await expect(ada.button('Mute microphone')).toBeVisible();
  await bert.hears(ada);
  await takesPart(ada, bert);
});

test('a camera that was refused is there after another try', async ({ arrive }) => {
  const bert = await arrive('Bert');
  await bert.startsARoom();
  const ada = await arrive('Ada');
  await ada.page.addInitScript(() => {
    if (location.protocol === 'about:') return;
    const ask = MediaDevices.prototype.getUserMedia;
    MediaDevices.prototype.getUserMedia = async function (wish) {
      if (document.title !== 'allowed') throw new DOMException('no', 'NotAllowedError');
      return ask.call(this, wish);
    };
  });
  await ada.page.goto(bert.page.url());
  await expect(ada.page.getByText('The camera was refused.')).toBeVisible();
  await ada.page.evaluate(() => (document.title = 'allowed'));
  await ada.button('Try again').click();
  await expect(ada.page.getByText('The camera was refused.')).toHaveCount(0);
  await ada.comesIn();
  await bert.sees(ada);
  await bert.hears(ada);
});

test('the camera is let go when it is turned off and when one leaves', async ({ arrive }) => {
  const ada = await arrive('Ada');
  await ada.startsARoom();
  await expect.poll(() => ada.liveTracks()).toBe(2);
  await ada.button('Turn camera off').click();
  await expect.poll(() => ada.liveTracks()).toBe(1);
  await ada.button('Turn camera on').click();
  await expect.poll(() => ada.liveTracks()).toBe(2);
  await ada.leaves();
  expect(await ada.page.evaluate(() => sessionStorage.getItem('probe.live'))).toBe('0');
});

test('a shared screen is shown to the others until it is stopped', async ({ arrive }) => {
  const [ada, bert] = [await arrive('Ada'), await arrive('Bert')];
  await ada.startsARoom();
  await bert.joins(ada.page.url());
  await bert.sees(ada);
  // A screen there is none of in a headless browser: another camera stands in.
  await ada.page.evaluate(() => {
    navigator.mediaDevices.getDisplayMedia = () => navigator.mediaDevices.getUserMedia({ video: {} });
  });
  await ada.button('Share screen').click();
  const screen = bert.tile('Ada’s screen');
  await expect(screen).toBeVisible();
  const width = () => screen.locator('video').evaluate((video) => (video as HTMLVideoElement).videoWidth);
  await expect.poll(width).toBeGreaterThan(0);
  await ada.button('Stop sharing').click();
  await expect(screen).toHaveCount(0);
  await bert.sees(ada);
});

test('a microphone that is unplugged is replaced by another, and that is said', async ({ arrive }) => {
  const [ada, bert] = [await arrive('Ada'), await arrive('Bert')];
  await ada.startsARoom();
  await bert.joins(ada.page.url());
  await bert.hears(ada);
  await unplug(ada, 'audio');
  await expect(ada.page.getByText(/The microphone was unplugged: now .+ is used\./)).toBeVisible();
  await expect(ada.button('Mute microphone')).toBeVisible();
  await expect.poll(() => ada.liveTracks()).toBe(2);
  await bert.hears(ada);
});

test('the last camera is unplugged: that is said, and it is back when it is plugged in', async ({ arrive }) => {
  const [ada, bert] = [await arrive('Ada'), await arrive('Bert')];
  await ada.page.addInitScript(() => {
    if (location.protocol === 'about:') return;
    const ask = MediaDevices.prototype.getUserMedia;
    MediaDevices.prototype.getUserMedia = async function (wish) {
      if (wish?.video && 'unplugged' in window) throw new DOMException('no', 'NotFoundError');
      return ask.call(this, wish);
    };
  });
  await ada.startsARoom();
  await bert.joins(ada.page.url());
  await bert.sees(ada);
  await ada.page.evaluate(() => Object.assign(window, { unplugged: true }));
  await unplug(ada, 'video');
  await expect(ada.page.getByText('The camera was unplugged or taken away.').first()).toBeVisible();
  await expect(ada.button('Turn camera on')).toBeVisible();
  await expect(bert.tile('Ada')).toHaveClass(/tile-dark/);
  await ada.page.evaluate(() => {
    Reflect.deleteProperty(window, 'unplugged');
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
  });
  await expect(ada.button('Turn camera off')).toBeVisible();
  await bert.sees(ada);
});

test('a screen is shared with its sound beside the camera, until the browser’s own bar ends it', async ({ arrive }) => {
  const [ada, bert] = [await arrive('Ada'), await arrive('Bert')];
  await ada.startsARoom();
  await bert.joins(ada.page.url());
  await bert.sees(ada);
  await ada.page.evaluate(() => {
    navigator.mediaDevices.getDisplayMedia = async (wish) => {
      if (!wish?.audio) throw new DOMException('no sound was asked for', 'TypeError');
      const screen = await navigator.mediaDevices.getUserMedia({ video: {}, audio: true });
      Object.assign(window, { screenTrack: screen.getVideoTracks()[0] });
      return screen;
    };
  });
  await ada.button('Share screen').click();
  const screen = bert.tile('Ada’s screen');
  await expect(screen).toBeVisible();
  const kinds = () =>
    screen.locator('video').evaluate((video) => {
      const stream = (video as HTMLVideoElement).srcObject as MediaStream;
      return stream.getTracks().map(({ kind, muted }) => `${kind} ${muted ? 'silent' : 'comes in'}`);
    });
  await expect.poll(async () => (await kinds()).sort()).toEqual(['audio comes in', 'video comes in']);
  await bert.sees(ada);
  await bert.hears(ada);
  await ada.page.evaluate(() => {
    const { screenTrack } = window as unknown as { screenTrack: MediaStreamTrack };
    screenTrack.stop();
    screenTrack.dispatchEvent(new Event('ended'));
  });
  await expect(screen).toHaveCount(0);
  await expect(ada.button('Share screen')).toBeVisible();
  await bert.sees(ada);
});

test('one sees oneself as in a mirror', async ({ arrive }) => {
  const ada = await arrive('Ada');
  await ada.startsARoom();
  const own = ada.tile('Ada').locator('video');
  await expect(own).toHaveCSS('transform', 'matrix(-1, 0, 0, 1, 0, 0)');
});

/** What happens when a device is pulled out: its track is dead and says so. */
async function unplug(person: Person, kind: 'audio' | 'video'): Promise<void> {
  await person.page.evaluate((kind) => {
    const tracks = window.probe.tracks.filter((it) => it.kind === kind && it.readyState === 'live');
    const track = tracks.at(-1)!;
    track.stop();
    track.dispatchEvent(new Event('ended'));
  }, kind);
}

test('outside the call, a device that is chosen is remembered and not turned on', async ({ arrive }) => {
  const ada = await arrive('Ada');
  await ada.startsARoom();
  await expect.poll(() => ada.liveTracks()).toBe(2);
  await ada.chooses('Leave call, stay here');
  await expect.poll(() => ada.liveTracks()).toBe(0);
  const asked = () => ada.page.evaluate(() => window.probe.tracks.length);
  const before = await asked();

  await ada.chooses('Devices');
  const dialog = ada.page.getByRole('dialog', { name: 'Devices' });
  const chosen: Record<string, string> = {};
  for (const kind of ['Camera', 'Microphone']) {
    const field = dialog.getByRole('combobox', { name: kind });
    const ids = await field.getByRole('option').evaluateAll((all) => all.map((it) => (it as HTMLOptionElement).value));
    chosen[kind] = ids.at(-1)!;
    await field.selectOption(chosen[kind]);
    await expect(field).toHaveValue(chosen[kind]);
  }
  await ada.page.evaluate(() => navigator.mediaDevices.dispatchEvent(new Event('devicechange')));
  await ada.page.keyboard.press('Escape');
  await ada.says('Still here');
  expect(await asked(), 'nothing was asked for').toBe(before);
  expect(await ada.liveTracks()).toBe(0);

  await ada.button('Join call').click();
  const used = () =>
    ada.page.evaluate(() => {
      const live = window.probe.tracks.filter((it) => it.readyState === 'live');
      return live.map((it) => it.getSettings().deviceId).sort();
    });
  await expect.poll(used).toEqual(Object.values(chosen).sort());
});
