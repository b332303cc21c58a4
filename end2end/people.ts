// Someone at a browser of their own, and what they do and see there.

import { type BrowserContext, expect, type Locator, type Page } from '@playwright/test';

import { PERIOD, type Sample } from './probe';

/** The longest time that may pass without a new picture. */
const STALL = 2_000;

export class Person {
  constructor(
    readonly name: string,
    readonly page: Page,
    readonly home: string,
  ) {}

  get context(): BrowserContext {
    return this.page.context();
  }

  /** The same person in another tab. */
  with(page: Page): Person {
    return new Person(this.name, page, this.home);
  }

  // On the way in.

  /** Until the page is awake: there is nothing to search in before. */
  async visitsTheLobby(): Promise<void> {
    await this.page.goto(this.home);
    await expect(this.page.getByRole('searchbox', { name: 'Search rooms and people' })).toBeEnabled();
  }

  /** From the lobby to the green room of a new room, whether the lobby is awake or not. */
  async makesARoom(): Promise<void> {
    await this.page.goto(this.home);
    await this.button('New room').click();
    await this.isInTheGreenRoom();
  }

  /** Under a name of its own, where others may be called alike. */
  async startsARoom(called?: string): Promise<void> {
    await this.makesARoom();
    if (called) await this.page.getByRole('textbox', { name: 'Name of the room' }).fill(called);
    await this.comesIn();
  }

  async joins(link: string): Promise<void> {
    await this.page.goto(link);
    await this.comesIn();
  }

  async isInTheGreenRoom(): Promise<void> {
    await expect(this.button('Join')).toBeEnabled();
  }

  /** Past the green room. */
  async comesIn(way: 'Join' | 'Join without camera' = 'Join'): Promise<void> {
    await this.isInTheGreenRoom();
    await this.page.getByRole('textbox', { name: 'Your name' }).fill(this.name);
    await this.button(way).click();
    await this.isInside();
  }

  /** Past the green room, whatever comes of it. */
  async comesInAtTheDoor(): Promise<void> {
    await this.isInTheGreenRoom();
    await this.page.getByRole('textbox', { name: 'Your name' }).fill(this.name);
    await this.button('Join').click();
  }

  async isInside(): Promise<void> {
    await expect(this.button('Leave')).toBeVisible();
    await expect(this.page.getByText('Connecting…', { exact: true })).toHaveCount(0);
  }

  async roomName(): Promise<string> {
    return (await this.page.getByRole('heading', { level: 1 }).textContent()) ?? '';
  }

  // In the room.

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  /** A choice behind `More`. */
  async chooses(name: string): Promise<void> {
    await this.button('More').click();
    await this.button(name).click();
  }

  async copiesTheLink(): Promise<string> {
    await this.button('Invite').click();
    const dialog = this.page.getByRole('dialog', { name: 'Invite' });
    await dialog.getByRole('button', { name: 'Copy link' }).click();
    await expect(this.page.getByText('Link copied.')).toBeVisible();
    await this.page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    return this.page.evaluate(() => navigator.clipboard.readText());
  }

  /** The page says that it is hidden, or seen again. */
  async hides(isHidden: boolean): Promise<void> {
    await this.page.evaluate((hidden) => {
      const define = (name: string, value: unknown) => Object.defineProperty(document, name, { value, configurable: true });
      define('hidden', hidden);
      define('visibilityState', hidden ? 'hidden' : 'visible');
      document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
    }, isHidden);
  }

  async leaves(): Promise<void> {
    await this.button('Leave').click();
    await expect(this.button('New room')).toBeVisible();
  }

  /** Loads the page again, and does nothing to come in. */
  async refreshes(): Promise<void> {
    await this.page.reload();
    await this.isInside();
  }

  /** Who is in the room, by the list of people, in whatever order. */
  async finds(names: string[]): Promise<void> {
    await this.opens('People');
    const listed = async () => (await this.roster().locator('.person-name').allTextContents()).sort();
    await expect.poll(listed, `who ${this.name} finds`).toEqual([...names].sort());
  }

  /** What the list of people says of someone. */
  row(name: string): Locator {
    return this.roster().getByRole('listitem').filter({ hasText: name });
  }

  private roster(): Locator {
    return this.page.getByRole('list', { name: 'People in this room' });
  }

  async opens(panel: 'Chat' | 'People'): Promise<void> {
    const button = this.button(panel);
    if ((await button.getAttribute('aria-expanded')) !== 'true') await button.click();
    await expect(button).toHaveAttribute('aria-expanded', 'true');
  }

  /** What this person says of themselves. */
  async changes({ colour, status }: { colour: string; status: string }): Promise<void> {
    await this.chooses('Name and colour');
    const dialog = this.page.getByRole('dialog', { name: 'Name and colour' });
    await dialog.getByRole('radio', { name: colour }).check();
    await dialog.getByRole('textbox', { name: 'Your status' }).fill(status);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(dialog).toBeHidden();
  }

  // Writing.

  get messageBox(): Locator {
    return this.page.getByRole('textbox', { name: 'Message' });
  }

  get log(): Locator {
    return this.page.getByRole('log', { name: 'Messages' });
  }

  async says(...texts: string[]): Promise<void> {
    await this.opens('Chat');
    for (const text of texts) {
      await this.messageBox.fill(text);
      await this.messageBox.press('Enter');
      await expect(this.messageBox).toHaveValue('');
    }
  }

  /** All that was said, in its order, exactly as typed, and nothing under way. */
  async reads(texts: string[]): Promise<void> {
    await this.opens('Chat');
    await expect.poll(() => this.said(), `what ${this.name} reads`).toEqual(texts);
    await expect(this.log.getByText('Sending…')).toHaveCount(0);
  }

  /** All that was said and kept. */
  async said(): Promise<string[]> {
    await this.opens('Chat');
    return this.log
      .locator('.message')
      .evaluateAll((messages) => messages.filter((it) => !it.closest('.draft')).map((it) => it.textContent ?? ''));
  }

  /** A message that stands in the log. */
  message(text: string): Locator {
    return this.log.locator('.entry').filter({ has: this.page.getByText(text, { exact: true }) });
  }

  // Seeing and hearing.

  /** Where someone is seen; of oneself, too. */
  tile(name: string): Locator {
    return this.page.getByRole('group', { name, exact: true });
  }

  /** Pictures of them all come in and are shown. */
  async sees(...others: Person[]): Promise<void> {
    for (const { name } of others) {
      await expect.poll(() => this.widthOf(name), `${this.name} sees ${name}`).toBeGreaterThan(0);
      const before = await this.framesFrom(name);
      await expect
        .poll(() => this.framesFrom(name), `${this.name} gets pictures from ${name}`)
        .toBeGreaterThan(before);
    }
  }

  /** Their sound comes in and is let out. */
  async hears(...others: Person[]): Promise<void> {
    for (const { name } of others) {
      await expect.poll(() => this.soundFrom(name), `${this.name} hears ${name}`).toBeGreaterThan(0);
      const video = this.tile(name).locator('video');
      await expect(video).toHaveJSProperty('muted', false);
      await expect(video).toHaveJSProperty('paused', false);
    }
  }

  /** No new picture comes from anybody, by a few readings of every link that is open. */
  async seesNothingMove(): Promise<void> {
    const stands = () =>
      this.page.evaluate(() =>
        window.probe.links.every(({ connection, samples }) => {
          if (connection.connectionState === 'closed') return true;
          const last = samples.slice(-4).map(({ frames }) => frames);
          return last.length === 4 && new Set(last).size === 1;
        }),
      );
    await expect.poll(stands, `${this.name} gets no new picture`).toBe(true);
  }

  /** When the first new picture came after that moment, as the page has read it. */
  async firstPictureSince(moment: number): Promise<number> {
    const first = () =>
      this.page.evaluate((moment) => {
        const news = window.probe.links.flatMap(({ samples }) => {
          const later = samples.filter(({ at }) => at >= moment);
          return later.find(({ frames }) => frames > (later[0]?.frames ?? 0))?.at ?? [];
        });
        return Math.min(...news);
      }, moment);
    await expect.poll(first, `when ${this.name} gets a picture`).toBeLessThan(Infinity);
    return first();
  }

  private async widthOf(name: string): Promise<number> {
    const widths = this.tile(name).locator('video');
    return widths.evaluateAll((videos) => Math.max(0, ...videos.map((video) => (video as HTMLVideoElement).videoWidth)));
  }

  /** Pictures that were shown, not only decoded. */
  private async framesFrom(name: string): Promise<number> {
    const videos = this.tile(name).locator('video');
    return videos.evaluateAll((videos) =>
      Math.max(0, ...videos.map((video) => (video as HTMLVideoElement).getVideoPlaybackQuality().totalVideoFrames)),
    );
  }

  /** The energy of all sound from them (webrtc-stats, `totalAudioEnergy`). */
  private async soundFrom(name: string): Promise<number> {
    const link = await this.linkTo(name);
    return this.page.evaluate(async (link) => {
      let energy = 0;
      (await window.probe.links[link]?.connection.getStats())?.forEach((report) => {
        if (report.type === 'inbound-rtp' && report.kind === 'audio') energy += report.totalAudioEnergy;
      });
      return energy;
    }, link);
  }

  // Links.

  /** Which of this page's peer connections shows that person, or -1. */
  async linkTo(name: string): Promise<number> {
    const links = await this.tile(name).evaluateAll((tiles) => tiles.map((tile) => window.probe.linkOf(tile)));
    return Math.max(-1, ...links);
  }

  /** How many peer connections this page has ever made. */
  async linksMade(): Promise<number> {
    return this.page.evaluate(() => window.probe.links.length);
  }

  /** How many of them are not closed. */
  async linksOpen(): Promise<number> {
    return this.page.evaluate(
      () => window.probe.links.filter(({ connection }) => connection.connectionState !== 'closed').length,
    );
  }

  /** Holds the present link to someone against what comes of it. */
  async watches(other: Person): Promise<Watch> {
    const link = await this.linkTo(other.name);
    expect(link, `${this.name} has a link to ${other.name}`).toBeGreaterThanOrEqual(0);
    return new Watch(this, other, link, Date.now());
  }

  /** How many captured tracks of this page are live. */
  async liveTracks(): Promise<number> {
    return this.page.evaluate(
      () => window.probe.tracks.filter((track) => track.readyState === 'live').length,
    );
  }
}

/** A link from a moment on. */
export class Watch {
  constructor(
    private readonly viewer: Person,
    private readonly other: Person,
    private readonly link: number,
    private readonly since: number,
  ) {}

  /**
   * The link is the very one it was, and never since was it without a new
   * picture for longer than two seconds. Looks on for a window more.
   */
  async neverStalled(): Promise<void> {
    const what = `${this.other.name} as ${this.viewer.name} sees them`;
    expect(await this.viewer.linkTo(this.other.name), `the link of ${what}`).toBe(this.link);
    const until = Date.now() + STALL;
    await expect.poll(async () => (await this.samples()).at(-1)?.at ?? 0).toBeGreaterThan(until);
    expect(longestStall(await this.samples()), `the longest stall of ${what}`).toBeLessThanOrEqual(STALL);
  }

  private samples(): Promise<Sample[]> {
    return this.viewer.page.evaluate(
      ({ link, since }) => (window.probe.links[link]?.samples ?? []).filter((sample) => sample.at >= since),
      { link: this.link, since: this.since },
    );
  }
}

/** Every one of them holds the links to all the others. */
export async function watchAll(people: Person[]): Promise<Watch[]> {
  const pairs = people.flatMap((viewer) => people.filter((other) => other !== viewer).map((other) => [viewer, other] as const));
  return Promise.all(pairs.map(([viewer, other]) => viewer.watches(other)));
}

/** None of these links ever stalled; each looks on at the same time. */
export async function noneStalled(watches: Watch[]): Promise<void> {
  await Promise.all(watches.map((watch) => watch.neverStalled()));
}

/** Everyone sees and hears everyone. */
export async function allSeeEachOther(people: Person[]): Promise<void> {
  for (const viewer of people) {
    const others = people.filter((other) => other !== viewer);
    await viewer.sees(...others);
    await viewer.hears(...others);
  }
}

/**
 * The longest time between two readings with a new picture in the later one.
 * Time in which the page itself had no turn, and read nothing, is left out.
 */
function longestStall(samples: Sample[]): number {
  let [longest, stall] = [0, 0];
  for (const [place, sample] of samples.entries()) {
    const before = samples[place - 1] ?? sample;
    stall += Math.min(sample.at - before.at, 2 * PERIOD);
    longest = Math.max(longest, stall);
    if (sample.frames > before.frames) stall = 0;
  }
  return longest;
}
