import { defineConfig } from 'vitest/config';

/** Makes a fixture, and tests nothing: so it is in no run of the tests. */
export default defineConfig({
  test: { include: ['test/upgrade/make.ts'], env: { TZ: 'UTC' }, globalSetup: 'test/support/run-folder.ts' },
});
