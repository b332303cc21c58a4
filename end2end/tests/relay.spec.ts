// Calls round the relay of the server.

import { goesRound, meetRoundTheRelay, search, wayTo } from '../relay';
import { noneStalled, watchAll } from '../people';
import { UNREACHABLE } from '../complaints';
import { expect, test } from '../test';

test('two whose browsers use a relay alone see each other', async ({ arrive }) => {
  const [ada, bert] = [await arrive('Ada'), await arrive('Bert')];
  await goesRound(ada);
  await goesRound(bert);
  await ada.startsARoom();
  await bert.joins(ada.page.url());
  await meetRoundTheRelay(ada, bert);
});

test('two who reach each other need no relay', async ({ arrive }) => {
  const [ada, bert] = [await arrive('Ada'), await arrive('Bert')];
  await ada.startsARoom();
  await bert.joins(ada.page.url());
  await ada.sees(bert);
  expect(await wayTo(ada, 'Bert')).not.toContain('relay');
});

test.describe('with credentials of eight seconds', () => {
  // Long enough that a way is open before the credential for it is over.
  const LIFETIME = 8_000;
  test.use({ settings: { CHATMUX_TURN_LIFETIME: String(LIFETIME / 1_000) } });

  test('a call outlives the credential it began with', async ({ arrive, house }) => {
    test.slow();
    const [ada, bert] = [await arrive('Ada'), await arrive('Bert')];
    await goesRound(ada);
    await goesRound(bert);
    await ada.startsARoom();
    await bert.joins(ada.page.url());
    await meetRoundTheRelay(ada, bert);
    const began = Date.now();
    const watches = await watchAll([ada, bert]);
    await expect.poll(() => Date.now() - began, { timeout: 5 * LIFETIME }).toBeGreaterThan(3.5 * LIFETIME);

    // A new way by the credentials there are now.
    const first = await search(ada, 'Bert');
    await ada.page.evaluate(() => dispatchEvent(new Event('online')));
    await expect.poll(() => search(ada, 'Bert'), 'the search for a new way').not.toBe(first);
    await meetRoundTheRelay(ada, bert);
    await noneStalled(watches);
    expect(house.log).not.toContain('panicked');
  });
});

test('relayed pictures flow again within ten seconds of the return of the server', async ({ arrive, complaints, house }) => {
  complaints.allow(...UNREACHABLE);
  const [ada, bert] = [await arrive('Ada'), await arrive('Bert')];
  await goesRound(ada);
  await goesRound(bert);
  await ada.startsARoom();
  await bert.joins(ada.page.url());
  await meetRoundTheRelay(ada, bert);

  await house.kill();
  await expect(ada.page.getByText('Reconnecting', { exact: false }).first()).toBeVisible();
  for (const person of [ada, bert]) await person.seesNothingMove();
  await house.restart();
  const back = Date.now();
  // By the readings of the pages, not by how long it takes to look.
  for (const person of [ada, bert]) {
    const first = await person.firstPictureSince(back);
    expect(first - back, `milliseconds until ${person.name} gets pictures`).toBeLessThan(10_000);
  }
  await meetRoundTheRelay(ada, bert);
});
