// Names along circles: whole, upright, inside the frame, and over no other.

import type { Page, TestInfo } from '@playwright/test';

import { quints } from '../quints';
import { expect, test } from '../test';

const NAMES = [
  'Lounge',
  'Chess & tea',
  'The very long name of a room',
  '会議室のとても長い名前です',
  'Café ☕ über alles',
  'مجلس الأصدقاء',
  'W',
  '👩‍👩‍👧 family 👨‍👩‍👦 and friends',
  'தமிழ் மொழி மிக நீளமான பெயர் ஔ',
  'മലയാളം',
  'ǅǅǅǅǅǅ ㎒ ㎒',
  'Z\u0351\u036b\u0343\u036a\u0302a\u0308\u0357\u033e\u0353l\u030a\u0336g\u0334\u0344o\u0489 everywhere',
  'ไทยภาษาไทย',
];
const COLORS = ['pink', 'green', 'cyan', 'orange', 'violet', 'yellow', 'red'];

/** Rooms as the server would tell of them, the same each time. */
function snapshot(count: number): string {
  const rooms = Array.from({ length: count }, (_, room) => ({
    id: room === 0 ? 'lounge' : quints(room),
    name: NAMES[room % NAMES.length],
    visibility: 'listed',
    made: room,
    people: Array.from({ length: (room * 7) % 13 }, (_, seat) => ({
      seat,
      name: ['Ada', 'Bert', 'Cléo', '明', 'Zoë'][(room + seat) % 5],
      color: COLORS[(room + seat) % COLORS.length],
      ...(seat < 4 && room % 3 === 0 && { in_call: 'on' }),
      ...(seat === 1 && { speaking: 'on' }),
      ...(seat === 2 && { avatar: '/icon-192.png' }),
    })),
    ...(room % 3 === 0 && { ties: [{ between: [0, 1], verdict: 'good' }, { between: [1, 2], verdict: 'bad' }] }),
  }));
  return JSON.stringify({ snapshot: { rooms, online: 7 } });
}

for (const width of [320, 768, 1440]) {
  for (const count of [1, 2, 7, 30, 200]) {
    test(`the names of ${count} rooms, ${width} pixels wide`, async ({ page, house }, info) => {
      // Everything is at once where it is to be.
      await page.emulateMedia({ reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height: width < 500 ? 700 : 900 });
      let isTold = false;
      await page.route('**/api/lobby*', async (route) => {
        if (isTold) return;
        isTold = true;
        await route.fulfill({ contentType: 'text/event-stream', body: `id: 0.1\ndata: ${snapshot(count)}\n\n` });
      });
      await page.goto(house.address);
      await expect(page.locator('.sky:visible .sky-room')).toHaveCount(count);
      await show(page, info);
      const names = page.locator('.sky:visible .sky-name');
      if (isTooSmall(count, width)) await expect(names).toHaveCount(0);
      else await expect(names).not.toHaveCount(0);
      expect(await faults(page)).toEqual([]);
    });
  }
}

/** Nobody could read letters as small as the circles are then, so there are none. */
function isTooSmall(count: number, width: number): boolean {
  return count === 200 || (count === 30 && width < 1440);
}

async function show(page: Page, info: TestInfo): Promise<void> {
  const path = info.outputPath('map.png');
  await page.locator('.sky:visible').screenshot({ path });
  await info.attach('map', { path });
}

/** What is wrong with the names that are drawn. */
async function faults(page: Page): Promise<string[]> {
  return page.locator('.sky:visible').evaluate((sky) => {
    const frame = sky.getBoundingClientRect();
    const found: string[] = [];
    interface Cell {
      of: number;
      corners: DOMPoint[];
    }
    const cells: Cell[] = [];
    const names = [...sky.querySelectorAll<SVGTextElement>('.sky-name')];
    names.forEach((name, of) => {
      const screen = name.getScreenCTM();
      if (!screen) return;
      const arc = name.parentElement?.querySelector<SVGPathElement>('.arc');
      if (!arc || name.getComputedTextLength() > arc.getTotalLength()) {
        found.push(`${name.textContent}: longer than its arc`);
      }
      const size = parseFloat(name.getAttribute('font-size') ?? '0');
      const count = name.getNumberOfChars();
      for (let glyph = 0; glyph < count; glyph++) {
        const box = name.getExtentOfChar(glyph);
        const turn = name.getRotationOfChar(glyph);
        if (Math.abs(turn) > 90) found.push(`${name.textContent}: upside down`);
        const corners = [
          [box.x, box.y],
          [box.x + box.width, box.y + box.height],
        ].map(([x, y]) => new DOMPoint(x, y).matrixTransform(screen));
        for (const { x, y } of corners) {
          const isInside = x >= frame.left - 0.5 && x <= frame.right + 0.5 && y >= frame.top - 0.5 && y <= frame.bottom + 0.5;
          if (!isInside) found.push(`${name.textContent}: outside at ${x}, ${y}`);
        }
        // The cell of the glyph as it is turned; what it reaches up and down.
        const from = name.getStartPositionOfChar(glyph);
        const to = name.getEndPositionOfChar(glyph);
        const angle = (turn * Math.PI) / 180;
        const [up, right] = [
          { x: Math.sin(angle), y: -Math.cos(angle) },
          { x: Math.cos(angle), y: Math.sin(angle) },
        ];
        const length = Math.hypot(to.x - from.x, to.y - from.y);
        const at = (along: number, above: number) =>
          new DOMPoint(
            from.x + right.x * along + up.x * above,
            from.y + right.y * along + up.y * above,
          ).matrixTransform(screen);
        cells.push({ of, corners: [at(0, 0.8 * size), at(length, 0.8 * size), at(length, -0.2 * size), at(0, -0.2 * size)] });
      }
    });
    const apart = (one: DOMPoint[], other: DOMPoint[]) =>
      [one, other].some((shape) =>
        shape.some((corner, place) => {
          const next = shape[(place + 1) % shape.length] as DOMPoint;
          const axis = { x: next.y - corner.y, y: corner.x - next.x };
          const reach = (points: DOMPoint[]) => points.map(({ x, y }) => x * axis.x + y * axis.y);
          const [a, b] = [reach(one), reach(other)];
          return Math.max(...a) <= Math.min(...b) + 1e-3 || Math.max(...b) <= Math.min(...a) + 1e-3;
        }),
      );
    cells.forEach((one, place) => {
      for (const other of cells.slice(place + 1)) {
        if (other.of !== one.of && !apart(one.corners, other.corners)) {
          found.push(`${names[one.of]?.textContent} over ${names[other.of]?.textContent}`);
        }
      }
    });
    return found;
  });
}
