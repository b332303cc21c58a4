// Who is sent how much, what links are like, and who cannot hear whom.

import type { Locator } from '@playwright/test';

import { allSeeEachOther, type Person } from '../people';
import { expect, test } from '../test';

/** Bits a second for all cameras together, whatever the call (the budget's table). */
const CAP = 1_800_000;
/** How long is counted, in milliseconds. */
const WINDOW = 4_000;

test.describe.configure({ timeout: 150_000 });

/** Bytes of video that went out, by link. */
function videoSent({ page }: Person): Promise<number[]> {
  return page.evaluate(() =>
    Promise.all(
      window.probe.links.map(async ({ connection }) => {
        let bytes = 0;
        (await connection.getStats()).forEach((report) => {
          if (report.type === 'outbound-rtp' && report.kind === 'video') bytes += report.bytesSent;
        });
        return bytes;
      }),
    ),
  );
}

/** When the page has last counted pictures, in milliseconds since 1970. */
function lastReading({ page }: Person): Promise<number> {
  return page.evaluate(() => Math.max(0, ...window.probe.links.map(({ samples }) => samples.at(-1)?.at ?? 0)));
}

/** Bits a second of video that go out during a window, by link. */
async function videoRates(person: Person): Promise<number[]> {
  const before = await videoSent(person);
  const since = Date.now();
  await expect.poll(() => lastReading(person)).toBeGreaterThan(since + WINDOW);
  const after = await videoSent(person);
  const seconds = (Date.now() - since) / 1000;
  return after.map((bytes, link) => ((bytes - (before[link] ?? 0)) * 8) / seconds);
}

/** What the camera's encoder of a link is told. */
function told({ page }: Person, link: number): Promise<{ active: boolean; maxBitrate?: number }> {
  return page.evaluate((link) => {
    const camera = window.probe.links[link]?.connection.getTransceivers()[1];
    const [encoding] = camera?.sender.getParameters().encodings ?? [];
    return { active: encoding?.active ?? true, maxBitrate: encoding?.maxBitrate };
  }, link);
}

function sum(rates: number[]): number {
  return rates.reduce((all, rate) => all + rate, 0);
}

/** The figures in the menu of a tile. */
async function figures(person: Person, of: Person): Promise<Locator> {
  await person.tile(of.name).hover();
  await person.tile(of.name).getByRole('button', { name: `More about ${of.name}` }).click();
  return person.page.locator('.link-figures');
}

test('in a call of four, what one sends stays under its cap, and whoever hides their tab is sent nothing', async ({
  arrive,
}) => {
  const picture = { width: 320, height: 240 };
  const ada = await arrive('Ada', { picture });
  await ada.startsARoom();
  const people = [ada];
  for (const name of ['Bert', 'Cleo', 'Dora']) {
    const person = await arrive(name);
    await person.joins(ada.page.url());
    people.push(person);
  }
  await allSeeEachOther(people);
  const [, bert, cleo] = people as [Person, Person, Person, Person];
  const toBert = await ada.linkTo('Bert');
  // What the table has for so many lines; a processor that is strained gets less.
  await expect.poll(async () => (await told(ada, toBert)).maxBitrate ?? Infinity).toBeLessThanOrEqual(300_000);
  expect(await told(ada, toBert)).toMatchObject({ active: true });

  const all = await videoRates(ada);
  expect(sum(all), 'sent to three').toBeLessThan(CAP);
  expect(all[toBert], 'sent to Bert').toBeGreaterThan(5_000);

  await bert.hides(true);
  await expect.poll(() => told(ada, toBert)).toMatchObject({ active: false });
  let rest: number[] = [];
  // What is under way goes out yet.
  await expect
    .poll(async () => (rest = await videoRates(ada))[toBert], { message: 'sent to Bert, who does not look', timeout: 30_000 })
    .toBe(0);
  expect(sum(rest), 'sent to the others').toBeGreaterThan(5_000);
  await cleo.sees(ada);
  await bert.hears(ada);

  await bert.hides(false);
  await expect.poll(() => told(ada, toBert)).toMatchObject({ active: true });
  await bert.sees(ada);
});

test('figures are in the menu of a tile, and the connections of all are drawn and listed', async ({ arrive }) => {
  const [ada, bert, cleo] = [await arrive('Ada'), await arrive('Bert'), await arrive('Cleo')];
  await ada.startsARoom();
  await bert.joins(ada.page.url());
  await cleo.joins(ada.page.url());
  await allSeeEachOther([ada, bert, cleo]);

  const mark = ada.tile('Bert').getByRole('img', { name: /^(Good|Fair|Bad) connection, direct$/ });
  await expect(mark).toBeVisible();
  await expect(ada.tile('Ada').getByRole('img', { name: /connection/ })).toHaveCount(0);
  // The picture is 160×120, or less while the processor is strained.
  const words = /^Direct · \d+ ms · \d+\.\d % lost · \d+×\d+ at \d+ · \d+ kbit\/s$/;
  await expect(await figures(ada, bert)).toHaveText(words);
  await ada.page.screenshot({ path: test.info().outputPath('figures.png') });
  await ada.page.keyboard.press('Escape');

  await ada.chooses('Connections');
  const dialog = ada.page.getByRole('dialog', { name: 'Connections' });
  const links = dialog.getByRole('list', { name: 'Connections of the call' }).getByRole('listitem');
  await expect(links).toHaveCount(3);
  for (const link of await links.all()) await expect(link).toContainText(/(good|fair|bad), direct/);
  await expect(dialog.locator('line')).toHaveCount(3);
  await ada.page.screenshot({ path: test.info().outputPath('connections.png') });
  await ada.page.emulateMedia({ colorScheme: 'light' });
  await ada.page.setViewportSize({ width: 390, height: 844 });
  await ada.page.screenshot({ path: test.info().outputPath('connections-phone.png') });
});

test('a voice that does not come is told to all, and its link is built anew', async ({ arrive }) => {
  const [ada, bert, cleo] = [await arrive('Ada'), await arrive('Bert'), await arrive('Cleo')];
  await ada.startsARoom();
  await bert.joins(ada.page.url());
  await cleo.joins(ada.page.url());
  await allSeeEachOther([ada, bert, cleo]);
  const before = await ada.linkTo('Bert');

  // Bert's browser sends Ada no sound any more, and says nothing of it.
  await bert.page.evaluate(async (link) => {
    const voice = window.probe.links[link]?.connection.getTransceivers()[0]?.sender;
    const parameters = voice?.getParameters();
    for (const encoding of parameters?.encodings ?? []) encoding.active = false;
    if (parameters) await voice?.setParameters(parameters);
  }, await bert.linkTo('Ada'));

  await expect(ada.page.getByText('You cannot hear Bert at the moment.')).toBeVisible({ timeout: 30_000 });
  await expect(bert.page.getByText('Ada cannot hear you at the moment.')).toBeVisible();
  await expect(cleo.page.getByText('Ada cannot hear Bert at the moment.')).toBeVisible();
  await expect(ada.tile('Bert').getByText('Reconnecting…')).toBeVisible({ timeout: 30_000 });

  await expect.poll(() => ada.linkTo('Bert'), { timeout: 40_000 }).not.toBe(before);
  await ada.hears(bert);
  await ada.sees(bert);
  await expect(ada.page.getByText('You cannot hear Bert at the moment.')).toHaveCount(0);
  expect(await ada.linksMade(), 'the link to Cleo is the one it was').toBe(3);
});
