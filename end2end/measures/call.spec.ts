// How soon one is seen, and what a call of four costs.

import type { Person } from '../people';
import { expect, test } from '../test';
import { bareMesh, firstPicture } from './floor';
import { coresUsed } from './processor';

const ROUNDS = 20;
const WINDOW = 20_000;

test('from Join to the first picture of another', async ({ arrive }) => {
  const ada = await arrive('Ada');
  await ada.startsARoom();
  const ours: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const bert = await arrive('Bert', { isUnwatched: true });
    await bert.page.goto(ada.page.url());
    await bert.isInTheGreenRoom();
    bare.push(await bert.page.evaluate(firstPicture));
    ours.push(await fromJoinToPicture(bert));
    // Whose page is just gone is waited for, and the next would connect to them.
    await bert.leaves();
    await bert.context.close();
  }
  say('from Join to the first picture', ours);
  say('from a bare peer connection to the first picture', bare);
  console.log(`ratio of the medians: ${(median(ours) / median(bare)).toFixed(2)}`);
});

test('the processor in a call of four', async ({ arrive }) => {
  const people: Person[] = [];
  for (const name of ['Ada', 'Bert', 'Cleo', 'Dan']) {
    const person = await arrive(name, { isUnwatched: true });
    people.push(person);
    if (people.length === 1) await person.startsARoom();
    else await person.joins(people[0]?.page.url() ?? '');
  }
  for (const person of people) await expect.poll(() => shown(person)).toBe(people.length - 1);
  await people[0]?.page.waitForTimeout(WINDOW / 2);
  const ours = await coresUsed('chrom', WINDOW);
  for (const { context } of people) await context.close();

  const bare = await arrive('Nobody', { isUnwatched: true });
  await bare.visitsTheLobby();
  await bare.page.evaluate(bareMesh, people.length);
  await bare.page.waitForTimeout(WINDOW / 2);
  const floor = await coresUsed('chrom', WINDOW);
  console.log(`a call of four: ${ours.toFixed(2)} cores; bare links, as the browser likes: ${floor.toFixed(2)}`);
  console.log(`ratio: ${(ours / floor).toFixed(2)}`);
});

/** By the clock of the page: from the click to a picture that is shown. */
async function fromJoinToPicture(person: Person): Promise<number> {
  await person.page.getByRole('textbox', { name: 'Your name' }).fill(person.name);
  return person.page.evaluate(async () => {
    const join = [...document.querySelectorAll('button')].find((button) => button.textContent === 'Join');
    const begun = performance.now();
    join?.click();
    for (;;) {
      const videos = [...document.querySelectorAll<HTMLVideoElement>('video.remote')];
      const video = videos.find((video) => video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && video.videoWidth > 0);
      if (video) return performance.now() - begun;
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
  });
}

/** How many others one sees. */
async function shown(person: Person): Promise<number> {
  return person.page
    .locator('video.remote')
    .evaluateAll((videos) => videos.filter((video) => (video as HTMLVideoElement).videoWidth > 0).length);
}

function say(what: string, times: number[]): void {
  const sorted = [...times].sort((one, other) => one - other);
  const worst = sorted.at(-1) ?? NaN;
  console.log(`${what}: median ${median(times).toFixed(0)} ms, longest ${worst.toFixed(0)} ms, of ${times.length}`);
}

function median(times: number[]): number {
  const sorted = [...times].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
