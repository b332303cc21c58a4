// `test`, with a house of its own for each and people who come to it.

import { type Browser, type BrowserContextOptions, test as base } from '@playwright/test';

import { Complaints } from './complaints';
import { House } from './house';
import { Person } from './people';
import { install, PERIOD, type Picture, SMALL } from './probe';

export { expect } from '@playwright/test';

/** How someone differs from a person at a desk. */
export interface Arrival extends BrowserContextOptions {
  browser?: Browser;
  picture?: Picture;
  /** Without the probe, which holds on to all it has seen. */
  isUnwatched?: boolean;
}

/** Nobody types as fast as a test does. */
const TALKATIVE = { CHATMUX_MESSAGES_A_MINUTE: '6000', CHATMUX_MESSAGES_AT_ONCE: '1000' };

interface Fixtures {
  complaints: Complaints;
  /** Settings of the house, by variable; `test.use` changes them. */
  settings: Record<string, string>;
  house: House;
  /** Someone with a browser profile of their own and an empty page. */
  arrive: (name: string, arrival?: Arrival) => Promise<Person>;
}

export const test = base.extend<Fixtures>({
  complaints: [
    async ({}, use) => {
      const complaints = new Complaints();
      await use(complaints);
      complaints.verify();
    },
    { auto: true },
  ],

  settings: [TALKATIVE, { option: true }],

  house: async ({ settings }, use, info) => {
    const house = await House.build(settings);
    await use(house);
    await house.tearDown();
    if (info.status !== info.expectedStatus) {
      await info.attach('server.log', { body: house.log, contentType: 'text/plain' });
    }
  },

  arrive: async ({ browser, complaints, house }, use) => {
    const contexts: { close(): Promise<void> }[] = [];
    await use(async (name, { browser: other, picture, isUnwatched, ...options } = {}) => {
      const context = await (other ?? browser).newContext(options);
      contexts.push(context);
      complaints.listenTo(context);
      if (!isUnwatched) await context.addInitScript(install, { picture: picture ?? SMALL, period: PERIOD });
      return new Person(name, await context.newPage(), house.address);
    });
    for (const context of contexts) await context.close();
  },
});
