// How Chromium is started: with a camera and a microphone that are not there,
// and calls within one machine.

import type { LaunchOptions } from '@playwright/test';

const ALWAYS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-fake-device-for-media-stream',
  '--allow-loopback-in-peer-connection',
];

/** Whether the browser's question for camera and microphone is answered. */
export type Question = 'granted' | 'asked';

/** The system's Chromium if `CHATMUX_CHROMIUM` names it, else Playwright's own. */
export function launchOptions(question: Question): LaunchOptions {
  const answer = question === 'granted' ? ['--use-fake-ui-for-media-stream'] : [];
  const executablePath = process.env['CHATMUX_CHROMIUM'];
  return { args: [...ALWAYS, ...answer], ...(executablePath && { executablePath }) };
}
