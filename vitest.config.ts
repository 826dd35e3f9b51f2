import { defineConfig } from 'vitest/config';

// Three projects, three costs: pure rules; real HTTP on a real database; real browser.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'src/{domain,text,contract,client,web,field,public,cli}/**/*.test.ts',
            'test/architecture/**/*.test.ts',
          ],
          exclude: ['**/*.http.test.ts'],
          environment: 'node',
        },
      },
      {
        test: {
          name: 'http',
          include: [
            'src/server/**/*.test.ts',
            'test/scenarios/**/*.test.ts',
            'test/architecture/**/*.http.test.ts',
          ],
          environment: 'node',
          globalSetup: ['test/support/database-cluster.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          environment: 'node',
          globalSetup: ['test/support/database-cluster.ts', 'test/support/built-web.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          maxWorkers: 1,
          // a busy machine draws late
          expect: { poll: { timeout: 15_000 } },
        },
      },
    ],
  },
});
