// What people write is shown exactly as they typed it, and never does anything.

import { type Person } from '../people';
import { expect, test } from '../test';

/** Texts that would call `struck`, or change the page, if they were not texts. */
const HARMFUL = [
  '<script>struck()</script>',
  '</script><script>struck()</script>',
  '<img src=x onerror=struck()>',
  '"><svg/onload=struck()>',
  "' onmouseover='struck()",
  '<a href="javascript:struck()">tap</a>',
  'javascript:struck()',
  '<iframe srcdoc="<script>parent.struck()</script>">',
  '<style>*{display:none}</style>',
  '<textarea autofocus onfocus=struck()>',
  '</p></div></body><h1>gone</h1>',
  '{{constructor.constructor("struck()")()}}',
  '${struck()}',
  '<!-- --><!--><img src=x onerror=struck()>',
  '<math><mtext></form><form><mglyph><style></math><img src onerror=struck()>',
  '&lt;script&gt;struck()&lt;/script&gt; &amp; &#60;',
  '\\u003cscript\\u003estruck()\\u003c/script\\u003e',
  'https://example.org/?a=<b>&c="d"',
];

/** Texts that are easily changed on their way. */
const DELICATE = [
  "don't <3 & \"quotes\"",
  '  two spaces at both ends  ',
  'first line\nsecond line\n\nfourth line',
  '\ttab\tand  double  spaces',
  'שלום עולם, مرحبا بالعالم, right to left',
  '\u202eoverridden\u202c and back',
  '👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽 e\u0301 é 𝒳',
  'zero\u200bwidth and no\u00a0break',
  'null undefined NaN true 0',
  '0',
];

/** People whose pages call out when they are struck. */
async function watchedOver(people: Person[]): Promise<string[]> {
  const struck: string[] = [];
  for (const { name, context } of people) {
    await context.exposeFunction('struck', () => void struck.push(name));
  }
  return struck;
}

test('messages stand there exactly as they were typed', async ({ arrive }) => {
  const [ada, bert] = [await arrive('Ada'), await arrive('Bert')];
  await ada.startsARoom();
  await bert.joins(ada.page.url());
  await ada.says(...DELICATE);
  for (const person of [ada, bert]) await person.reads(DELICATE);
  await bert.refreshes();
  await bert.reads(DELICATE);
});

test('Enter sends, and Shift with Enter makes a line', async ({ arrive }) => {
  const ada = await arrive('Ada');
  await ada.startsARoom();
  await ada.messageBox.click();
  await ada.page.keyboard.type('one');
  await ada.page.keyboard.press('Shift+Enter');
  await ada.page.keyboard.type('two');
  await ada.page.keyboard.press('Enter');
  await ada.reads(['one\ntwo']);
  await ada.messageBox.press('Enter');
  await ada.messageBox.fill('   ');
  await ada.messageBox.press('Enter');
  await ada.messageBox.fill('three');
  await ada.messageBox.press('Enter');
  await ada.reads(['one\ntwo', 'three']);
});

// trial 41
test('scripts in messages, names and addresses are texts and nothing else', async ({
  arrive,
  complaints,
  house,
}) => {
  test.slow();
  const people = [
    await arrive('<img src=x onerror=struck()>'),
    await arrive('"><b onclick=struck()>Bert'),
    await arrive('<script>struck()</script>'),
  ];
  const struck = await watchedOver(people);
  const [ada, bert, eve] = people as [Person, Person, Person];
  await ada.startsARoom();
  const link = ada.page.url();
  await bert.joins(link);
  await ada.sees(bert);
  await bert.sees(ada);
  await ada.says(...HARMFUL);
  for (const person of [ada, bert]) {
    await person.reads(HARMFUL);
    await person.log.locator('.message').last().hover();
    await expect(person.log.getByRole('link')).toHaveCount(0);
    await person.finds([ada.name, bert.name]);
  }

  // Who comes later gets it all from the store.
  await eve.visitsTheLobby();
  await expect(eve.page.getByText('2 online')).toBeVisible();
  await eve.joins(link);
  await eve.reads(HARMFUL);
  await eve.refreshes();
  await eve.reads(HARMFUL);

  complaints.allow(/^error: Failed to load resource: the server responded with a status of 404/);
  for (const text of HARMFUL) {
    await eve.page.goto(`${house.address}/r/${encodeURIComponent(text)}`);
    await expect(eve.page.getByRole('heading', { level: 1 })).toHaveText(/No such room|Nothing here/);
    await eve.page.goto(`${link}?${encodeURIComponent(text)}#maker=${encodeURIComponent(text)}`);
    await expect(eve.button('Leave')).toBeVisible();
  }
  expect(struck).toEqual([]);
});

test('a message that is too long stays where it was typed, with a sentence', async ({ arrive }) => {
  const ada = await arrive('Ada');
  await ada.startsARoom();
  const long = 'a'.repeat(1001);
  await ada.messageBox.fill(long);
  await expect(ada.page.getByText('1 too many')).toBeVisible();
  await ada.messageBox.press('Enter');
  await expect(ada.page.getByRole('alert')).toHaveText(/longer than 1000 characters/);
  await expect(ada.messageBox).toHaveValue(long);
  await ada.says(long.slice(1));
  await ada.reads([long.slice(1)]);
});

test('a name that cannot be used is refused in words, and the next one is taken', async ({ arrive }) => {
  const ada = await arrive('Ada');
  await ada.makesARoom();
  const field = ada.page.getByRole('textbox', { name: 'Your name' });
  for (const [name, sentence] of [
    ['   ', 'What should the others call you?'],
    ['a'.repeat(33), 'longer than 32 characters'],
    ['a\u202eb', 'invisible control character'],
  ] as const) {
    await field.fill(name);
    await ada.button('Join').click();
    await expect(ada.page.getByRole('alert')).toContainText(sentence);
    await expect(field).toBeFocused();
  }
  await ada.comesIn();
});

test('a long talk is read back page by page', async ({ arrive }) => {
  const [ada, bert] = [await arrive('Ada'), await arrive('Bert')];
  await ada.startsARoom();
  const words = Array.from({ length: 130 }, (_, number) => `word ${number}`);
  await ada.says(...words);
  await ada.reads(words);
  await bert.joins(ada.page.url());
  await bert.reads(words.slice(-100));
  await expect(bert.log.getByText('word 129')).toBeInViewport();
  await bert.button('Show older').click();
  await bert.reads(words);
  await expect(bert.button('Show older')).toHaveCount(0);
});
