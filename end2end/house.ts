// A server of its own for a test: its process, its port, its data.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect } from '@playwright/test';

export class House {
  private server: ChildProcess | undefined;
  /** What the server wrote, for whoever looks into a failure. */
  log = '';

  private constructor(
    private readonly port: number,
    private readonly folder: string,
    private readonly settings: Record<string, string>,
  ) {}

  /** A server with empty rooms, ready to be visited. */
  static async build(settings: Record<string, string> = {}): Promise<House> {
    const folder = await mkdtemp(join(tmpdir(), 'chatmux-house-'));
    const house = new House(await freePort(), folder, settings);
    await house.start();
    return house;
  }

  get address(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The process ends at once, in the middle of whatever it does. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** The process ends in good order. */
  async stop(): Promise<void> {
    await this.end('SIGTERM');
  }

  /** The same port, the same data. */
  async restart(): Promise<void> {
    await this.end('SIGKILL');
    await this.start();
  }

  /** The process ends in good order, and nothing is left of it. */
  async tearDown(): Promise<void> {
    await this.end('SIGTERM');
    await rm(this.folder, { recursive: true, force: true });
  }

  private async start(): Promise<void> {
    const server = spawn(binary(), ['--listen', `127.0.0.1:${this.port}`], {
      cwd: this.folder,
      env: { ...process.env, CHATMUX_DATA: join(this.folder, 'house.sqlite'), ...this.settings },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    server.stderr.on('data', (piece: Buffer) => (this.log += piece.toString()));
    this.server = server;
    await expect(async () => {
      expect(server.exitCode, this.log).toBeNull();
      expect((await fetch(`${this.address}/healthz`)).ok).toBe(true);
    }).toPass({ intervals: [20, 50, 100], timeout: 20_000 });
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const server = this.server;
    this.server = undefined;
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, 'exit');
    server.kill(signal);
    await ended;
  }
}

function binary(): string {
  const path = process.env['CHATMUX_BIN'];
  if (!path) throw new Error('CHATMUX_BIN names no server: run `cargo xtask test e2e`.');
  return path;
}

async function freePort(): Promise<number> {
  const listener = createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  listener.close();
  await once(listener, 'close');
  return port;
}
