import { configDefaults, defineConfig } from 'vitest/config';

/**
 * `unit` needs nothing but Node; `architecture` plants violations and expects the checkers to bite; `windows` needs
 * Node for Windows under Wine; `lab` needs a real engine and runs only inside `npm run lab`.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          environment: 'node',
          include: ['app/**/*.test.ts', 'main/**/*.test.ts', 'renderer/**/*.test.{ts,tsx}', 'e2e/fuzz/**/*.test.ts'],
          exclude: [...configDefaults.exclude, 'out/**', 'dist/**'],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'architecture',
          environment: 'node',
          include: ['e2e/architecture/**/*.test.ts', 'e2e/run/**/*.test.ts'],
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
      {
        test: {
          name: 'windows',
          environment: 'node',
          include: ['e2e/windows/**/*.windows.test.ts'],
          fileParallelism: false,
          // Real engines on shared processors: the deadlines are the product's own, and once may be the machine's fault.
          retry: 1,
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: 'lab',
          environment: 'node',
          include: ['e2e/lab-tests/**/*.lab.test.ts'],
          // All of them share one engine and the fixed names in it.
          fileParallelism: false,
          sequence: { concurrent: false },
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
