import path from 'node:path';
import { configDefaults, defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes longest begins first: begun last, it would keep one core waiting for the other. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const long = (f: TestSpecification): number => (f.moduleId.endsWith('/test/season.test.ts') ? 0 : 1);
    return (await super.sort(files)).sort((a, b) => long(a) - long(b));
  }
}

/**
 * With `TEST_DATABASE=postgresql` every test has a database of a PostgreSQL's, but for these: they look into SQLite's file, or
 * start the program on one.
 */
const onFiles = [
  'test/adapters/prisma/**',
  'test/adapters/teams/refresh.test.ts',
  'test/features/concern/typed.test.ts',
  'test/features/join-accounts/join-accounts.test.ts',
  'test/features/show-feedback/pages.test.ts',
  'test/features/show-hours/pages.test.ts',
  'test/features/without-account/misused-links.test.ts',
  'test/half-way.test.ts',
  'test/kept.test.ts',
  'test/statements.test.ts',
  'test/program/**',
  'test/upgrade/**',
];

export default defineConfig({
  resolve: {
    // The bench runs what is compiled; a test of its parts reads the sources.
    alias: [{ find: /^\.\.\/\.\.\/dist\/(.*)\.js$/, replacement: path.join(import.meta.dirname, '$1.ts') }],
  },
  test: {
    exclude: [...configDefaults.exclude, ...(process.env.TEST_DATABASE === 'postgresql' ? onFiles : [])],
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    env: {
      // The process always runs at UTC, as in production: a person's own zone decides, never the machine's.
      TZ: 'UTC',
    },
    globalSetup: 'test/support/run-folder.ts',
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Its one second is not enough where other programs share the machine; what comes at all still comes at once.
    expect: { poll: { timeout: 10_000 } },
    // Every core: vitest would leave one idle, and on two cores that is half of them.
    maxWorkers: '100%',
    // No test mocks a module, so files may share what they import; each makes its own bot and its own database.
    isolate: false,
    sequence: { sequencer: LongestFirst },
  },
});
