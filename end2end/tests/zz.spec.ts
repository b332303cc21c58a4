import { test, expect } from '../test';
import { UNREACHABLE } from '../complaints';
import { allSeeEachOther } from '../people';
import { sit } from '../portrait';
for (const kind of ['fake1', 'canvas', 'fake2'])
test('debug ' + kind, async ({ arrive, house, complaints }) => {
  test.setTimeout(200000);
  complaints.allow(...UNREACHABLE);
  const people = [await arrive('Ada'), await arrive('Bert'), await arrive('Cleo')];
  if (kind === 'canvas') for (const p of people) await p.context.addInitScript(sit, '#8be9fd');
  await people[0]!.startsARoom();
  for (const p of people.slice(1)) await p.joins(people[0]!.page.url());
  await allSeeEachOther(people);
  for (const p of people) await p.page.evaluate(() => { const w = window as any; w.calls = []; const now = () => performance.timeOrigin + performance.now();
    const md: any = MediaDevices.prototype; for (const m of ['enumerateDevices', 'getUserMedia']) { const o = md[m]; md[m] = function () { w.calls.push([now(), m]); return o.apply(this, arguments); }; }
    new MutationObserver((l) => { for (const m of l) for (const n of [...m.addedNodes, ...m.removedNodes] as any[]) if (n.querySelector?.('video') || n.nodeName === 'VIDEO') w.calls.push([now(), m.addedNodes.length ? 'added' : 'removed', n.getAttribute?.('aria-label') ?? n.className]); }).observe(document.body, { childList: true, subtree: true });
    const d: any = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, 'srcObject'); Object.defineProperty(HTMLMediaElement.prototype, 'srcObject', { ...d, set(v) { w.calls.push([now(), 'src', this.className, v?.getTracks().length]); d.set.call(this, v); } });
  });
  for (let i = 0; i < 7; i++) {
    const kk = Date.now(); await house.kill();
    for (const p of people) await expect(p.page.getByText('Reconnecting… Calls go on.')).toBeVisible();
    await house.restart();
    for (const p of people) await expect(p.page.getByText('Reconnecting…')).toHaveCount(0);
    const back = Date.now();
    await expect.poll(() => Date.now() - back).toBeGreaterThan(4500);
    const found = await people[0]!.page.evaluate((from) => { const s = window.probe.links[0]!.samples.filter((x) => x.at > from); let last = s[0]!; for (const r of s) if (r.frames > last.frames) { if (r.at - last.at > 1200) return [Math.round(last.at - from), Math.round(r.at - from)]; last = r; } return null; }, kk);
    console.log('T', kind, i, JSON.stringify(found), back - kk);
    if (found || i === 0) for (const p of people) console.log('R', p.name, JSON.stringify(await p.page.evaluate((kk) => (window as any).calls.filter((c: any) => c[0] > kk).map((c: any) => [Math.round(c[0] - kk), ...c.slice(1)]), kk)).slice(0, 1500));
  }
});
