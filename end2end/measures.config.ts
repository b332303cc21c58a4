// What is measured rather than tested: `cargo xtask test e2e -- --config measures.config.ts`.

import { defineConfig } from '@playwright/test';

import tests from './playwright.config';

export default defineConfig({ ...tests, testDir: 'measures', timeout: 600_000 });
