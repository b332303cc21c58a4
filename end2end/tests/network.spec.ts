// Another network: new ways are looked for at once.

import type { Person } from '../people';
import { expect, test } from '../test';

/** A browser that says on which kind of network it is. */
function withAConnection(): void {
  const connection = Object.assign(new EventTarget(), { type: 'wifi' });
  Object.defineProperty(navigator, 'connection', { value: connection, configurable: true });
}

/** What the browser says of its network from now on. */
async function tells(person: Person, type: string): Promise<void> {
  await person.page.evaluate((type) => {
    const connection = (navigator as unknown as { connection: EventTarget & { type: string } }).connection;
    connection.type = type;
    connection.dispatchEvent(new Event('change'));
  }, type);
}

/** By what a way that is looked for anew is known (RFC 8839 §5.4). */
async function way(person: Person): Promise<string | undefined> {
  return person.page.evaluate(() => {
    const link = window.probe.links.find(({ connection }) => connection.connectionState !== 'closed');
    return /ice-ufrag:(\S+)/.exec(link?.connection.currentLocalDescription?.sdp ?? '')?.[1];
  });
}

test('another kind of network is a new way, an estimate is none', async ({ arrive }) => {
  const [ada, bert] = [await arrive('Ada'), await arrive('Bert')];
  await ada.page.addInitScript(withAConnection);
  await ada.startsARoom();
  await bert.joins(ada.page.url());
  await ada.sees(bert);
  const [first, links] = [await way(ada), await ada.linksMade()];
  expect(first).toBeDefined();
  await tells(ada, 'wifi');
  await ada.says('An estimate');
  await bert.reads(['An estimate']);
  expect(await way(ada)).toBe(first);

  await tells(ada, 'cellular');
  await expect.poll(() => way(ada)).not.toBe(first);
  await ada.sees(bert);
  await bert.sees(ada);
  expect(await ada.linksMade(), 'the link is the same').toBe(links);
});
