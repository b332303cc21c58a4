// How soon pictures move again after a network was away, or is another one.

import type { Person } from '../people';
import { test } from '../test';
import { Village } from '../village';

const ROUNDS = 5;
/** How long a network is away, in milliseconds. */
const AWAY = 10_000;

test('after a cut, and after a change of address', async ({ complaints }) => {
  complaints.allow(/./);
  const village = await Village.build();
  try {
    const [ada, bert] = [await village.arrive('Ada', 1, complaints), await village.arrive('Bert', 2, complaints)];
    await ada.startsARoom();
    await bert.joins(ada.page.url());
    await ada.sees(bert);
    await bert.sees(ada);

    const cuts: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      village.cut(2);
      await ada.page.waitForTimeout(AWAY);
      village.mend(2);
      cuts.push(await untilItMoves(ada, bert));
      await ada.page.waitForTimeout(AWAY / 2);
    }
    say(`a network away for ${AWAY / 1000} s is back`, cuts);

    const moves: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      village.move(2, 10 + round);
      moves.push(await untilItMoves(ada, bert));
      await ada.page.waitForTimeout(AWAY / 2);
    }
    say('another address', moves);
  } finally {
    await village.tearDown();
  }
});

/** Milliseconds from now until both see new pictures of each other for a second. */
async function untilItMoves(one: Person, other: Person): Promise<number> {
  const begun = Date.now();
  const times = await Promise.all([moves(one, other.name), moves(other, one.name)]);
  return Math.max(...times) - begun;
}

/** When the first of eight pictures within a second and a half was shown. */
async function moves(person: Person, name: string): Promise<number> {
  return person.tile(name).evaluate(async (tile) => {
    const shown: number[] = [];
    // A link that is built anew has another element for its pictures.
    const picture = (video: HTMLVideoElement): Promise<number | undefined> =>
      new Promise((resolve) => {
        video.requestVideoFrameCallback(() => resolve(Date.now()));
        setTimeout(resolve, 500);
      });
    for (;;) {
      const video = tile.querySelector('video');
      const at = video && (await picture(video));
      if (at) shown.push(at);
      if (!video) await new Promise((resolve) => setTimeout(resolve, 50));
      const [eighth, last] = [shown.at(-8), shown.at(-1)];
      if (eighth && last && last - eighth < 1_500) return eighth;
    }
  });
}

function say(what: string, times: number[]): void {
  const sorted = [...times].sort((one, other) => one - other);
  const median = sorted[Math.floor(sorted.length / 2)] ?? NaN;
  console.log(`${what}: pictures after ${median} ms (median), ${sorted.at(-1) ?? NaN} ms at most, of ${times.length}`);
}
