// Two people whose networks do not let them reach each other.

import { meetRoundTheRelay } from '../relay';
import { Person } from '../people';
import { install, SMALL } from '../probe';
import { expect, test } from '../test';
import { Village } from '../village';

test('two whose networks do not reach each other meet round the relay', async ({ complaints }, info) => {
  const obstacle = Village.obstacle();
  if (process.env['CHATMUX_NO_NAMESPACES'] === '1') {
    // Said on purpose by whoever cannot lay networks, and true; the report says so.
    expect(obstacle, 'CHATMUX_NO_NAMESPACES=1 is said of a machine that can lay networks').toBeDefined();
    info.annotations.push({ type: 'not looked at', description: obstacle ?? '' });
    return;
  }
  expect(obstacle, `${obstacle}; where there can be none, say so with CHATMUX_NO_NAMESPACES=1`).toBeUndefined();
  const village = await Village.build();
  try {
    const people: Person[] = [];
    for (const [name, network] of [
      ['Ada', 1],
      ['Bert', 2],
    ] as const) {
      const browser = await village.browser(network);
      const context = await browser.newContext({ permissions: ['camera', 'microphone'] });
      complaints.listenTo(context);
      await context.addInitScript(install, SMALL);
      people.push(new Person(name, await context.newPage(), village.home));
    }
    const [ada, bert] = people as [Person, Person];
    await ada.startsARoom();
    await bert.joins(ada.page.url());
    await meetRoundTheRelay(ada, bert);
    expect(village.log).not.toContain('panicked');
  } finally {
    await village.tearDown();
  }
});
