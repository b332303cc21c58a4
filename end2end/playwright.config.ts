// One test after the other: a call of four is work for two cores.

import { defineConfig } from '@playwright/test';

import { launchOptions } from './browser';

export default defineConfig({
  testDir: 'tests',
  outputDir: 'test-results',
  forbidOnly: true,
  fullyParallel: false,
  workers: 1,
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  reporter: 'list',
  use: {
    browserName: 'chromium',
    launchOptions: launchOptions('granted'),
    permissions: ['camera', 'microphone', 'clipboard-read', 'clipboard-write'],
    actionTimeout: 20_000,
    colorScheme: 'dark',
    viewport: { width: 1280, height: 800 },
    screenshot: 'only-on-failure',
    trace: 'off',
  },
});
