// What a call leaves behind: nothing.

import type { CDPSession } from '@playwright/test';

import { held } from '../heap';
import { allSeeEachOther, type Person } from '../people';
import { expect, test } from '../test';

const ROUNDS = 100;
/** A snapshot of the memory takes seconds, and more than one may be needed. */
const PATIENCE = { timeout: 60_000 };

test('a hundred joins and leaves leave no peer connection and no track behind', async ({ arrive }) => {
  test.setTimeout(480_000);
  const [ada, bert] = [await arrive('Ada'), await arrive('Bert', { isUnwatched: true })];
  await ada.startsARoom();
  await bert.joins(ada.page.url());
  await ada.sees(bert);

  const inspector = await bert.context.newCDPSession(bert.page);
  for (let round = 0; round < ROUNDS; round++) {
    await leavesTheCall(bert);
    // Of no interest how far they get: every moment is one to leave at.
    await joinsTheCall(bert);
    if (round % 10 === 0) await expect.poll(() => ada.linksOpen()).toBe(1);
  }
  await ada.sees(bert);

  // Every join made a link on this side.
  expect(await ada.linksMade()).toBeGreaterThan(ROUNDS / 2);
  expect(await ada.linksOpen()).toBe(1);
  await expect.poll(() => held(inspector, 'RTCPeerConnection'), PATIENCE).toBe(1);
  await expect.poll(() => held(inspector, 'RTCDataChannel'), PATIENCE).toBeLessThanOrEqual(2);

  await leavesTheCall(bert);
  await expect.poll(() => ada.linksOpen()).toBe(0);
  await expect.poll(() => held(inspector, 'RTCPeerConnection'), PATIENCE).toBe(0);
  await expect.poll(() => liveTracks(inspector), PATIENCE).toBe(0);
  await bert.button('Join call').click();
  await allSeeEachOther([ada]);
  await ada.sees(bert);
});

async function leavesTheCall(person: Person): Promise<void> {
  await person.chooses('Leave call, stay here');
  await expect(person.button('Join call')).toBeVisible();
}

async function joinsTheCall(person: Person): Promise<void> {
  await person.button('Join call').click();
  await expect(person.button('Join call')).toHaveCount(0);
}

/** How many tracks still give something, after the garbage was collected. */
async function liveTracks(inspector: CDPSession): Promise<number> {
  await inspector.send('HeapProfiler.collectGarbage');
  const objectGroup = 'leaks';
  const prototype = await inspector.send('Runtime.evaluate', { expression: 'MediaStreamTrack.prototype', objectGroup });
  const { objects } = await inspector.send('Runtime.queryObjects', {
    prototypeObjectId: prototype.result.objectId ?? '',
    objectGroup,
  });
  const counted = await inspector.send('Runtime.callFunctionOn', {
    objectId: objects.objectId ?? '',
    functionDeclaration: "function () { return this.filter((track) => track.readyState === 'live').length; }",
    returnByValue: true,
  });
  await inspector.send('Runtime.releaseObjectGroup', { objectGroup });
  return counted.result.value as number;
}
