// What a change on a very large map costs the browser that shows it.

import { quints } from '../quints';
import { test } from '../test';

const ROOMS = 1_000;
const PEOPLE_A_ROOM = 10;
const CHANGES = 30;

test('someone comes into one of a thousand rooms with ten thousand people', async ({ page, house }) => {
  const rooms = Array.from({ length: ROOMS }, (_, room) => ({
    id: quints(room),
    name: `Room ${room}`,
    visibility: 'listed',
    made: room,
    people: Array.from({ length: PEOPLE_A_ROOM }, (_, seat) => person(seat)),
  }));
  const events = [JSON.stringify({ snapshot: { rooms, online: ROOMS * PEOPLE_A_ROOM } })];
  await page.addInitScript(() => {
    // The stream is fed by the test, one change after the other.
    class Fed extends EventTarget {
      readyState = 1;
      constructor() {
        super();
        Object.assign(window, { fed: this });
      }
      close(): void {
        this.readyState = 2;
      }
    }
    Object.assign(window, { EventSource: Fed });
  });
  await page.goto(house.address);
  await page.waitForFunction(() => 'fed' in window);
  for (let change = 1; change <= CHANGES; change++) {
    const room = quints((change * 37) % ROOMS);
    events.push(JSON.stringify({ changes: [{ came: { room, person: person(100 + change) } }] }));
  }
  const times = await page.evaluate(async (events) => {
    const fed = (window as unknown as { fed: EventTarget }).fed;
    const times: number[] = [];
    const idle = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));
    for (const [place, data] of events.entries()) {
      await idle();
      const begun = performance.now();
      fed.dispatchEvent(new MessageEvent('message', { data, lastEventId: `0.${place}` }));
      // The page is painted with it.
      await idle();
      times.push(performance.now() - begun);
    }
    return times;
  }, events);
  const changes = times.slice(1).sort((one, other) => one - other);
  const median = changes[Math.floor(changes.length / 2)] ?? NaN;
  console.log(`the whole map: ${times[0]?.toFixed(0)} ms`);
  console.log(`one who comes: ${median.toFixed(0)} ms (median), ${changes.at(-1)?.toFixed(0)} ms at most, of ${CHANGES}`);
});

function person(seat: number): object {
  return { seat, name: `Person ${seat}`, color: 'cyan' };
}
