import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    // The process always runs at UTC, as in production: a person's own zone decides, never the machine's.
    env: { TZ: 'UTC' },
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Every core: vitest would leave one idle, and on two cores that is half of them.
    maxWorkers: '100%',
    // No test mocks a module, so files may share what they import; each makes its own bot and its own database.
    isolate: false,
  },
});
