// The measurements: the tests' own settings, another folder.

import { defineConfig } from '@playwright/test';

import tests from './playwright.config';

export default defineConfig({ ...tests, testDir: 'measures', timeout: 180_000 });
