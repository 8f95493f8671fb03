import { existsSync } from 'node:fs';
import { defineConfig, devices } from '@playwright/test';

/** Playwright's own browser is not downloaded: Debian's Chromium is what a headless GPU box has as well. */
function chromiumPath(): string | undefined {
  const candidates = [
    process.env['AIRLOCK_CHROMIUM'],
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ];
  return candidates.find((path) => path !== undefined && path !== '' && existsSync(path));
}

const executablePath = chromiumPath();
const isRoot = process.getuid?.() === 0;
const browser = {
  ...devices['Desktop Chrome'],
  launchOptions: {
    ...(executablePath === undefined ? {} : { executablePath }),
    // Chromium refuses its own sandbox when it is started by root.
    args: isRoot ? ['--no-sandbox'] : [],
  },
};

export default defineConfig({
  testDir: 'e2e/specs',
  outputDir: 'test-results/playwright',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  // One engine, one display, one port: specs run one after the other.
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  reporter: [['list']],
  projects: [
    { name: 'renderer', testMatch: /renderer-.*\.spec\.ts$/, use: browser },
    { name: 'chromium-web', testMatch: /web-.*\.spec\.ts$/, use: browser },
    { name: 'electron', testMatch: /electron-.*\.spec\.ts$/ },
  ],
});
