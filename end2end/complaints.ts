// Whatever a browser complains about while a test runs: errors, warnings,
// exceptions, what the policy of a page refused. There is to be none but what
// the test says it expects.

import { type BrowserContext, expect } from '@playwright/test';

/** What a browser says of itself when the server or the network is away. */
export const UNREACHABLE = [
  /^error: Failed to load resource: net::ERR_(CONNECTION|INTERNET|SOCKET|EMPTY|NETWORK|INCOMPLETE_CHUNKED)/,
  /^error: WebSocket connection to '.*' failed/,
];

/** A browser on a busy machine is not there yet; nothing is wrong. */
const BUSY = /^warning: The resource .* was preloaded using link preload but not used within a few seconds/;

export class Complaints {
  private readonly heard: string[] = [];
  private readonly expected: RegExp[] = [BUSY];

  listenTo(context: BrowserContext): void {
    context.on('console', (message) => {
      const kind = message.type();
      if (kind === 'error' || kind === 'warning') this.heard.push(`${kind}: ${message.text()}`);
    });
    context.on('weberror', (error) => this.heard.push(`exception: ${error.error().message}`));
  }

  /** These may come in this test. */
  allow(...patterns: RegExp[]): void {
    this.expected.push(...patterns);
  }

  verify(): void {
    const isExpected = (line: string) => this.expected.some((pattern) => pattern.test(line));
    expect(this.heard.filter((line) => !isExpected(line)), 'what the browser complained about').toEqual([]);
  }
}
