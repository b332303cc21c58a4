// Two networks that reach a server and not each other: three namespaces of
// the kernel's. Nobody but root can make them, and only where Linux lets one.

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type Browser, chromium, expect } from '@playwright/test';

import { launchOptions } from './browser';
import type { Complaints } from './complaints';
import { Person } from './people';
import { install, PERIOD, SMALL } from './probe';

/** Where the server is found from both networks. */
const SERVER = '10.77.0.1';
const HOME = `http://${SERVER}:3000`;

export class Village {
  private server: ChildProcess | undefined;
  private readonly browsers: Browser[] = [];
  log = '';

  private constructor(
    private readonly name: string,
    private readonly folder: string,
  ) {}

  /** Why there can be none here, if there can be none. */
  static obstacle(): string | undefined {
    try {
      const name = `chatmux-try-${process.pid}`;
      ip('netns', 'add', name);
      ip('netns', 'del', name);
      return undefined;
    } catch (error) {
      return `No network namespace can be made here: ${missing(error)}`;
    }
  }

  /** Its server runs. */
  static async build(): Promise<Village> {
    const village = new Village(`chatmux-${process.pid}`, await mkdtemp(join(tmpdir(), 'chatmux-village-')));
    village.lay();
    await village.start();
    return village;
  }

  /** A browser in one of the two networks. */
  private async browser(network: 1 | 2): Promise<Browser> {
    const options = launchOptions('granted');
    const real = options.executablePath ?? chromium.executablePath();
    const wrapper = join(this.folder, `browser-${network}`);
    await writeFile(wrapper, `#!/bin/sh\nexec ip netns exec ${this.at(network)} ${real} "$@"\n`);
    await chmod(wrapper, 0o755);
    const args = [...(options.args ?? []), `--unsafely-treat-insecure-origin-as-secure=${HOME}`];
    const browser = await chromium.launch({ ...options, args, executablePath: wrapper });
    this.browsers.push(browser);
    return browser;
  }

  /** Someone in one of the two networks, with an empty page. */
  async arrive(name: string, network: 1 | 2, complaints: Complaints): Promise<Person> {
    const browser = await this.browser(network);
    const context = await browser.newContext({ permissions: ['camera', 'microphone'] });
    complaints.listenTo(context);
    await context.addInitScript(install, { picture: SMALL, period: PERIOD });
    return new Person(name, await context.newPage(), HOME);
  }

  /** A network reaches nobody any more. */
  cut(network: 1 | 2): void {
    ip('-n', this.at(0), 'link', 'set', `to${network}`, 'down');
  }

  /** It reaches the server again. */
  mend(network: 1 | 2): void {
    ip('-n', this.at(0), 'link', 'set', `to${network}`, 'up');
  }

  /** Its people have another address from now on, as on a train. */
  move(network: 1 | 2, host: number): void {
    const place = this.at(network);
    ip('-n', place, 'addr', 'flush', 'dev', 'eth0');
    ip('-n', place, 'addr', 'add', `10.77.${network}.${host}/24`, 'dev', 'eth0');
    ip('-n', place, 'route', 'add', 'default', 'via', `10.77.${network}.1`);
  }

  /** Nothing is left of it. */
  async tearDown(): Promise<void> {
    for (const browser of this.browsers) await browser.close();
    const server = this.server;
    if (server && server.exitCode === null) {
      const ended = once(server, 'exit');
      server.kill('SIGTERM');
      await ended;
    }
    for (const place of [0, 1, 2] as const) ip('netns', 'del', this.at(place));
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Nobody passes anything on between the networks: the server's place does not forward. */
  private lay(): void {
    for (const place of [0, 1, 2] as const) {
      ip('netns', 'add', this.at(place));
      ip('-n', this.at(place), 'link', 'set', 'lo', 'up');
    }
    ip('-n', this.at(0), 'addr', 'add', `${SERVER}/32`, 'dev', 'lo');
    for (const network of [1, 2] as const) {
      const there = ['peer', 'name', 'eth0', 'netns', this.at(network)];
      ip('-n', this.at(0), 'link', 'add', `to${network}`, 'type', 'veth', ...there);
      ip('-n', this.at(0), 'addr', 'add', `10.77.${network}.1/24`, 'dev', `to${network}`);
      ip('-n', this.at(0), 'link', 'set', `to${network}`, 'up');
      ip('-n', this.at(network), 'addr', 'add', `10.77.${network}.2/24`, 'dev', 'eth0');
      ip('-n', this.at(network), 'link', 'set', 'eth0', 'up');
      ip('-n', this.at(network), 'route', 'add', 'default', 'via', `10.77.${network}.1`);
    }
  }

  private async start(): Promise<void> {
    const binary = process.env['CHATMUX_BIN'] ?? '';
    const listen = ['--listen', `${SERVER}:3000`];
    const server = spawn('ip', ['netns', 'exec', this.at(0), binary, ...listen], {
      env: { ...process.env, CHATMUX_DATA: join(this.folder, 'village.sqlite') },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    server.stderr.on('data', (piece: Buffer) => (this.log += piece.toString()));
    this.server = server;
    await expect.poll(() => this.log, { timeout: 20_000 }).toContain('listening');
  }

  private at(place: 0 | 1 | 2): string {
    return `${this.name}-${place}`;
  }
}

/** What it takes to make one, and is not here. */
function missing(error: unknown): string {
  const { code, stderr } = error as { code?: string; stderr?: Buffer };
  if (code === 'ENOENT') return 'the program ip is missing (on Debian: apt-get install iproute2)';
  const said = stderr?.toString().trim() ?? String(error);
  if (process.getuid?.() !== 0) return `that takes root (${said})`;
  return `the kernel refuses it, root needs CAP_NET_ADMIN and CAP_SYS_ADMIN (${said})`;
}

function ip(...words: string[]): void {
  execFileSync('ip', words, { stdio: 'pipe' });
}
